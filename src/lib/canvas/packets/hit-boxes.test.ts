import { expect, it } from 'vitest';
import { HitBoxes, hitPart } from './hit-boxes.ts';

it('a click finds the packet under it', () => {
	const hits = new HitBoxes();
	hits.add(7, hitPart.packet, 10, 10, 60, 30);
	expect(hits.find(35, 20)).toEqual({ hop: 7, part: 'packet' });
	expect(hits.find(35, 31)).toBeNull();
});

it('of two that overlap the one drawn last is on top', () => {
	const hits = new HitBoxes();
	hits.add(1, hitPart.packet, 0, 0, 50, 20);
	hits.add(2, hitPart.packet, 40, 0, 90, 20);
	expect(hits.find(45, 10)?.hop).toBe(2);
});

it('the cross of a callout dismisses, the rest of it selects', () => {
	const hits = new HitBoxes();
	hits.add(3, hitPart.packet, 0, 0, 200, 60);
	hits.add(3, hitPart.dismiss, 180, 0, 200, 20);
	expect(hits.find(190, 10)?.part).toBe('dismiss');
	expect(hits.find(100, 10)?.part).toBe('packet');
});

it('a finger may miss by its reach', () => {
	const hits = new HitBoxes();
	hits.add(4, hitPart.packet, 10, 10, 20, 20);
	expect(hits.find(30, 15)).toBeNull();
	expect(hits.find(30, 15, 12)?.hop).toBe(4);
});

it('holds more packets than it began with, and none of an earlier frame', () => {
	const hits = new HitBoxes();
	for (let i = 0; i < 1000; i++) hits.add(i, hitPart.packet, i * 10, 0, i * 10 + 5, 5);
	expect(hits.find(9992, 2)?.hop).toBe(999);
	expect(hits.find(2, 2)?.hop).toBe(0);
	hits.clear();
	expect(hits.find(9992, 2)).toBeNull();
});
