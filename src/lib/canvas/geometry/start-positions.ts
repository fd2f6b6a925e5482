/**
 * Where an automatic layout begins: every part of the network as a tree that grows outwards from its middle, each node
 * with an angle as wide as what hangs on it. Force-directed layouts keep what they are given, so a start without
 * crossings ends with few.
 */
import type { Point } from '../api.ts';

export function startPositions(
	nodes: readonly string[],
	links: readonly (readonly [string, string])[],
	length: number
): Map<string, Point> {
	const near = new Map<string, string[]>(nodes.map((node) => [node, []]));
	for (const [a, b] of links) {
		if (a === b) continue;
		near.get(a)!.push(b);
		near.get(b)!.push(a);
	}
	const positions = new Map<string, Point>();
	let right = 0;
	for (const node of nodes) {
		if (positions.has(node)) continue;
		const part = reach(node, near);
		const placed = placeTree(middleOf(part, near), near, length);
		const left = Math.min(...[...placed.values()].map((at) => at.x));
		const widest = Math.max(...[...placed.values()].map((at) => at.x)) - left;
		for (const [id, at] of placed) positions.set(id, { x: at.x - left + right, y: at.y });
		right += widest + length;
	}
	return positions;
}

/** Everything that can be reached, nearest first. */
function reach(from: string, near: Map<string, string[]>): string[] {
	const found = [from];
	const seen = new Set(found);
	for (let i = 0; i < found.length; i++)
		for (const next of near.get(found[i])!)
			if (!seen.has(next)) {
				seen.add(next);
				found.push(next);
			}
	return found;
}

/** The middle of the longest way through, found by walking to its two ends. */
function middleOf(part: string[], near: Map<string, string[]>): string {
	const end = reach(part[0], near).at(-1)!;
	const order = reach(end, near);
	const parents = parentsFrom(end, near);
	const way: string[] = [];
	for (let at: string | undefined = order.at(-1); at !== undefined; at = parents.get(at)) way.push(at);
	return way[Math.floor(way.length / 2)];
}

function parentsFrom(root: string, near: Map<string, string[]>): Map<string, string | undefined> {
	const parents = new Map<string, string | undefined>([[root, undefined]]);
	for (const node of reach(root, near))
		for (const next of near.get(node)!) if (!parents.has(next)) parents.set(next, node);
	return parents;
}

function placeTree(root: string, near: Map<string, string[]>, length: number): Map<string, Point> {
	const order = reach(root, near);
	const parents = parentsFrom(root, near);
	const children = new Map<string, string[]>(order.map((node) => [node, []]));
	for (const node of order) {
		const parent = parents.get(node);
		if (parent !== undefined) children.get(parent)!.push(node);
	}
	const leaves = new Map<string, number>();
	for (const node of [...order].reverse())
		leaves.set(node, children.get(node)!.reduce((sum, child) => sum + leaves.get(child)!, 0) || 1);
	// A ring must be long enough for its nodes.
	const step = Math.max(length, (leaves.get(root)! * length * 0.7) / (2 * Math.PI));

	const positions = new Map<string, Point>([[root, { x: 0, y: 0 }]]);
	const wedges = new Map<string, { from: number; to: number; depth: number }>([
		[root, { from: -Math.PI, to: Math.PI, depth: 0 }]
	]);
	for (const node of order) {
		const wedge = wedges.get(node)!;
		let from = wedge.from;
		for (const child of children.get(node)!) {
			const to = from + ((wedge.to - wedge.from) * leaves.get(child)!) / leaves.get(node)!;
			const angle = (from + to) / 2;
			const radius = step * (wedge.depth + 1);
			wedges.set(child, { from, to, depth: wedge.depth + 1 });
			positions.set(child, { x: radius * Math.cos(angle), y: radius * Math.sin(angle) });
			from = to;
		}
	}
	return positions;
}
