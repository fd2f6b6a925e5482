import { describe, expect, it } from 'vitest';
import type { LabSource } from '../../lab/document.ts';
import { parseLab } from '../../lab/parse.ts';
import { labs } from '../../labs/index.ts';
import { Session } from '../session.ts';
import { settle } from '../testing.ts';
import { HOPS, traits } from './trait.ts';

function played(id: string): Session {
	const parsed = parseLab(labs.find((one) => one.id === id)!.lab as LabSource);
	if (!parsed.ok) throw new Error(id);
	const session = new Session(parsed.lab);
	session.input(parsed.lab.suggested, 0);
	settle(session);
	return session;
}

const whole = { from: 0, to: Infinity, flows: [-1, 3] as [number, number] };

describe('the timeline', () => {
	it('tells the same in any number of pieces, in order', () => {
		const session = played('two-subnets');
		const records = session.records(0, 1e6);
		const hops = records.filter(({ type, flow }) => type === 'hop' && flow === 0).length;
		for (const bins of [1, 7, 100, 4000]) {
			const { all, lanes, counts, times, records: edges } = session.timeline({ ...whole, bins });
			expect(all.reduce((sum, flags) => sum | flags, 0) & (HOPS | traits.input)).toBe(
				traits.arp | traits.icmp | traits.input
			);
			expect(counts[1].hops).toBe(hops);
			expect(lanes[1].some((flags) => flags & traits.change)).toBe(true);
			expect([...times].sort((a, b) => a - b)).toEqual([...times]);
			expect(edges[0]).toBe(0);
			expect(edges[bins]).toBe(session.progress.count);
		}
	});

	it('gives a part of it as it is in the whole', () => {
		const session = played('containers');
		const all = session.timeline({ ...whole, bins: 400 });
		const part = session.timeline({ ...whole, from: all.total / 4, to: all.total / 2, bins: 100 });
		expect([...part.all]).toEqual([...all.all.slice(100, 200)]);
		expect([...part.folds]).toEqual([...all.folds.slice(100, 200)]);
	});

	it('folds the time in which nothing is on its way', () => {
		const { folds, times } = played('bridge').timeline({ ...whole, bins: 300 });
		expect(folds.some(Boolean)).toBe(true);
		expect(times.at(-1)!).toBeGreaterThan(1e9);
		// The ping is over in a thousandth of that time, and has more than half of the room.
		expect(times[150]).toBeLessThan(1e7);
	});

	it('forgets what was gone back over', () => {
		const session = played('bridge');
		const before = session.timeline({ ...whole, bins: 50 });
		session.cancel(7, 20);
		expect(session.timeline({ ...whole, bins: 50 }).total).toBeLessThan(before.total);
		settle(session);
		expect(session.timeline({ ...whole, bins: 50 })).toEqual(before);
	});

	it('sums long traces up: blocks tell what the records in them do', () => {
		const session = played('bridge-loop');
		session.storm('continue');
		settle(session);
		const { count } = session.progress;
		expect(count).toBeGreaterThan(5000);
		const { counts } = session.timeline({ ...whole, bins: 3 });
		const hops = session.records(0, count).filter(({ type }) => type === 'hop').length;
		expect(counts.reduce((sum, lane) => sum + lane.hops, 0)).toBe(hops);
		const find = (from: number, dir: 1 | -1) => session.find([{ on: 'drop' }, { on: 'change' }], from, dir);
		const first = find(0, 1);
		expect(session.records(first.record, 1)[0].type).toBe('step');
		expect(find(first.record, -1).record).toBe(-1);
		expect(find(first.record + 1, -1).record).toBe(first.record);
	});
});
