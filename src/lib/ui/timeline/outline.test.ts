import { describe, expect, it } from 'vitest';
import type { TraceRecord } from '../../trace/record.ts';
import { Outline, placeOf, timeAt, totalWidth } from './outline.ts';

const hop = (id: number, time: number, arrive: number) =>
	({ type: 'hop', id, time, arrive, class: 'arp', lost: false }) as TraceRecord;

describe('the timeline', () => {
	it('folds idle time and gives every hop the same width', () => {
		const outline = new Outline();
		outline.add([hop(0, 0, 100), hop(1, 100, 200), hop(2, 1_000_000_000, 1_000_000_100)]);
		const stretches = outline.stretches(1_000_000_100);
		expect(stretches.map((s) => [s.idle, s.width])).toEqual([
			[false, 1],
			[false, 1],
			[true, 0.6],
			[false, 1]
		]);
		expect(totalWidth(stretches)).toBeCloseTo(3.6);
	});

	it('finds the place of a time and the time of a place', () => {
		const outline = new Outline();
		outline.add([hop(0, 0, 100), hop(1, 5000, 5100)]);
		const stretches = outline.stretches(5100);
		expect(placeOf(stretches, 50)).toBeCloseTo(0.5);
		expect(timeAt(stretches, 0.5)).toBe(50);
		expect(placeOf(stretches, 5100)).toBeCloseTo(totalWidth(stretches));
		expect(timeAt(stretches, totalWidth(stretches))).toBe(5100);
	});

	it('forgets what was cut', () => {
		const outline = new Outline();
		outline.add([hop(0, 0, 100), hop(1, 5000, 5100)]);
		outline.cut(1);
		expect(outline.taken).toBe(1);
		expect(totalWidth(outline.stretches(100))).toBe(1);
	});

	it('is empty before anything was sent', () => {
		expect(new Outline().stretches(0)).toEqual([]);
		expect(timeAt([], 3)).toBe(0);
	});
});
