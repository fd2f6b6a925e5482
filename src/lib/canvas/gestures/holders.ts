/** Which node a dragged one would be put into, and how that is shown. */
import type { NodeSingular } from 'cytoscape';
import type { NodeKind } from '../../lab/document.ts';
import { canHold } from '../../lab/kinds/registry.ts';
import type { Point } from '../api.ts';
import { boxElement, nodeElement } from '../elements/specs.ts';
import type { Stage } from '../stage.ts';

/** Model coordinates. */
export interface Bounds {
	x1: number;
	y1: number;
	x2: number;
	y2: number;
}

/** Without text, rims and glow. */
export function bodyOf(element: NodeSingular): Bounds {
	return element.boundingBox({ includeLabels: false, includeOverlays: false, includeUnderlays: false });
}

/** The element that stands for a node as a holder: its box, or its icon while it holds nothing. */
function holderElement({ cy }: Stage, node: string): NodeSingular {
	const box = cy.getElementById(boxElement(node));
	return (box.nonempty() ? box : cy.getElementById(nodeElement(node))) as NodeSingular;
}

/**
 * The innermost node at a place that may hold this kind, or null. `bounds` tells where a node was before a drag began
 * to stretch its box; undefined: it is where it is.
 */
export function holderAt(
	stage: Stage,
	kind: NodeKind,
	at: Point,
	bounds: (node: string) => Bounds | undefined = () => undefined
): string | null {
	const allowed = stage.options.canHold ?? canHold;
	let best: string | null = null;
	let bestArea = Infinity;
	for (const { data } of stage.scene.nodeSpecs) {
		if (!allowed(kind, data.kind)) continue;
		const { x1, y1, x2, y2 } = bounds(data.key) ?? bodyOf(holderElement(stage, data.key));
		const area = (x2 - x1) * (y2 - y1);
		if (area >= bestArea || at.x < x1 || at.x > x2 || at.y < y1 || at.y > y2) continue;
		best = data.key;
		bestArea = area;
	}
	return best;
}

/** Marks the one node that would be the holder. */
export class HolderMark {
	readonly #stage: Stage;
	#shown: string | null = null;

	constructor(stage: Stage) {
		this.#stage = stage;
	}

	show(node: string | null): void {
		if (node === this.#shown) return;
		if (this.#shown !== null) holderElement(this.#stage, this.#shown).removeClass('target');
		if (node !== null) holderElement(this.#stage, node).addClass('target');
		this.#shown = node;
	}
}
