import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundary, PATH_SIZE, pathLength, pointOnPath, writeLoop, writePath, type Outline } from './link-path.ts';

const box = (x: number, y: number): Outline => ({ x, y, width: 60, height: 40, round: false });
const disc = (x: number, y: number): Outline => ({ x, y, width: 50, height: 50, round: true });

function path(a: Outline, b: Outline, bend = 0) {
	const out = new Float32Array(PATH_SIZE);
	writePath(out, 0, a, b, bend);
	return out;
}

function at(out: Float32Array, t: number) {
	const point = { x: 0, y: 0, dx: 0, dy: 0 };
	pointOnPath(out, 0, t, point);
	return point;
}

describe('the edge of an outline', () => {
	it('of a rectangle is its nearer side', () => {
		expect(boundary(box(0, 0), { x: 300, y: 0 })).toEqual({ x: 30, y: 0 });
		expect(boundary(box(0, 0), { x: 0, y: -300 })).toEqual({ x: 0, y: -20 });
	});

	it('of a disc is as far away everywhere', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 359 }), (degrees) => {
				const angle = (degrees * Math.PI) / 180;
				const edge = boundary(disc(10, 10), { x: 10 + 400 * Math.cos(angle), y: 10 + 400 * Math.sin(angle) });
				expect(Math.hypot(edge.x - 10, edge.y - 10)).toBeCloseTo(25, 3);
			})
		);
	});

	it('towards its own middle is the middle', () => {
		expect(boundary(box(5, 5), { x: 5, y: 5 })).toEqual({ x: 5, y: 5 });
	});
});

describe('a straight link', () => {
	const straight = path(box(0, 0), disc(200, 0));

	it('goes from edge to edge', () => {
		expect(at(straight, 0)).toMatchObject({ x: 30, y: 0 });
		expect(at(straight, 1)).toMatchObject({ x: 175, y: 0 });
		expect(pathLength(straight, 0)).toBeCloseTo(145, 3);
	});

	it('is walked evenly, in one direction', () => {
		expect(at(straight, 0.25).x).toBeCloseTo(30 + 145 / 4, 3);
		expect(at(straight, 0.75)).toMatchObject({ dx: 1, dy: 0 });
	});
});

describe('a bent link', () => {
	it('passes half its bend away from the straight line, on the side of the sign', () => {
		const bent = path(disc(0, 0), disc(400, 0), 80);
		// To the right on the screen a positive bend is down: the normal is (-dy, dx).
		expect(at(bent, 0.5).x).toBeCloseTo(200, 3);
		expect(at(bent, 0.5).y).toBeGreaterThan(35);
		expect(at(path(disc(0, 0), disc(400, 0), -80), 0.5).y).toBeLessThan(-35);
	});

	it('is longer than a straight one', () => {
		expect(pathLength(path(disc(0, 0), disc(400, 0), 200), 0)).toBeGreaterThan(
			pathLength(path(disc(0, 0), disc(400, 0)), 0)
		);
	});
});

it('a loop leaves its node upwards and comes back from the left', () => {
	const out = new Float32Array(PATH_SIZE);
	writeLoop(out, 0, disc(0, 0), 60);
	expect(at(out, 0)).toMatchObject({ x: 0, y: -25, dy: -1 });
	expect(at(out, 1)).toMatchObject({ x: -25, y: 0, dx: 1 });
	expect(at(out, 0.5).x).toBeLessThan(-25);
});
