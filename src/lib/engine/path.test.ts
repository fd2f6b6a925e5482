import { describe, expect, it } from 'vitest';
import { labById } from '../labs/index.ts';
import { formatIpv4 } from '../net/text.ts';
import { Session } from './session.ts';

function played(id: string): Session {
	const lab = labById(id)!;
	const session = new Session(lab);
	session.input(lab.suggested, 0);
	while (session.advance());
	return session;
}

describe('the ladder of a flow', () => {
	it('has the nodes of the packet first, and those that only ARP came to last', () => {
		const { nodes } = played('home-nat').ladder(0, 0, 0, 0);
		expect(nodes.map(({ name }) => name)).toEqual(['laptop', 'sw1', 'nat1', 'internet', 'phone']);
	});

	it('tells frames, notes and folded time in order, a page at a time', () => {
		const session = played('home-nat');
		const { rows, total } = session.ladder(0, 0, 1000, 0);
		expect(rows).toHaveLength(total);
		expect(rows.slice(0, 5).map(({ kind, text }) => [kind, text])).toEqual([
			['note', 'Program starts: ping -c 1 198.51.100.80'],
			['note', 'Waiting for ARP: 192.168.1.1'],
			['hop', 'ARP who has 192.168.1.1?'],
			['hop', 'ARP who has 192.168.1.1?'],
			['hop', 'ARP who has 192.168.1.1?']
		]);
		expect(rows.filter(({ kind }) => kind === 'gap').map(({ text }) => text)).toEqual(['5.000 s later']);
		expect(session.ladder(0, 3, 2, 0).rows).toEqual(rows.slice(3, 5));
	});

	it('knows which rows have happened', () => {
		const session = played('home-nat');
		const { rows, total } = session.ladder(0, 0, 1000, 0);
		expect(session.ladder(0, 0, 0, 0).current).toBe(-1);
		expect(session.ladder(0, 0, 0, session.progress.count).current).toBe(total - 1);
		for (const [i, { id, kind }] of rows.entries())
			if (kind !== 'gap') expect(session.ladder(0, 0, 0, id + 1).current).toBe(i);
	});

	it('goes on with the trace, and begins anew when it was cut', () => {
		const session = played('home-nat');
		const before = session.ladder(0, 0, 1000, 0);
		session.input([{ ...labById('home-nat')!.suggested[0], node: 'phone' }], 30);
		while (session.advance());
		expect(session.ladder(1, 0, 1000, 0).rows[0].node).toBe('phone');
		expect(session.ladder(0, 0, 3, 0).rows).toEqual(before.rows.slice(0, 3));
	});

	it('of a storm is read in pages, in no time', () => {
		const lab = labById('bridge-loop')!;
		const session = new Session(lab);
		session.input(lab.suggested, 0);
		while (session.advance());
		session.storm('continue');
		while (session.advance());
		const { total } = session.ladder(0, 0, 0, 0);
		expect(total).toBeGreaterThan(5000);
		expect(session.ladder(0, total - 50, 50, 0).rows).toHaveLength(50);
	});
});

describe('the way of a packet', () => {
	it('goes from the program to the answer, and leaves out the ARP exchange beside it', () => {
		const session = played('home-nat');
		const { stations, more } = session.way(0);
		expect(more).toBe(0);
		expect(stations.map(({ node }) => node)).toEqual(['laptop', 'sw1', 'nat1', 'internet', 'nat1', 'sw1', 'laptop']);
		expect(stations[2].steps.map(({ label }) => label)).toContain('Source rewritten: 203.0.113.2 (id 51161)');
		expect(stations.at(-1)!.steps.at(-1)!.label).toBe('Program done: reply in 1.200 ms');
	});

	it('of an ARP request ends where the waiting packets go', () => {
		const session = played('home-nat');
		const request = session.records(0, 100).find(({ type }) => type === 'hop')!;
		const { stations } = session.way(request.id);
		expect(stations.map(({ node }) => node)).toEqual(['laptop', 'sw1', 'nat1', 'sw1', 'laptop']);
		expect(stations.at(-1)!.steps.at(-1)!.label).toBe('Waiting packets go: 192.168.1.1');
	});

	it('of a packet in a loop is told from both ends', () => {
		const lab = labById('bridge-loop')!;
		const session = new Session(lab);
		session.input(lab.suggested, 0);
		while (session.advance());
		session.storm('continue');
		while (session.advance());
		const { stations, more } = session.way(session.progress.count - 1);
		expect(stations.length).toBeLessThanOrEqual(48);
		expect(more).toBeGreaterThan(10);
	});
});

describe('what NAT made of a flow', () => {
	it('is the entry with what was rewritten there and back', () => {
		const [entry, ...others] = played('home-nat').translations(0);
		expect(others).toEqual([]);
		expect(entry.node).toBe('nat1');
		const ends = ({ source, destination }: typeof entry.original) => [formatIpv4(source), formatIpv4(destination)];
		expect(ends(entry.original)).toEqual(['192.168.1.10', '198.51.100.80']);
		expect(ends(entry.reply)).toEqual(['198.51.100.80', '203.0.113.2']);
		expect(entry.reply.sourcePort).toBe(entry.original.sourcePort);
		expect(entry.there.map(({ side, stage }) => [side, stage])).toEqual([['source', 'postrouting']]);
		expect(entry.back.map(({ side, stage }) => [side, stage])).toEqual([['destination', 'prerouting']]);
	});

	it('is nothing where there is none', () => {
		expect(played('two-subnets').translations(0)).toEqual([]);
	});
});
