import { describe, expect, it } from 'vitest';
import { Lanes } from './lanes.ts';

function frame(links = 4) {
	const lanes = new Lanes();
	lanes.begin(links);
	return lanes;
}

describe('packets of one direction', () => {
	it('that do not touch share the lane nearest to the link', () => {
		const lanes = frame();
		expect(lanes.take(0, 0, 0, 80)).toBe(0);
		expect(lanes.take(0, 0, 80, 80)).toBe(0);
	});

	it('that would cover each other lie side by side', () => {
		const lanes = frame();
		expect([0, 10, 20].map((at) => lanes.take(0, 0, at, 80))).toEqual([0, 1, 2]);
	});

	it('take a lane that is free again further along', () => {
		const lanes = frame();
		lanes.take(0, 0, 0, 80);
		lanes.take(0, 0, 60, 80);
		expect(lanes.take(0, 0, 110, 80)).toBe(0);
	});
});

it('the two directions of a link do not know of each other', () => {
	const lanes = frame();
	lanes.take(0, 0, 50, 80);
	expect(lanes.take(0, 1, 50, 80)).toBe(0);
});

it('links do not know of each other', () => {
	const lanes = frame();
	lanes.take(0, 0, 50, 80);
	expect(lanes.take(1, 0, 50, 80)).toBe(0);
});

it('every frame begins anew', () => {
	const lanes = frame();
	lanes.take(0, 0, 50, 80);
	lanes.begin(4);
	expect(lanes.take(0, 0, 50, 80)).toBe(0);
});

it('a storm of thousands on one link is survived', () => {
	const lanes = frame();
	const taken = Array.from({ length: 5000 }, () => lanes.take(0, 0, 10, 80));
	expect(Math.max(...taken)).toBeLessThanOrEqual(30);
});
