/**
 * The line of a link, as the packet layer and the captions need it, in model coordinates: two quadratic curves that
 * meet in the middle (a straight link is two straight ones, a loop needs both). The same curves that cytoscape draws,
 * worked out here because asking it for them costs a layout of all edges.
 */
import type { Point } from '../api.ts';

/** Numbers of one path: start, control, middle, control, end. */
export const PATH_SIZE = 10;

export interface Outline {
	x: number;
	y: number;
	width: number;
	height: number;
	/** An ellipse, else a rectangle. */
	round: boolean;
}

/** A place on a path and the unit vector of its direction there. */
export interface PathPoint {
	x: number;
	y: number;
	dx: number;
	dy: number;
}

/** Where the ray from the middle of an outline towards a point leaves it. */
export function boundary(outline: Outline, towards: Point): Point {
	const dx = towards.x - outline.x;
	const dy = towards.y - outline.y;
	if (dx === 0 && dy === 0) return { x: outline.x, y: outline.y };
	const halfWidth = outline.width / 2;
	const halfHeight = outline.height / 2;
	const scale = outline.round
		? 1 / Math.hypot(dx / halfWidth, dy / halfHeight)
		: Math.min(dx === 0 ? Infinity : halfWidth / Math.abs(dx), dy === 0 ? Infinity : halfHeight / Math.abs(dy));
	return { x: outline.x + dx * scale, y: outline.y + dy * scale };
}

/** Writes the path of a link that joins two different nodes. */
export function writePath(out: Float32Array, at: number, a: Outline, b: Outline, bend: number): void {
	const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
	const control = {
		x: (a.x + b.x) / 2 - ((b.y - a.y) / length) * bend,
		y: (a.y + b.y) / 2 + ((b.x - a.x) / length) * bend
	};
	const start = boundary(a, bend === 0 ? b : control);
	const end = boundary(b, bend === 0 ? a : control);
	const c = bend === 0 ? { x: (start.x + end.x) / 2, y: (start.y + end.y) / 2 } : control;
	const first = { x: (start.x + c.x) / 2, y: (start.y + c.y) / 2 };
	const second = { x: (c.x + end.x) / 2, y: (c.y + end.y) / 2 };
	const middle = { x: (first.x + second.x) / 2, y: (first.y + second.y) / 2 };
	write(out, at, start, first, middle, second, end);
}

/** Writes the path of a link from a node to itself: up and round to the left, as far as cytoscape's loop goes. */
export function writeLoop(out: Float32Array, at: number, node: Outline, bend: number): void {
	const up = { x: node.x, y: node.y - 1.4 * bend };
	const left = { x: node.x - 1.4 * bend, y: node.y };
	const middle = { x: (up.x + left.x) / 2, y: (up.y + left.y) / 2 };
	write(out, at, boundary(node, up), up, middle, left, boundary(node, left));
}

function write(out: Float32Array, at: number, ...points: Point[]): void {
	points.forEach((point, i) => {
		out[at + i * 2] = point.x;
		out[at + i * 2 + 1] = point.y;
	});
}

/** The place at `t` (0 start, 1 end) of the path at `at`. Fills `out`: called for every packet of every frame. */
export function pointOnPath(path: Float32Array, at: number, t: number, out: PathPoint): void {
	const half = t < 0.5 ? at : at + 4;
	const u = t < 0.5 ? t * 2 : t * 2 - 1;
	const v = 1 - u;
	const x0 = path[half];
	const y0 = path[half + 1];
	const x1 = path[half + 2];
	const y1 = path[half + 3];
	const x2 = path[half + 4];
	const y2 = path[half + 5];
	out.x = v * v * x0 + 2 * v * u * x1 + u * u * x2;
	out.y = v * v * y0 + 2 * v * u * y1 + u * u * y2;
	const dx = v * (x1 - x0) + u * (x2 - x1);
	const dy = v * (y1 - y0) + u * (y2 - y1);
	const length = Math.sqrt(dx * dx + dy * dy) || 1;
	out.dx = dx / length;
	out.dy = dy / length;
}

/** Length of a path, to within a percent: the mean of its chords and its control lines. */
export function pathLength(path: Float32Array, at: number): number {
	const side = (i: number, j: number) =>
		Math.hypot(path[at + j * 2] - path[at + i * 2], path[at + j * 2 + 1] - path[at + i * 2 + 1]);
	return (side(0, 2) + side(2, 4) + side(0, 1) + side(1, 2) + side(2, 3) + side(3, 4)) / 2;
}
