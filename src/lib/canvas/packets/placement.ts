/** Where on the screen each packet of a buffer is, and its label. No drawing: columns in, columns out. */
import { PATH_SIZE, pathLength, pointOnPath, type PathPoint } from '../geometry/link-path.ts';
import { NODE_SIZE, type Scene } from '../geometry/scene.ts';
import type { PacketBuffer } from './buffer.ts';
import { LabelRoom } from './label-room.ts';
import { Lanes } from './lanes.ts';

/** Model to screen: screen = model * zoom + pan, CSS pixels of the canvas. */
export interface View {
	zoom: number;
	panX: number;
	panY: number;
	width: number;
	height: number;
}

export type SceneArrays = Pick<Scene, 'paths' | 'nodes' | 'linkSlots' | 'nodeSlots'>;

/** CSS pixels between a link and the labels beside it, and from one label to the next. */
const GAP = 4;
/** Further out than this lane a label would no longer be seen as belonging to its link. */
const LANES_SHOWN = 5;
/** Sides of a link to try for a label: 1 is the left of its direction. The second round is one label further out. */
const sides = [1, -1, 1, -1] as const;
/** CSS pixels between heads that would lie on one another. */
const HEADS_APART = 15;
/** Shorter links, in CSS pixels, show heads only. */
const SHORTEST_FOR_LABEL = 56;

export class Placement {
	/** Head, CSS pixels. */
	x = new Float32Array(0);
	y = new Float32Array(0);
	/** Unit vector of its direction; at a node to the right. */
	dx = new Float32Array(0);
	dy = new Float32Array(0);
	/** Middle of the label. */
	labelX = new Float32Array(0);
	labelY = new Float32Array(0);
	/** 1: on the screen. */
	seen = new Uint8Array(0);
	/** 1: there is room for its label. */
	labelled = new Uint8Array(0);

	#lanes = new Lanes();
	#room = new LabelRoom();
	#at: PathPoint = { x: 0, y: 0, dx: 0, dy: 0 };
	#stacked = new Map<number, number>();

	/** Positions of heads. `quarters`: packets jump instead of gliding. */
	placeHeads(buffer: PacketBuffer, scene: SceneArrays, view: View, quarters: boolean): void {
		this.#reserve(buffer.capacity);
		const at = this.#at;
		for (let i = 0; i < buffer.count; i++) {
			const link = buffer.link[i];
			if (link >= 0) {
				let t = buffer.progress[i];
				if (quarters) t = Math.floor(t * 4) / 4;
				const back = buffer.direction[i] === 1;
				pointOnPath(scene.paths, link * PATH_SIZE, back ? 1 - t : t, at);
				this.dx[i] = back ? -at.dx : at.dx;
				this.dy[i] = back ? -at.dy : at.dy;
			} else {
				const node = buffer.node[i] * NODE_SIZE;
				at.x = scene.nodes[node];
				at.y = scene.nodes[node + 1] - scene.nodes[node + 3] / 2;
				this.dx[i] = 1;
				this.dy[i] = 0;
			}
			this.x[i] = at.x * view.zoom + view.panX;
			this.y[i] = at.y * view.zoom + view.panY;
			this.seen[i] =
				this.x[i] > -40 && this.x[i] < view.width + 40 && this.y[i] > -40 && this.y[i] < view.height + 40 ? 1 : 0;
		}
	}

	/** Before the first label of a frame. */
	beginLabels(scene: SceneArrays): void {
		this.#lanes.begin(scene.linkSlots.size);
		this.#stacked.clear();
		this.#room.clear();
	}

	/** Finds the place of one label of this size (CSS pixels). After `placeHeads`. */
	placeLabel(i: number, buffer: PacketBuffer, scene: SceneArrays, view: View, width: number, height: number): void {
		const link = buffer.link[i];
		if (link < 0) {
			const above = this.#stacked.get(buffer.node[i]) ?? 0;
			this.#stacked.set(buffer.node[i], above + 1);
			this.labelX[i] = this.x[i];
			this.labelY[i] = this.y[i] - height / 2 - GAP - above * (height + 2);
			this.labelled[i] = 1;
			this.#room.take(this.labelX[i] - width / 2, this.labelY[i] - height / 2, width, height);
			return;
		}
		const length = pathLength(scene.paths, link * PATH_SIZE) * view.zoom;
		if (length < SHORTEST_FOR_LABEL) {
			this.labelled[i] = 0;
			return;
		}
		const dx = this.dx[i];
		const dy = this.dy[i];
		const along = Math.abs(dx) * width + Math.abs(dy) * height;
		const across = Math.abs(dy) * width + Math.abs(dx) * height;
		const lane = this.#lanes.take(link, buffer.direction[i], buffer.progress[i] * length, along);
		// To the left of its direction: what goes right lies above the link, what comes back below.
		const x = this.x[i];
		const y = this.y[i];
		// Beside its link; where another label lies already, on the other side or further out. Rather cover than hide.
		let side = 1;
		let out = 0;
		for (let tried = 0; tried <= sides.length; tried++) {
			side = sides[tried % sides.length];
			const further = tried === sides.length ? 0 : tried >> 1;
			out = GAP + across / 2 + (lane + further) * (across + GAP / 2);
			const left = x + dy * out * side - width / 2;
			const cut = left < 0 || left + width > view.width;
			if (!cut && this.#room.isFree(left, y - dx * out * side - height / 2, width, height)) break;
		}
		this.labelX[i] = x + dy * out * side;
		this.labelY[i] = y - dx * out * side;
		this.#room.take(this.labelX[i] - width / 2, this.labelY[i] - height / 2, width, height);
		// Those in outer lanes follow a little behind, else their heads would lie on one another.
		const behind = Math.min(lane, LANES_SHOWN) * HEADS_APART;
		this.x[i] -= dx * behind;
		this.y[i] -= dy * behind;
		this.labelled[i] = lane < LANES_SHOWN ? 1 : 0;
	}

	#reserve(capacity: number): void {
		if (this.x.length >= capacity) return;
		for (const name of ['x', 'y', 'dx', 'dy', 'labelX', 'labelY'] as const) this[name] = new Float32Array(capacity);
		this.seen = new Uint8Array(capacity);
		this.labelled = new Uint8Array(capacity);
	}
}
