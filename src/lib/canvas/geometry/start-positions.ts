/**
 * Where an automatic layout begins: every part of the network as a tree that grows outwards from its middle, each node
 * with an angle as wide as what hangs on it, then relaxed so that rings open. Force-directed layouts keep what they are
 * given, so a start without crossings ends with few.
 */
import type { Point } from '../api.ts';
import { layFlat, relaxStress, STRESS_AT_MOST } from './stress.ts';

/** Parts with more nodes have one start only: time. */
const RING_AT_MOST = 200;

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
		const points = relaxed(part, near, placed, length);
		layFlat(points);
		part.forEach((id, i) => placed.set(id, points[i]));
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

/** The better of two starts: as a tree, and as a ring in the order of a walk through the part. */
function relaxed(part: string[], near: Map<string, string[]>, tree: Map<string, Point>, length: number): Point[] {
	const asTree = part.map((id) => tree.get(id)!);
	if (part.length < 3 || part.length > STRESS_AT_MOST) return asTree;
	const hops = hopsBetween(part, near);
	const treeStress = relaxStress(asTree, hops, length);
	if (part.length > RING_AT_MOST) return asTree;
	const walk = walkThrough(part[0], near);
	const radius = (part.length * length) / (2 * Math.PI);
	const asRing = part.map((id) => {
		const angle = (2 * Math.PI * walk.indexOf(id)) / part.length;
		return { x: radius * Math.cos(angle), y: radius * Math.sin(angle) };
	});
	return relaxStress(asRing, hops, length) < treeStress * 0.99 ? asRing : asTree;
}

/** Depth first: neighbours in the walk are linked where they can be. */
function walkThrough(from: string, near: Map<string, string[]>): string[] {
	const found = new Set<string>();
	const waiting = [from];
	for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
		if (found.has(at)) continue;
		found.add(at);
		waiting.push(...near.get(at)!);
	}
	return [...found];
}

/** Links on the shortest way between every two. */
function hopsBetween(part: string[], near: Map<string, string[]>): Uint16Array[] {
	const place = new Map(part.map((id, i) => [id, i]));
	return part.map((from) => {
		const hops = new Uint16Array(part.length);
		for (const [id, parent] of parentsFrom(from, near))
			if (parent !== undefined) hops[place.get(id)!] = hops[place.get(parent)!] + 1;
		return hops;
	});
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

/** For every node that can be reached, the one before it on a shortest way; nearest first. */
function parentsFrom(root: string, near: Map<string, string[]>): Map<string, string | undefined> {
	// A Map is walked in the order in which it grows: nearest first.
	const parents = new Map<string, string | undefined>([[root, undefined]]);
	for (const node of parents.keys())
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
