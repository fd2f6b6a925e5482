/** Captures: every packet says why. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labById } from '../labs/index.ts';
import { collectPcap, type CapturePlace } from './pcap.ts';
import { Session } from './session.ts';

let folder = '';
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'hopwise-pcap-'))));
afterAll(() => rmSync(folder, { recursive: true }));

function sent(id: string): Session {
	const lab = labById(id)!;
	const session = new Session(lab);
	session.input(lab.suggested, 0);
	while (session.advance());
	return session;
}

function tshark(session: Session, only: CapturePlace | null, ...fields: string[]): { rows: string[][]; said: string } {
	const file = join(folder, 'capture.pcapng');
	writeFileSync(file, collectPcap(session.reader, only));
	const { stdout, stderr } = spawnSync(
		'tshark',
		['-n', '-r', file, '-T', 'fields', ...fields.flatMap((field) => ['-e', field])],
		{ encoding: 'utf8' }
	);
	const rows = stdout
		.trimEnd()
		.split('\n')
		.map((line) => line.split('\t'));
	return { rows, said: stderr.replace(/^Running as user.*\n/m, '') };
}

describe.skipIf(spawnSync('tshark', ['--version']).status !== 0)(
	'a capture, read by tshark',
	{ timeout: 60_000 },
	() => {
		it('has the interfaces, and for each packet why it was sent or what became of it', () => {
			const { rows, said } = tshark(sent('two-hosts'), null, 'frame.interface_name', 'frame.comment');
			expect(said).toBe('');
			expect(rows.slice(0, 4)).toEqual([
				['host1 eth0', 'host1 asks everybody on eth0: "Who has 10.0.0.2? Tell 10.0.0.1" (try 1 of 3).'],
				['host2 eth0', '10.0.0.1 (02:00:00:00:00:01) asks on eth0 who has 10.0.0.2. That is host2.'],
				['host2 eth0', 'host2 answers 10.0.0.1 on eth0: "10.0.0.2 is at 02:00:00:00:00:02."'],
				['host1 eth0', '10.0.0.2 is at 02:00:00:00:00:02: the packet that waited for that leaves by eth0.']
			]);
			for (const [name, comment] of rows) expect([name, comment]).not.toEqual([name, '']);
		});

		it('tells of a drop where it was dropped', () => {
			const { rows } = tshark(sent('wrong-mask'), null, 'frame.interface_name', 'frame.comment');
			expect(rows.length).toBeGreaterThan(3);
			for (const [name, comment] of rows) expect([name, comment.length > 10]).toEqual([name, true]);
		});

		it('is of one interface, where one is asked for', () => {
			const { rows } = tshark(sent('home-nat'), { node: 'nat1', interface: 'eth0' }, 'frame.interface_name', 'ip.src');
			expect(new Set(rows.map(([name]) => name))).toEqual(new Set(['nat1 eth0']));
			expect(rows.some(([, source]) => source === '203.0.113.2')).toBe(true);
		});
	}
);
