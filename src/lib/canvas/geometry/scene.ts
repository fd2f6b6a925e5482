/**
 * Where everything is, in typed arrays: bodies of nodes and paths of links, in model coordinates. Worked out again
 * only when something moved; read by the packet layer on every frame.
 */
import type { Core } from 'cytoscape';
import { bodies } from '../bodies.ts';
import { nodeElement, type LinkSpec, type NodeSpec, type Spec } from '../elements/specs.ts';
import { PATH_SIZE, writeLoop, writePath, type Outline } from './link-path.ts';
import { Slots } from './slots.ts';

/** Numbers of one node in `Scene.nodes`: middle, width, height. */
export const NODE_SIZE = 4;

export class Scene {
	readonly linkSlots = new Slots();
	readonly nodeSlots = new Slots();
	/** By `linkSlots`, PATH_SIZE numbers each. */
	paths = new Float32Array(0);
	/** By `nodeSlots`, NODE_SIZE numbers each. */
	nodes = new Float32Array(0);

	readonly #cy: Core;
	#nodeSpecs: NodeSpec[] = [];
	#linkSpecs: LinkSpec[] = [];
	#stale = true;

	constructor(cy: Core) {
		this.#cy = cy;
	}

	get nodeSpecs(): readonly NodeSpec[] {
		return this.#nodeSpecs;
	}

	get linkSpecs(): readonly LinkSpec[] {
		return this.#linkSpecs;
	}

	setSpecs(specs: readonly Spec[]): void {
		this.#nodeSpecs = specs.filter((spec) => spec.type === 'node');
		this.#linkSpecs = specs.filter((spec) => spec.type === 'link');
		this.nodeSlots.keep(this.#nodeSpecs.map((spec) => spec.data.key));
		this.linkSlots.keep(this.#linkSpecs.map((spec) => spec.data.key));
		this.#stale = true;
	}

	/** Something moved. */
	invalidate(): void {
		this.#stale = true;
	}

	/** Brings the arrays up to date. Cheap when nothing moved. */
	refresh(): void {
		if (!this.#stale) return;
		this.#stale = false;
		if (this.nodes.length < this.nodeSlots.size * NODE_SIZE)
			this.nodes = new Float32Array(this.nodeSlots.size * NODE_SIZE);
		if (this.paths.length < this.linkSlots.size * PATH_SIZE)
			this.paths = new Float32Array(this.linkSlots.size * PATH_SIZE);
		const outlines = new Map<string, Outline>();
		for (const spec of this.#nodeSpecs) {
			const at = this.#cy.getElementById(spec.id).position();
			const body = bodies[spec.data.kind];
			outlines.set(spec.id, {
				x: at.x,
				y: at.y,
				width: body.width,
				height: body.height,
				round: body.shape !== 'round-rectangle'
			});
			const slot = this.nodeSlots.of(spec.data.key) * NODE_SIZE;
			this.nodes[slot] = at.x;
			this.nodes[slot + 1] = at.y;
			this.nodes[slot + 2] = body.width;
			this.nodes[slot + 3] = body.height;
		}
		for (const { data } of this.#linkSpecs) {
			const slot = this.linkSlots.of(data.key) * PATH_SIZE;
			const [a, b] = [outlines.get(data.source)!, outlines.get(data.target)!];
			if (data.source === data.target) writeLoop(this.paths, slot, a, data.bend);
			else writePath(this.paths, slot, a, b, data.bend);
		}
	}

	/** Id of the node whose icon is at this place of the model. `reach`: model pixels around the body that count too. */
	nodeAt(x: number, y: number, reach = 4): string | null {
		this.refresh();
		for (let i = this.#nodeSpecs.length - 1; i >= 0; i--) {
			const key = this.#nodeSpecs[i].data.key;
			const at = this.nodeSlots.of(key) * NODE_SIZE;
			const inside =
				Math.abs(x - this.nodes[at]) <= this.nodes[at + 2] / 2 + reach &&
				Math.abs(y - this.nodes[at + 1]) <= this.nodes[at + 3] / 2 + reach;
			if (inside) return key;
		}
		return null;
	}

	element(node: string) {
		return this.#cy.getElementById(nodeElement(node));
	}
}
