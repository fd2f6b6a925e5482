import { expect, it } from 'vitest';
import { LabelRoom } from './label-room.ts';

it('a place is free until a label lies on a part of it', () => {
	const room = new LabelRoom();
	expect(room.isFree(0, 0, 50, 20)).toBe(true);
	room.take(0, 0, 50, 20);
	expect(room.isFree(40, 10, 50, 20)).toBe(false);
	expect(room.isFree(50, 0, 50, 20)).toBe(true);
});

it('takes more labels than it began with, and forgets them with the frame', () => {
	const room = new LabelRoom();
	for (let i = 0; i < 1000; i++) room.take(i * 10, 0, 9, 9);
	expect(room.isFree(0, 0, 5, 5)).toBe(false);
	expect(room.isFree(9990, 0, 5, 5)).toBe(false);
	room.clear();
	expect(room.isFree(9990, 0, 5, 5)).toBe(true);
});
