import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labById } from '../lib/labs/index.ts';
import { runCommandLine } from './command-line.ts';
import { commands } from './commands/index.ts';

let folder = '';

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'hopwise-cli-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

async function hopwise(...words: string[]): Promise<{ code: number; out: string; err: string }> {
	let out = '';
	let err = '';
	const code = await runCommandLine(words, { out: (text) => (out += text), err: (text) => (err += text) });
	return { code, out, err };
}

function file(name: string, content: unknown): string {
	const path = join(folder, name);
	writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
	return path;
}

const shipped = (id: string) => file(`${id}.json`, labById(id));

describe('the command line', () => {
	it('shows its commands', async () => {
		const { code, out } = await hopwise('--help');
		expect(code).toBe(0);
		for (const { name, summary } of commands) expect(out).toContain(`  ${name.padEnd(6)}  ${summary}`);
	});

	it.each(commands.map(({ name }) => name))('shows the options of %s', async (name) => {
		const { code, out } = await hopwise(name, '--help');
		expect(code).toBe(0);
		expect(out).toMatch(new RegExp(`^Usage: hopwise ${name} LAB.json`));
		expect(await hopwise('help', name)).toEqual({ code: 0, out, err: '' });
	});

	it.each([
		[[], /^Usage: hopwise COMMAND/],
		[['fly'], /^hopwise: there is no command fly; there are run, check, reach, export, verify \(hopwise --help\)\n$/],
		[['run'], /^hopwise: LAB\.json is missing\n$/],
		[['check', 'a.json', 'b.json'], /^hopwise: one LAB\.json at a time: b\.json is too much\n$/],
		[['run', 'a.json', '--speed', '3'], /^hopwise: Unknown option '--speed' \(hopwise run --help\)\n$/],
		[['export', 'a.json'], /^hopwise: --to is missing: one of bash\n$/],
		[['export', 'a.json', '--to', 'pdf'], /^hopwise: --to: there is no format pdf; there is bash\n$/]
	])('answers %j with exit code 2 and one line', async (words, message) => {
		const { code, out, err } = await hopwise(...words);
		expect(code).toBe(2);
		expect(out).toBe('');
		expect(err).toMatch(message);
	});

	it('ends a run whose bridges speak STP, which is never quiet', async () => {
		const loop = structuredClone(labById('bridge-loop')!);
		const nodes = loop.nodes.map((node) => (node.bridge ? { ...node, bridge: { ...node.bridge, stp: true } } : node));
		const suggested = loop.suggested.map((input) => ({ ...input, at: '31s' }));
		const { code, out } = await hopwise('run', file('stp.json', { ...loop, nodes, suggested }));
		expect(out).toContain('reply');
		expect(code).toBe(0);
	});

	it('says what a time looks like', async () => {
		const { code, err } = await hopwise('run', shipped('two-hosts'), '--until', '10');
		expect(code).toBe(2);
		expect(err).toBe('hopwise: --until: 10 is not a time with a unit, such as 500ms or 10s\n');
	});

	it('runs as a program', { timeout: 60_000 }, () => {
		const program = spawnSync(
			process.execPath,
			['scripts/run-ts.mjs', 'src/cli/main.ts', 'check', 'no-such-lab.json'],
			{
				encoding: 'utf8'
			}
		);
		expect(program.stderr).toBe('hopwise: no-such-lab.json: there is no such file or directory\n');
		expect(program.status).toBe(1);
	});
});

describe('check', () => {
	it('is content with a shipped lab', async () => {
		const { code, out, err } = await hopwise('check', shipped('two-hosts'));
		expect({ code, err }).toEqual({ code: 0, err: '' });
		expect(out).toMatch(/two-hosts\.json: 2 nodes, 1 link: nothing to complain of\n$/);
	});

	it('names the place of every error, one line each', async () => {
		const lab = structuredClone(labById('two-hosts')!);
		lab.nodes[1].interfaces[0].addresses[0] = '10.0.0.300/24';
		lab.links[0].delay = 'soon';
		const { code, out, err } = await hopwise('check', file('wrong.json', lab));
		expect({ code, out }).toEqual({ code: 1, out: '' });
		const lines = err.trimEnd().split('\n');
		expect(lines).toHaveLength(2);
		expect(lines[0]).toMatch(
			/wrong\.json: nodes\[1\]\.interfaces\[0\]\.addresses\[0\]: 10\.0\.0\.300\/24 is not an IPv4 address/
		);
		expect(lines[1]).toMatch(/wrong\.json: links\[0\]\.delay: soon is not a time/);
	});

	it('says where JSON is broken', async () => {
		const { code, err } = await hopwise('check', file('broken.json', '{"format": "hopwise-lab",\n "nodes": [}'));
		expect(code).toBe(1);
		expect(err).toMatch(/broken\.json: .*line 2/);
	});
});

describe('export', () => {
	it('writes a script that bash can read', async () => {
		const { code, out } = await hopwise('export', shipped('containers'), '--to', 'bash');
		expect(code).toBe(0);
		const bash = spawnSync('bash', ['-n'], { input: out, encoding: 'utf8' });
		expect({ status: bash.status, stderr: bash.stderr }).toEqual({ status: 0, stderr: '' });
	});
});

describe('reach', () => {
	it('prints who reaches whom', async () => {
		const { code, out } = await hopwise('reach', shipped('wrong-mask'));
		expect(code).toBe(0);
		expect(out).toBe(
			[
				'        host1    host2    server',
				'host1   .        ok       -',
				'host2   ok       .        ok',
				'server  one-way  ok       .',
				''
			].join('\n')
		);
	});

	it('says why a cell failed, and what would mend it', async () => {
		const { out } = await hopwise('reach', shipped('wrong-mask'), '--why');
		expect(out).toMatch(/\n\S+ to \S+: at \S+: .+\n {2}would mend it: Give eth0 of host1 10\.0\.1\.10\/24\n/);
	});

	it('fails where it is not as expected', async () => {
		const lab = shipped('wrong-mask');
		const { out } = await hopwise('reach', lab, '--json');
		expect((await hopwise('reach', lab, '--expect', file('as-is.json', out))).code).toBe(0);
		const wish = file('wish.json', [
			{ from: 'host1', to: 'host2', reached: true },
			{ from: 'host1', to: 'server', reached: true },
			{ from: 'host1', to: 'host9', reached: true }
		]);
		const { code, err } = await hopwise('reach', lab, '--expect', wish);
		expect(code).toBe(1);
		expect(
			err
				.trimEnd()
				.split('\n')
				.map((line) => line.replace(/^.*\.json: /, ''))
		).toEqual([
			'host1 to server: it is not reached, and should be',
			'host1 to host9: nobody asks for this: the names are not there, or nobody listens'
		]);
	});

	it('asks at a time of its own', async () => {
		const loop = structuredClone(labById('bridge-loop')!);
		const nodes = loop.nodes.map((node) => (node.bridge ? { ...node, bridge: { ...node.bridge, stp: true } } : node));
		const lab = file('stp-reach.json', { ...loop, nodes });
		expect((await hopwise('reach', lab)).out).not.toContain('ok');
		expect((await hopwise('reach', lab, '--at', '35s')).out).toContain('ok');
	});
});

describe('run', () => {
	it('tells hops and decisions in order, and what became of the input', async () => {
		const { code, out, err } = await hopwise('run', shipped('two-hosts'));
		expect({ code, err }).toEqual({ code: 0, err: '' });
		const hops = out.split('\n').filter((line) => line.includes('→ eth0 →'));
		expect(hops.slice(0, 4).map((line) => line.replace(/^.*→ eth0 → /, ''))).toEqual([
			'host2 eth0: ARP who has 10.0.0.2?',
			expect.stringMatching(/^host1 eth0: ARP 10\.0\.0\.2 is at /),
			'host2 eth0: ICMP echo request 1',
			'host1 eth0: ICMP echo reply 1'
		]);
		expect(out).toContain('  ping -c 1 10.0.0.2: ok, reply in 0.400 ms\n');
	});

	it('ends at --until', async () => {
		const { out } = await hopwise('run', shipped('two-hosts'), '--until', '250us', '--json');
		const report = JSON.parse(out);
		expect(report.time).toBe(250_000);
		expect(report.records.filter(({ type }: { type: string }) => type === 'hop')).toHaveLength(3);
		expect(Math.max(...report.records.map(({ time }: { time: number }) => time))).toBeLessThanOrEqual(250_000);
		expect(report.inputs).toEqual([{ text: 'ping -c 1 10.0.0.2', status: 'running', result: '' }]);
	});

	it('takes inputs from a file, and names the place of a wrong one', async () => {
		const lab = shipped('two-hosts');
		const good = file('inputs.json', [{ node: 'host2', action: { do: 'ping', to: '10.0.0.1', count: 2 } }]);
		expect((await hopwise('run', lab, '--input', good)).out).toContain('  ping -c 2 10.0.0.1: ok');
		const bad = file('bad.json', [{ node: 'host9', action: { do: 'ping', to: '10.0.0.1' } }]);
		const { code, err } = await hopwise('run', lab, '--input', bad);
		expect(code).toBe(1);
		expect(err).toMatch(/bad\.json: \[0\]\.node: .*host9/);
	});

	it('lists the packets that a display filter passes, and points at a mistake in one', async () => {
		const lab = shipped('two-hosts');
		const { code, out } = await hopwise('run', lab, '--filter', 'icmp');
		expect(code).toBe(0);
		expect(out.trimEnd().split('\n')).toEqual([
			expect.stringMatching(
				/^ {4}3 {4}0\.000200000 {2}host1 eth0 {2}10\.0\.0\.1 → 10\.0\.0\.2 ICMP 98 Echo \(ping\) request/
			),
			expect.stringMatching(/^ {4}4 .* Echo \(ping\) reply .*\(request in 3\)$/)
		]);
		const wrong = await hopwise('run', lab, '--filter', 'ip.adr == 10.0.0.1');
		expect(wrong.code).toBe(1);
		expect(wrong.err.split('\n').slice(1, 3)).toEqual(['hopwise:   ip.adr == 10.0.0.1', 'hopwise:   ^^^^^^']);
	});

	it('asks for inputs where the lab suggests none', async () => {
		const lab = { ...structuredClone(labById('two-hosts')!), suggested: [] };
		const { code, err } = await hopwise('run', file('silent.json', lab));
		expect(code).toBe(1);
		expect(err).toMatch(
			/silent\.json: suggested: the lab suggests no first packet; name a file of inputs with --input\n$/
		);
	});

	it('writes the trace as lines of JSON', async () => {
		const trace = join(folder, 'trace.jsonl');
		const { out } = await hopwise('run', shipped('two-hosts'), '--trace', trace, '--json');
		const lines = readFileSync(trace, 'utf8').trimEnd().split('\n');
		expect(lines.map((line) => JSON.parse(line))).toEqual(JSON.parse(out).records);
		expect(lines.length).toBeGreaterThan(20);
	});

	it('fails with one line where it cannot write', async () => {
		const { code, err } = await hopwise('run', shipped('two-hosts'), '--trace', join(folder, 'none', 'trace'));
		expect(code).toBe(1);
		expect(err).toMatch(/none\/trace: there is no such file or directory\n$/);
	});

	it('names a broadcast storm and fails', async () => {
		const { code, out, err } = await hopwise('run', shipped('bridge-loop'));
		expect(code).toBe(1);
		expect(out).toContain('ARP who has 10.0.0.2?');
		expect(err).toMatch(/^hopwise: .*bridge-loop\.json: Broadcast storm: /);
		expect(err.trimEnd().split('\n')).toHaveLength(1);
	});

	it('is the same every time', async () => {
		const lab = shipped('home-nat');
		expect(await hopwise('run', lab, '--json')).toEqual(await hopwise('run', lab, '--json'));
	});
});

describe('verify', () => {
	it('refuses what is decided by chance', async () => {
		const lab = structuredClone(labById('two-hosts')!);
		lab.links[0].loss = 0.5;
		const { code, err } = await hopwise('verify', file('lossy.json', lab));
		expect(code).toBe(1);
		expect(err).toMatch(
			/lossy\.json: link \S+ does things to frames by chance, or has a rate; take that away to compare\n$/
		);
	});

	it.skipIf(process.getuid?.() === 0)('says what it needs', async () => {
		const { code, err } = await hopwise('verify', shipped('two-hosts'));
		expect(code).toBe(1);
		expect(err).toMatch(/^hopwise: verify can't run here: it (makes network namespaces, which needs root|needs Linux)/);
	});
});

describe.skipIf(spawnSync('tshark', ['--version']).status !== 0)('captures, read by tshark', () => {
	/** Every complaint that tshark has about files, which it reads as the sections of one. */
	function complaints(pcap: string): string[] {
		const whole = join(pcap, 'whole.pcapng');
		writeFileSync(whole, Buffer.concat(readdirSync(pcap).map((name) => readFileSync(join(pcap, name)))));
		const checks = ['ip.check_checksum', 'tcp.check_checksum', 'udp.check_checksum'].flatMap((name) => [
			'-o',
			`${name}:TRUE`
		]);
		const wrong = ['_ws.malformed', 'ip.checksum.status == "Bad"', 'tcp.checksum.status == "Bad"'];
		wrong.push('udp.checksum.status == "Bad"', 'icmp.checksum.status == "Bad"');
		const { stdout, stderr, status } = spawnSync('tshark', ['-n', '-r', whole, ...checks, '-Y', wrong.join(' || ')], {
			encoding: 'utf8'
		});
		if (status !== 0) return [stderr];
		return stdout.split('\n').filter((line) => line !== '');
	}

	it.each(['home-nat', 'port-forward', 'names', 'three-routers'])('%s is clean', { timeout: 60_000 }, async (id) => {
		const pcap = join(folder, `pcap-${id}`);
		expect((await hopwise('run', shipped(id), '--pcap', pcap)).code).toBe(0);
		expect(readdirSync(pcap).length).toBeGreaterThan(3);
		expect(complaints(pcap)).toEqual([]);
	});
});
