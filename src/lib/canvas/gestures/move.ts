/** Moving nodes: cytoscape drags them; here the end is told once, and a drop on another host is noticed. */
import type { EventObject, NodeSingular } from 'cytoscape';
import { canHold } from '../../lab/kinds/registry.ts';
import type { Point } from '../api.ts';
import { Listeners, type Gesture, type Stage } from '../stage.ts';
import { bodyOf, holderAt, HolderMark, type Bounds } from './holders.ts';

export class MoveGesture implements Gesture {
	readonly #stage: Stage;
	/** Where boxes were when the drag began: the own box grows with the drag and would never be left. */
	#boxes = new Map<string, Bounds>();
	#moved = false;
	#several = false;
	readonly #listeners = new Listeners();
	readonly #mark: HolderMark;

	constructor(stage: Stage) {
		this.#stage = stage;
		this.#mark = new HolderMark(stage);
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
		this.#several = cy.$('node:grabbed').length > 1;
		this.#boxes.clear();
		cy.$('.box').forEach((box) => {
			this.#boxes.set(box.data('key') as string, bodyOf(box as NodeSingular));
		});
	}

	#over(event: EventObject): void {
		const element = event.target as NodeSingular;
		this.#moved = true;
		// Of several that are dragged, none changes its parent.
		if (this.#several || !element.grabbed()) return;
		const found = this.#parentUnder(element, event.position);
		this.#mark.show(found?.changed ? found.parent : null);
	}

	#end(event: EventObject): void {
		const { elements, options } = this.#stage;
		this.#stage.dragging = false;
		this.#mark.show(null);
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
		const present = spec.parent === null ? null : spec.parent.slice(2);
		const found = holderAt(this.#stage, spec.data.kind, at, (node) => this.#boxes.get(node));
		if (found !== null) return { parent: found, changed: found !== present };
		const allowed = options.canHold ?? canHold;
		return { parent: null, changed: present !== null && allowed(spec.data.kind, undefined) };
	}
}
