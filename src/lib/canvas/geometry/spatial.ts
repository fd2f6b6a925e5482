/** Which node lies next in a direction: for arrow keys. */
import type { Point } from '../api.ts';

export type Direction = 'left' | 'right' | 'up' | 'down';

export interface Placed extends Point {
	id: string;
}

const vectors: Record<Direction, Point> = {
	left: { x: -1, y: 0 },
	right: { x: 1, y: 0 },
	up: { x: 0, y: -1 },
	down: { x: 0, y: 1 }
};

/**
 * The nearest within 60 degrees of the direction, where a step aside costs twice a step ahead, so that a row is walked
 * along before it is left. Null when nothing lies that way.
 */
export function nextInDirection(from: Placed, others: readonly Placed[], direction: Direction): string | null {
	const vector = vectors[direction];
	let best: string | null = null;
	let bestCost = Infinity;
	for (const other of others) {
		if (other.id === from.id) continue;
		const dx = other.x - from.x;
		const dy = other.y - from.y;
		const ahead = dx * vector.x + dy * vector.y;
		const aside = Math.abs(dx * vector.y - dy * vector.x);
		if (ahead <= 0 || aside > ahead * Math.sqrt(3)) continue;
		const cost = ahead + 2 * aside;
		if (cost < bestCost) {
			bestCost = cost;
			best = other.id;
		}
	}
	return best;
}

/** Reading order: rows from the top, in a row from the left. Nodes within `row` model pixels are one row. */
export function readingOrder<T extends Placed>(items: readonly T[], row = 60): T[] {
	const byTop = [...items].sort((a, b) => a.y - b.y || a.x - b.x);
	const rows: T[][] = [];
	for (const item of byTop) {
		const last = rows.at(-1);
		if (last !== undefined && item.y - last[0].y < row) last.push(item);
		else rows.push([item]);
	}
	return rows.flatMap((items) => items.sort((a, b) => a.x - b.x));
}
