/** Moving nodes: cytoscape drags them; here the end is told once, and a drop on another host is noticed. */
import type { EventObject, NodeSingular } from 'cytoscape';
import type { Point } from '../api.ts';
import { boxElement, nodeElement, type NodeSpec } from '../elements/specs.ts';
import { canHoldByDefault } from '../kinds.ts';
import { Listeners, type Gesture, type Stage } from '../stage.ts';

interface Bounds {
	x1: number;
	y1: number;
	x2: number;
	y2: number;
}

export class MoveGesture implements Gesture {
	readonly #stage: Stage;
	/** Where boxes were when the drag began: the own box grows with the drag and would never be left. */
	#boxes = new Map<string, Bounds>();
	#target: string | null = null;
	#moved = false;
	readonly #listeners = new Listeners();

	constructor(stage: Stage) {
		this.#stage = stage;
		this.#listeners.onGraph(stage.cy, 'grabon', '', () => this.#begin());
		this.#listeners.onGraph(stage.cy, 'drag', 'node', (event) => this.#over(event));
		this.#listeners.onGraph(stage.cy, 'freeon', '', (event) => this.#end(event));
	}

	update(): void {
		const { cy, tool, presentation } = this.#stage;
		cy.autoungrabify(presentation || tool.kind !== 'select');
	}

	destroy(): void {
		this.#listeners.destroy();
	}

	#begin(): void {
		const { cy } = this.#stage;
		this.#stage.dragging = true;
		this.#moved = false;
		this.#boxes.clear();
		cy.$('.box').forEach((box) => {
			this.#boxes.set(box.data('key') as string, bodyOf(box as NodeSingular));
		});
	}

	#over(event: EventObject): void {
		const element = event.target as NodeSingular;
		this.#moved = true;
		// Of several that are dragged, none changes its parent.
		if (!element.grabbed() || element.cy().$('node:grabbed').length > 1) return;
		const found = this.#parentUnder(element, event.position);
		this.#show(found?.changed ? found.parent : null);
	}

	#end(event: EventObject): void {
		const { elements, options } = this.#stage;
		this.#stage.dragging = false;
		this.#show(null);
		if (!this.#moved) return;
		this.#moved = false;
		const { nodes, notes } = elements.moved();
		if (Object.keys(nodes).length + Object.keys(notes).length === 0) return;
		const element = event.target as NodeSingular;
		// Worked out before the page hears of the move: the page's answer may redraw the lab.
		const found = Object.keys(nodes).length === 1 ? this.#parentUnder(element, event.position) : null;
		options.onMove?.(nodes, notes);
		if (found?.changed) options.onReparent?.(element.data('key') as string, found.parent ?? undefined);
	}

	#parentUnder(element: NodeSingular, at: Point | undefined): { parent: string | null; changed: boolean } | null {
		const { elements, options } = this.#stage;
		const spec = elements.shown.get(element.id());
		if (spec === undefined || spec.type !== 'node' || spec.data.boxed || at === undefined) return null;
		const canHold = options.canHold ?? canHoldByDefault;
		const present = spec.parent === null ? null : spec.parent.slice(2);
		const inside = (bounds: Bounds | undefined) =>
			bounds !== undefined && at.x >= bounds.x1 && at.x <= bounds.x2 && at.y >= bounds.y1 && at.y <= bounds.y2;
		const found = this.#smallestAt(spec, inside);
		if (found !== null) return { parent: found, changed: found !== present };
		return { parent: null, changed: present !== null && canHold(spec.data.kind, undefined) };
	}

	/** The innermost node at a place that may hold this one. */
	#smallestAt(spec: NodeSpec, inside: (bounds: Bounds | undefined) => boolean): string | null {
		const { elements, options, cy } = this.#stage;
		const canHold = options.canHold ?? canHoldByDefault;
		let best: string | null = null;
		let bestArea = Infinity;
		for (const other of elements.shown.values()) {
			if (other.type !== 'node' || other.id === spec.id || !canHold(spec.data.kind, other.data.kind)) continue;
			const bounds = this.#boxes.get(other.data.key) ?? bodyOf(cy.getElementById(other.id) as NodeSingular);
			const area = (bounds.x2 - bounds.x1) * (bounds.y2 - bounds.y1);
			if (area < bestArea && inside(bounds)) {
				best = other.data.key;
				bestArea = area;
			}
		}
		return best;
	}

	#show(target: string | null): void {
		if (target === this.#target) return;
		const { cy } = this.#stage;
		for (const [key, on] of [
			[this.#target, false],
			[target, true]
		] as const) {
			if (key === null) continue;
			const box = cy.getElementById(boxElement(key));
			(box.nonempty() ? box : cy.getElementById(nodeElement(key))).toggleClass('target', on);
		}
		this.#target = target;
	}
}

function bodyOf(element: NodeSingular): Bounds {
	return element.boundingBox({ includeLabels: false, includeOverlays: false, includeUnderlays: false });
}
