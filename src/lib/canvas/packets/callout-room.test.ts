import { describe, expect, it } from 'vitest';
import { CalloutRoom } from './callout-room.ts';

const view = { zoom: 1, panX: 0, panY: 0, width: 800, height: 600 };
const size = { width: 200, height: 60 };
const nobody = new Float32Array(0);

function room() {
	const made = new CalloutRoom(8);
	made.begin();
	return made;
}

describe('the callout of a dead packet', () => {
	it('lies above its cross', () => {
		const made = room();
		expect(made.take(400, 300, 15, size, nobody, 0, view)).toBe(true);
		expect([made.left, made.top]).toEqual([300, 225]);
	});

	it('keeps clear of a node above by going below', () => {
		const made = room();
		made.take(400, 300, 15, size, new Float32Array([400, 240, 50, 50]), 1, view);
		expect(made.top).toBe(315);
	});

	it('goes around the node that its cross is at, and around its name', () => {
		// A node at 400, 300; the packet died at its left side.
		const own = new Float32Array([400, 300, 56, 56]);
		const made = room();
		made.take(360, 300, 15, size, own, 1, view);
		expect(made.top + size.height).toBeLessThanOrEqual(300 - 28);
		made.take(360, 300, 15, size, own, 1, view);
		expect(made.top).toBeGreaterThanOrEqual(300 + 28 + 34);
	});

	it('stays in view at the edge', () => {
		const made = room();
		expect(made.take(10, 20, 15, size, nobody, 0, view)).toBe(true);
		expect(made.left).toBeGreaterThanOrEqual(0);
		expect(made.top).toBe(35);
	});

	it('never lies on another one', () => {
		const made = room();
		const taken: { left: number; top: number }[] = [];
		for (let i = 0; i < 4; i++)
			if (made.take(400, 300, 15, size, nobody, 0, view)) taken.push({ left: made.left, top: made.top });
		expect(taken.length).toBe(4);
		for (const [i, a] of taken.entries())
			for (const b of taken.slice(i + 1))
				expect(Math.abs(a.left - b.left) >= size.width || Math.abs(a.top - b.top) >= size.height).toBe(true);
	});

	it('is left out when there is no room for it', () => {
		expect(room().take(50, 30, 15, { width: 900, height: 60 }, nobody, 0, view)).toBe(false);
	});
});
