import { describe, expect, it } from 'vitest';
import { labById } from '../labs/index.ts';
import { stageWay, type StageId } from '../trace/stages/map.ts';
import { Session } from './session.ts';

function played(id: string): Session {
	const lab = labById(id)!;
	const session = new Session(lab);
	session.input(lab.suggested, 0);
	while (session.advance());
	return session;
}

function find(session: Session, node: string, label: RegExp): number {
	return session
		.records(0, session.progress.count)
		.find((record) => record.type === 'step' && record.node === node && label.test(record.label))!.id;
}

/** Stages that the packet of a step came through, in the order of the map. */
function passed(session: Session, id: number): StageId[] {
	const { frame, steps, out } = session.visit(id)!;
	const way = stageWay(frame, steps, out);
	return (Object.keys(way) as StageId[]).filter((stage) => way[stage].passed);
}

describe('what a node did with a packet, on the map of stages', () => {
	const session = played('home-nat');

	it('forwards and translates', () => {
		const rewrite = find(session, 'nat1', /Source rewritten/);
		expect(passed(session, rewrite)).toEqual([
			'routing-in',
			'forward',
			'prerouting',
			'postrouting',
			'neighbour',
			'device-in',
			'device-out'
		]);
		const { frame, steps, out } = session.visit(rewrite)!;
		const way = stageWay(frame, steps, out);
		expect([...way.prerouting.tables]).toEqual(['conntrack']);
		expect([...way.postrouting.tables]).toEqual(['nat']);
		expect(out.map(({ label }) => label)).toEqual(['ICMP echo request 1']);
	});

	it('delivers, and the answer is a packet of its own', () => {
		const delivered = find(session, 'internet', /Delivered here/);
		expect(passed(session, delivered)).toEqual(['local', 'input', 'routing-in', 'prerouting', 'device-in']);
		const answered = find(session, 'internet', /Ping answered/);
		expect(passed(session, answered)).toEqual([
			'local',
			'routing-out',
			'output',
			'postrouting',
			'neighbour',
			'device-out'
		]);
	});

	it('sends what a program made, and asks by ARP with a packet of its own', () => {
		const sent = find(session, 'laptop', /Routing decision/);
		expect(session.visit(sent)!.out.map(({ label }) => label)).toEqual(['ICMP echo request 1']);
		const asked = find(session, 'laptop', /ARP request sent/);
		expect(passed(session, asked)).toEqual(['neighbour', 'device-out']);
	});

	it('bridges without going up', () => {
		const flooded = find(session, 'sw1', /Frame flooded/);
		expect(passed(session, flooded)).toEqual(['bridge', 'device-in', 'device-out']);
		expect(session.visit(flooded)!.out).toHaveLength(2);
	});

	it('of a hop is what the sender did', () => {
		const hop = session.records(0, 200).find((record) => record.type === 'hop' && record.node === 'nat1')!;
		expect(session.visit(hop.id)!.node).toBe('nat1');
	});

	it('says where a packet ended', () => {
		const failed = played('wrong-mask');
		const drop = find(failed, 'host1', /Nobody answers/);
		const { frame, steps, out } = failed.visit(drop)!;
		expect(stageWay(frame, steps, out).neighbour.dropped).toBe(true);
	});
});
