/**
 * Stress majorization (Gansner, Koren, North: "Graph Drawing by Stress Majorization", 2004): moves points until the
 * distance of every two is about as long as the shortest way between them. Untangles rings and meshes, which a tree
 * can't lay out. Deterministic.
 */
import type { Point } from '../api.ts';

/** Passes over all nodes; the picture hardly changes after a few dozen. */
const PASSES = 60;
/** Above this many nodes the matrix of distances costs more than it brings. */
export const STRESS_AT_MOST = 1200;

/** Moves `points` in place and answers the stress that is left. `hops[i][j]`: links on the shortest way. `length`: of one. */
export function relaxStress(points: Point[], hops: readonly Uint16Array[], length: number): number {
	for (let pass = 0; pass < PASSES; pass++)
		for (let i = 0; i < points.length; i++) {
			const at = points[i];
			let x = 0;
			let y = 0;
			let weights = 0;
			for (let j = 0; j < points.length; j++) {
				if (j === i) continue;
				const wanted = hops[i][j];
				const weight = 1 / (wanted * wanted);
				const other = points[j];
				// Two at one place are pushed apart in a direction of their own.
				const dx = at.x - other.x || Math.cos(i - j) * 0.01;
				const dy = at.y - other.y || Math.sin(i - j) * 0.01;
				const scale = (wanted * length) / Math.sqrt(dx * dx + dy * dy);
				x += weight * (other.x + dx * scale);
				y += weight * (other.y + dy * scale);
				weights += weight;
			}
			if (weights === 0) continue;
			at.x = x / weights;
			at.y = y / weights;
		}
	return stressOf(points, hops, length);
}

function stressOf(points: readonly Point[], hops: readonly Uint16Array[], length: number): number {
	let stress = 0;
	for (let i = 0; i < points.length; i++)
		for (let j = 0; j < i; j++) {
			const wanted = hops[i][j] * length;
			const distance = Math.hypot(points[i].x - points[j].x, points[i].y - points[j].y);
			stress += ((distance - wanted) / wanted) ** 2;
		}
	return stress;
}

/** Turns the points so that they lie along the width of a screen. */
export function layFlat(points: Point[]): void {
	const middleX = points.reduce((sum, at) => sum + at.x, 0) / points.length;
	const middleY = points.reduce((sum, at) => sum + at.y, 0) / points.length;
	let xx = 0;
	let yy = 0;
	let xy = 0;
	for (const at of points) {
		xx += (at.x - middleX) ** 2;
		yy += (at.y - middleY) ** 2;
		xy += (at.x - middleX) * (at.y - middleY);
	}
	const angle = -Math.atan2(2 * xy, xx - yy) / 2;
	const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
	for (const at of points) {
		const [dx, dy] = [at.x - middleX, at.y - middleY];
		at.x = dx * cos - dy * sin;
		at.y = dx * sin + dy * cos;
	}
}
