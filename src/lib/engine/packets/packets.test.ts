import { describe, expect, it } from 'vitest';
import { labById } from '../../labs/index.ts';
import { Session } from '../session.ts';
import { PacketList } from './list.ts';
import type { PacketProgress, PacketScope } from './query.ts';

const ever = () => true;

function listOf(id: string, scope: PacketScope = { kind: 'lab' }, filter = '') {
	const lab = labById(id)!;
	const session = new Session(lab);
	session.input(lab.suggested, 0);
	while (session.advance());
	const list = new PacketList(session.reader);
	const progress = list.advance({ scope, filter, flow: -1, generation: 0 }, session.progress.time, ever);
	return { session, list, progress, rows: list.rows(0, progress.rows) };
}

describe('the packet list', () => {
	it('has every frame once, in the words of Wireshark', () => {
		const { rows, progress } = listOf('two-hosts');
		expect(progress).toEqual({ rows: 6, looked: 6, frames: 6, done: true, problem: null });
		expect(rows.slice(0, 4).map(({ number, protocol, info }) => `${number} ${protocol} ${info}`)).toEqual([
			'1 ARP Who has 10.0.0.2? Tell 10.0.0.1',
			expect.stringMatching(/^2 ARP 10\.0\.0\.2 is at 02:/),
			expect.stringMatching(/^3 ICMP Echo \(ping\) request {2}id=0x[0-9a-f]{4}, seq=1\/256, ttl=64 \(reply in 4\)$/),
			expect.stringMatching(/^4 ICMP Echo \(ping\) reply {4}id=0x[0-9a-f]{4}, seq=1\/256, ttl=64 \(request in 3\)$/)
		]);
		// Later each asks whether the other is still there.
		expect(rows.map(({ direction }) => direction)).toEqual(rows.map(() => 'out'));
	});

	it('of a node has what it sends and what comes in, when it comes in', () => {
		const { rows, session } = listOf('two-hosts', { kind: 'node', node: 'host2' });
		expect(rows.map(({ direction }) => direction)).toEqual(['in', 'out', 'in', 'out', 'out', 'in']);
		expect(rows[0].time).toBe(session.reader.hop(rows[0].hop).arrive);
		const first = session.reader.record(rows[0].moment);
		expect(first).toMatchObject({ type: 'step', node: 'host2', hop: rows[0].hop });
	});

	it('of an interface has its own frames only', () => {
		const whole = listOf('home-nat');
		const router = whole.rows.find(({ info, node }) => info.includes('request') && node !== whole.rows[0].node)!;
		const { rows } = listOf('home-nat', { kind: 'interface', node: router.node, interface: router.interface });
		expect(rows.length).toBeGreaterThan(2);
		expect(new Set(rows.map((row) => `${row.node} ${row.interface}`))).toEqual(
			new Set([`${router.node} ${router.interface}`])
		);
	});

	it('keeps the numbers of what passes a filter, and says how far it is', () => {
		const { rows } = listOf('two-hosts', { kind: 'lab' }, 'icmp');
		expect(rows.map(({ number }) => number)).toEqual([3, 4]);
	});

	it('stays as it was where the filter is wrong, and says where', () => {
		const { progress } = listOf('two-hosts', { kind: 'lab' }, 'icmp ==');
		expect(progress).toMatchObject({ rows: 6, problem: { from: 7, to: 7 } });
	});

	it('goes on where it stopped, in slices, and with what was recorded since', () => {
		const lab = labById('three-routers')!;
		const session = new Session(lab);
		session.input(lab.suggested, 0);
		const sliced = new PacketList(session.reader);
		const query = { scope: { kind: 'node', node: lab.nodes[0].id } as const, filter: 'ip', flow: -1, generation: 0 };
		let progress: PacketProgress;
		let more = true;
		do {
			if (more) more = session.advance();
			let looks = 0;
			progress = sliced.advance(query, session.progress.time, () => looks++ < 2);
		} while (more || !progress.done);
		const { rows } = listOf('three-routers', query.scope, 'ip');
		expect(sliced.rows(0, progress.rows)).toEqual(rows);
	});

	it('finds the row of a packet, or the one before it', () => {
		const { rows, list } = listOf('three-routers', { kind: 'lab' }, 'icmp');
		for (const [at, { hop }] of rows.entries()) expect(list.rowOf(hop)).toBe(at);
		expect(list.rowOf(rows[3].hop + 1)).toBe(3);
		expect(list.rowOf(rows[0].hop - 1)).toBe(-1);
	});

	it('marks what was dropped, with the reason', () => {
		const { rows } = listOf('wrong-mask');
		expect(rows.filter(({ end }) => end === 'dropped').every(({ reason }) => reason !== '')).toBe(true);
	});
});

describe('the details of a frame', () => {
	const fieldsOf = ({ session, list }: ReturnType<typeof listOf>, hop: number) => {
		const context = list.contextOf(hop, session.progress.time, ever);
		const headers = session.explain(hop, context).details.find((detail) => detail.type === 'headers')!;
		const fields = headers.layers.flatMap((layer) => layer.fields);
		return Object.fromEntries(fields.map(({ key, value }) => [key, value]));
	};

	it('have numbers from the beginning of the connection beside the raw ones, as the row has', () => {
		const found = listOf('port-forward', { kind: 'lab' }, 'http.response');
		const fields = fieldsOf(found, found.rows[0].hop);
		expect(fields).toMatchObject({ 'tcp.seq': '1', 'tcp.stream': String(found.rows[0].streamIndex) });
		expect(Number(fields['tcp.seq_raw'])).toBeGreaterThan(1);
		expect(fields).toHaveProperty(['tcp.analysis.bytes_in_flight']);
	});

	it('are those of the whole lab where the list does not have the frame', () => {
		const whole = listOf('port-forward', { kind: 'lab' }, 'http');
		const node = whole.session.lab.nodes.find(({ id }) =>
			whole.rows.every((row) => row.node !== id && row.peer !== id)
		);
		const { hop } = whole.rows[0];
		const list = new PacketList(whole.session.reader);
		if (node !== undefined)
			list.advance(
				{ scope: { kind: 'node', node: node.id }, filter: '', flow: -1, generation: 0 },
				whole.session.progress.time,
				ever
			);
		expect(fieldsOf({ ...whole, list }, hop)).toEqual(fieldsOf(whole, hop));
	});

	it('say that nothing is sent again where a packet crosses several links', () => {
		const { rows } = listOf(
			'port-forward',
			{ kind: 'lab' },
			'tcp.analysis.retransmission || tcp.analysis.out_of_order'
		);
		expect(rows).toEqual([]);
	});
});

describe('a followed stream', () => {
	it('is what both sides said, each byte once, though the lab shows it on every link', () => {
		const { list, rows } = listOf('port-forward');
		const row = rows.findIndex(({ protocol }) => protocol === 'HTTP');
		const stream = list.follow(row)!;
		const text = ({ bytes }: { bytes: Uint8Array }) => String.fromCharCode(...bytes);
		expect(stream.ends[1]).toMatch(/:8080$|:80$/);
		const said = [0, 1].map((from) =>
			stream.chunks
				.filter((chunk) => chunk.from === from)
				.map(text)
				.join('')
		);
		expect(said[0]).toMatch(/^GET \/ HTTP\/1\.1\r\n/);
		expect(said[0].match(/GET/g)).toHaveLength(1);
		expect(said[1]).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
		expect(stream.chunks.every(({ gap }) => gap === 0)).toBe(true);
	});

	it('is nothing for a frame without a stream', () => {
		const { list } = listOf('two-hosts');
		expect(list.follow(0)).toBeNull();
	});
});
