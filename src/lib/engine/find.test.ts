import { describe, expect, it } from 'vitest';
import { labById } from '../labs/index.ts';
import type { Condition } from './condition.ts';
import { PacketList } from './packets/list.ts';
import { Sieve } from './packets/sieve.ts';
import { Session } from './session.ts';
import { settle } from './testing.ts';

function played(id: string): Session {
	const lab = labById(id)!;
	const session = new Session(lab);
	session.input(lab.suggested, 0);
	settle(session);
	session.sieve = new Sieve(session.reader);
	return session;
}

/** Every record that it stops at, from the start. */
function stops(session: Session, condition: Condition): number[] {
	const found: number[] = [];
	for (let from = 0; ;) {
		const { record } = session.find([condition], from, 1);
		if (record < 0) return found;
		found.push(record);
		from = record + 1;
	}
}

describe('what a run stops at', () => {
	it('is every frame that the packet list shows with the same filter', () => {
		const session = played('port-forward');
		const list = new PacketList(session.reader);
		for (const filter of ['arp', 'tcp.flags.syn == 1 && ip.dst == 192.168.1.20', 'tcp.seq == 1', 'frame.number > 9']) {
			const query = { scope: { kind: 'lab' } as const, filter, flow: -1, generation: 0 };
			const { rows } = list.advance(query, session.progress.time, () => true);
			expect(rows).toBeGreaterThan(0);
			const hops = list.rows(0, rows).map(({ hop }) => hop);
			expect(stops(session, { on: 'filter', filter }), filter).toEqual(hops);
		}
	});

	it('is nothing where a filter is wrong', () => {
		expect(stops(played('two-hosts'), { on: 'filter', filter: 'ip.adr ==' })).toEqual([]);
	});

	it('is another frame where the network went another way', () => {
		const session = played('two-hosts');
		const condition: Condition = { on: 'filter', filter: 'frame.number == 3' };
		const nodeThere = () => stops(session, condition).map((id) => session.records(id, 1)[0].node);
		expect(nodeThere()).toEqual(['host1']);
		session.input([{ at: '0s', node: 'host2', action: { do: 'ping', to: '10.0.0.1', count: 1 } }] as never, 0);
		settle(session);
		expect(nodeThere()).toEqual(['host2']);
	});

	it('is the first of all conditions, and the last one on the way back', () => {
		const session = played('three-routers');
		const conditions: Condition[] = [{ on: 'delivery' }, { on: 'filter', filter: 'icmp' }, { on: 'drop' }];
		const icmp = stops(session, conditions[1]);
		expect(session.find(conditions, 0, 1)).toMatchObject({ record: icmp[0], condition: 1, done: true });
		expect(session.find([conditions[1]], session.progress.count, -1).record).toBe(icmp.at(-1));
	});

	it('is found in slices as it is at once', () => {
		const session = played('three-routers');
		const condition: Condition = { on: 'filter', filter: 'icmp.type == 0' };
		const [wanted] = stops(session, condition);
		session.sieve = new Sieve(session.reader);
		let slices = 0;
		let found = session.find([condition], 0, 1, () => false);
		for (; !found.done; slices++) {
			let looks = 0;
			found = session.find([condition], found.looked, 1, () => looks++ < 1);
		}
		expect(slices).toBeGreaterThan(2);
		expect(found.record).toBe(wanted);
	});

	it('is the rule that decides, the link and the node that it comes to', () => {
		const session = played('home-nat');
		const chain = session
			.records(0, session.progress.count)
			.find(
				(one) => one.type === 'step' && one.facts.kind === 'chain' && one.facts.table === 'nat' && one.facts.number > 0
			);
		if (chain?.type !== 'step' || chain.facts.kind !== 'chain') throw new Error('no rule decides here');
		const { table, by, number } = chain.facts;
		const { node } = chain;
		expect(stops(session, { on: 'rule', node, table, chain: by, number })).toContain(chain.id);
		expect(stops(session, { on: 'rule', node, table, chain: by, number: number + 7 })).toEqual([]);
		const hops = session.records(0, session.progress.count).filter(({ type }) => type === 'hop');
		const link = hops[0].type === 'hop' ? hops[0].link : '';
		expect(stops(session, { on: 'link', link })).toEqual(
			hops.filter((hop) => hop.type === 'hop' && hop.link === link).map(({ id }) => id)
		);
		const arrivals = stops(session, { on: 'node', node });
		expect(arrivals.length).toBeGreaterThan(0);
		for (const { node: where } of arrivals.map((id) => session.records(id, 1)[0])) expect(where).toBe(node);
	});
});
