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

export class CalloutRoom {
	/** Place of the callout taken last, CSS pixels. */
	left = 0;
	top = 0;
	/** left, top, right, bottom. */
	#taken: Float32Array;
	#count = 0;

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
		let best = Infinity;
		for (const [across, down, over] of sides) {
			let left = x - width / 2 + across * (width / 2 + clear);
			let top = y - height / 2 + down * (height / 2 + clear + over * (height + APART));
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
