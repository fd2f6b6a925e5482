import { describe, expect, it } from 'vitest';
import { shareOf, shareOfRecord, timeAtShare } from './scale.ts';

const stretch = { times: Float64Array.of(0, 100, 100, 300), records: Int32Array.of(0, 4, 9, 12) };

describe('a stretch of the timeline', () => {
	it('says where a time is, and which time is somewhere', () => {
		expect(shareOf(stretch, 50)).toBeCloseTo(1 / 6);
		expect(shareOf(stretch, 100)).toBeCloseTo(1 / 3);
		expect(shareOf(stretch, 200)).toBeCloseTo(5 / 6);
		expect(timeAtShare(stretch, 1 / 6)).toBe(50);
		expect(timeAtShare(stretch, 1)).toBe(300);
		expect(timeAtShare(stretch, 2)).toBe(300);
	});

	it('says when something is not on it', () => {
		expect(shareOf({ times: Float64Array.of(10, 20) }, 5)).toBeLessThan(0);
		expect(shareOf(stretch, 301)).toBeGreaterThan(1);
		expect(shareOfRecord(stretch, 13)).toBe(-1);
		expect(shareOfRecord(stretch, 5)).toBeCloseTo(2 / 3);
	});
});
