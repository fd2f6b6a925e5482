/** Where a dead packet's callout goes: beside its cross, in view, on no other callout, and on as few nodes as can be. */
import { NODE_SIZE } from '../geometry/scene.ts';
import type { View } from './placement.ts';

/**
 * Where to look, in this order: to which side of its cross a callout lies, and over how many others (several packets
 * may die in one place).
 */
const sides = [
	[0, -1, 0],
	[0, 1, 0],
	[1, 0, 0],
	[-1, 0, 0],
	[0, -1, 1],
	[0, 1, 1],
	[1, -1, 0],
	[-1, -1, 0],
	[1, 1, 0],
	[-1, 1, 0],
	[0, -1, 2],
	[0, 1, 2]
] as const;
/** CSS pixels between two callouts. */
const APART = 4;
/** CSS pixels that stay free at the edge of the view. */
const EDGE = 4;
/** A node as far from a cross as this, CSS pixels, is the one that the packet died at. */
const AT_NODE = 30;
/** Height of a node's name and address under it, pixels of the design. */
const NAME = 34;
/** Nodes larger than this, CSS pixels, hold others: a packet dies somewhere inside. */
const LARGEST = 200;

export class CalloutRoom {
	/** Place of the callout taken last, CSS pixels. */
	left = 0;
	top = 0;
	/** left, top, right, bottom. */
	#taken: Float32Array;
	#count = 0;
	/** left, top, right, bottom of what a callout goes around: its cross, and the node that the cross is at. */
	readonly #around = new Float32Array(4);

	constructor(most: number) {
		this.#taken = new Float32Array(most * 4);
	}

	begin(): void {
		this.#count = 0;
	}

	/** False when there is no room. `x`, `y`: the cross; `clear`: CSS pixels to keep from it. */
	take(
		x: number,
		y: number,
		clear: number,
		size: { width: number; height: number },
		nodes: Float32Array,
		nodeCount: number,
		view: View
	): boolean {
		const { width, height } = size;
		const around = this.#around;
		around.set([x - clear, y - clear, x + clear, y + clear]);
		withNode(around, x, y, nodes, nodeCount, view);
		let best = Infinity;
		for (const [across, down, over] of sides) {
			const further = over * (height + APART);
			let left = across === 0 ? x - width / 2 : across > 0 ? around[2] : around[0] - width;
			let top = down === 0 ? y - height / 2 : down > 0 ? around[3] + further : around[1] - height - further;
			// Above and below it may slide sideways into view, beside it up and down.
			if (across === 0) left = Math.max(EDGE, Math.min(left, view.width - width - EDGE));
			if (down === 0) top = Math.max(EDGE, Math.min(top, view.height - height - EDGE));
			if (left < EDGE || top < EDGE || left + width > view.width - EDGE || top + height > view.height - EDGE) continue;
			if (this.#isTaken(left, top, left + width, top + height)) continue;
			// Far from its cross is worse than on a node: whose reason it is must be plain.
			const cost =
				nodesIn(left, top, left + width, top + height, nodes, nodeCount, view) +
				2 * over +
				(across !== 0 && down !== 0 ? 0.5 : 0);
			if (cost >= best) continue;
			best = cost;
			this.left = left;
			this.top = top;
			if (cost === 0) break;
		}
		if (best === Infinity) return false;
		this.#taken.set([this.left, this.top, this.left + width, this.top + height], this.#count++ * 4);
		return true;
	}

	#isTaken(left: number, top: number, right: number, bottom: number): boolean {
		const boxes = this.#taken;
		for (let i = 0; i < this.#count * 4; i += 4)
			if (left < boxes[i + 2] && right > boxes[i] && top < boxes[i + 3] && bottom > boxes[i + 1]) return true;
		return false;
	}
}

/** Widens `around` by the node next to the cross at `x`, `y`, and by the name under it. */
function withNode(around: Float32Array, x: number, y: number, nodes: Float32Array, count: number, view: View): void {
	let nearest = AT_NODE;
	let found = -1;
	for (let i = 0; i < count * NODE_SIZE; i += NODE_SIZE) {
		if (Math.max(nodes[i + 2], nodes[i + 3]) * view.zoom > LARGEST) continue;
		const awayX = Math.abs(nodes[i] * view.zoom + view.panX - x) - (nodes[i + 2] / 2) * view.zoom;
		const awayY = Math.abs(nodes[i + 1] * view.zoom + view.panY - y) - (nodes[i + 3] / 2) * view.zoom;
		const away = Math.max(awayX, awayY);
		if (away >= nearest) continue;
		nearest = away;
		found = i;
	}
	if (found < 0) return;
	const middleX = nodes[found] * view.zoom + view.panX;
	const middleY = nodes[found + 1] * view.zoom + view.panY;
	const reachX = (nodes[found + 2] / 2) * view.zoom + APART;
	const reachY = (nodes[found + 3] / 2) * view.zoom + APART;
	around[0] = Math.min(around[0], middleX - reachX);
	around[1] = Math.min(around[1], middleY - reachY);
	around[2] = Math.max(around[2], middleX + reachX);
	around[3] = Math.max(around[3], middleY + reachY + NAME * view.zoom);
}

function nodesIn(
	left: number,
	top: number,
	right: number,
	bottom: number,
	nodes: Float32Array,
	count: number,
	view: View
): number {
	let found = 0;
	for (let i = 0; i < count * NODE_SIZE; i += NODE_SIZE) {
		const x = nodes[i] * view.zoom + view.panX;
		const y = nodes[i + 1] * view.zoom + view.panY;
		const reachX = (nodes[i + 2] / 2) * view.zoom;
		const reachY = (nodes[i + 3] / 2) * view.zoom;
		if (x + reachX > left && x - reachX < right && y + reachY > top && y - reachY < bottom) found++;
	}
	return found;
}
