/** A lab run by this machine's kernel: built by the exported script, run by the kernel agent, and always torn down. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { exportBash } from '../../lib/lab/export/bash.ts';
import { netnsNames, unpluggedName } from '../../lib/lab/export/netns-names.ts';
import { fromHex } from '../../lib/wire/bytes.ts';
import type { Input, Lab } from '../../lib/lab/document.ts';
import { captureOf, emptyCapture, type InterfaceCapture } from './capture.ts';
import { cableNode, handledLinks, withCables } from './comparable.ts';
import { type KernelResult, planOf, type PlanOptions } from './plan.ts';
import type { LinuxTables } from './tables.ts';

export interface KernelRun {
	reason: KernelResult['reason'];
	/** ns from the beginning until the last frame was seen or the last input ended. */
	lastActivity: number;
	inputs: KernelResult['inputs'];
	captures: InterfaceCapture[];
	/** By node. Empty unless asked for. */
	tables: Record<string, LinuxTables>;
}

/** The machine could not run the lab: a tool is missing, or a command of the script failed. Its message says which. */
export class KernelFailed extends Error {}

const AGENT = fileURLToPath(new URL('../kernel-agent', import.meta.url));
let runs = 0;
/** Scripts whose namespaces stand now. */
const standing = new Set<string>();
let guarded = false;

/** Namespaces don't outlive this process, however it ends. */
function guard(): void {
	if (guarded) return;
	guarded = true;
	const remove = () => {
		for (const script of standing) spawnSync('bash', ['-s', 'down'], { input: script });
		standing.clear();
	};
	process.once('exit', remove);
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.once(signal, () => {
			remove();
			// With this listener gone the signal does what it always does.
			process.kill(process.pid, signal);
		});
	}
}

export async function runKernel(lab: Lab, inputs: readonly Input[], options: PlanOptions = {}): Promise<KernelRun> {
	const handled = handledLinks(inputs);
	const built = withCables(lab, handled);
	const prefix = `hw${process.pid}-${++runs}-`;
	const names = netnsNames(built, prefix);
	const script = exportBash(built, { prefix, distinctIndexes: true });
	standing.add(script);
	guard();
	let over = false;
	try {
		await call('bash', ['-s', 'up'], script);
		const plan = planOf(built, inputs, (node) => names.get(node)!, cableNode, options);
		const result = JSON.parse(await call('python3', [AGENT], JSON.stringify(plan))) as KernelResult;
		// Programs that still run would keep their namespaces: the script looks for them.
		over = result.inputs.every((input) => input !== null);
		if (result.reason === 'bound') throw new KernelFailed('it does not get quiet; say when to end (--until)');
		return read(lab, inputs, names, result);
	} finally {
		if (over) await remove([...names.values(), unpluggedName(prefix)]);
		else await call('bash', ['-s', 'down'], script);
		standing.delete(script);
	}
}

/** What the script's `down` does, in one process: nothing runs in these namespaces any more. Those that aren't there do no harm. */
async function remove(names: readonly string[]): Promise<void> {
	const lines = names.filter((name) => existsSync(`/run/netns/${name}`)).map((name) => `netns del ${name}\n`);
	await call('ip', ['-batch', '-'], lines.join(''));
	for (const name of names) rmSync(`/etc/netns/${name}`, { recursive: true, force: true });
}

function read(lab: Lab, inputs: readonly Input[], names: ReadonlyMap<string, string>, result: KernelResult): KernelRun {
	const captures = emptyCapture(lab, inputs);
	const nodeOf = new Map([...names].map(([node, name]) => [name, node]));
	let last = Math.max(0, ...result.inputs.map((input) => input?.t ?? 0));
	for (const [name, interfaces] of Object.entries(result.frames)) {
		for (const [dev, frames] of Object.entries(interfaces)) {
			for (const { t } of frames) last = Math.max(last, t);
			// The inside of a cable is nobody's interface.
			captureOf(captures, nodeOf.get(name) ?? '', dev)?.frames.push(
				...frames.map((frame) => ({
					time: frame.t,
					direction: frame.dir,
					bytes: fromHex(frame.bytes),
					unsummed: frame.unsummed ?? false
				}))
			);
		}
	}
	const tables = Object.fromEntries(
		Object.entries(result.tables).map(([name, value]) => [nodeOf.get(name) ?? name, value])
	);
	return { reason: result.reason, lastActivity: last, inputs: result.inputs, captures, tables };
}

/** Runs a program to its end and answers what it wrote. */
function call(program: string, args: string[], input: string): Promise<string> {
	return new Promise((resolve, reject) => {
		const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
		const out: Buffer[] = [];
		const err: Buffer[] = [];
		child.stdout.on('data', (piece: Buffer) => out.push(piece));
		child.stderr.on('data', (piece: Buffer) => err.push(piece));
		child.on('error', (error) => reject(new KernelFailed(`${program}: ${error.message}`)));
		child.on('close', (code) => {
			if (code === 0) return resolve(Buffer.concat(out).toString());
			const said = Buffer.concat(err).toString().trim().split('\n').slice(0, 3).join('; ');
			reject(new KernelFailed(said || `${program} ${args.join(' ')} ended with ${code}`));
		});
		// A child that ended early closes its end; what it said on stderr tells why.
		child.stdin.on('error', () => {});
		child.stdin.end(input);
	});
}
