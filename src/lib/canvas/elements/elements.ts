/** Keeps cytoscape's elements equal to the specs of the lab. */
import type { Core, ElementDefinition } from 'cytoscape';
import type { Point } from '../api.ts';
import { diffSpecs } from './diff.ts';
import type { Spec } from './specs.ts';

export class Elements {
	readonly #cy: Core;
	#shown = new Map<string, Spec>();

	constructor(cy: Core) {
		this.#cy = cy;
	}

	get shown(): ReadonlyMap<string, Spec> {
		return this.#shown;
	}

	/** Answers whether anything changed. `hold`: positions are being dragged and stay as they are. */
	show(specs: Spec[], hold: boolean): boolean {
		const diff = diffSpecs(this.#shown, specs);
		const cy = this.#cy;
		this.#shown = new Map(specs.map((spec) => [spec.id, spec]));
		cy.startBatch();
		// Lines first: an end must never lose its node. Then what stays moves out of boxes that go.
		for (const id of diff.removed) if (isLine(id)) cy.getElementById(id).remove();
		for (const spec of parentsFirst(diff.added)) if (!isLine(spec.id)) cy.add(definition(spec));
		for (const { before, after } of diff.changed) {
			const element = cy.getElementById(after.id);
			if ('parent' in before && 'parent' in after && before.parent !== after.parent)
				element.move({ parent: after.parent });
			element.data(after.data);
		}
		for (const id of diff.removed) if (!isLine(id)) cy.getElementById(id).remove();
		for (const spec of diff.added) if (isLine(spec.id)) cy.add(definition(spec));
		cy.endBatch();
		const moved = hold ? false : this.#place(specs);
		return moved || diff.added.length + diff.changed.length + diff.removed.length > 0;
	}

	/** What has another position on the canvas than in the lab. */
	moved(): { nodes: Record<string, Point>; notes: Record<string, Point> } {
		const found = { nodes: {} as Record<string, Point>, notes: {} as Record<string, Point> };
		for (const spec of this.#shown.values()) {
			if (!('position' in spec)) continue;
			const at = this.#cy.getElementById(spec.id).position();
			if (near(at, spec.position)) continue;
			found[spec.type === 'node' ? 'nodes' : 'notes'][spec.data.key] = { x: tenth(at.x), y: tenth(at.y) };
		}
		return found;
	}

	#place(specs: Spec[]): boolean {
		let moved = false;
		this.#cy.batch(() => {
			for (const spec of specs) {
				if (!('position' in spec)) continue;
				const element = this.#cy.getElementById(spec.id);
				if (near(element.position(), spec.position)) continue;
				element.position({ ...spec.position });
				moved = true;
			}
		});
		return moved;
	}
}

/** A link or a tie, by its element id: an edge of cytoscape's graph. */
const isLine = (id: string) => id.startsWith('l:') || id.startsWith('i:');
const near = (a: Point, b: Point) => Math.abs(a.x - b.x) < 0.05 && Math.abs(a.y - b.y) < 0.05;
const tenth = (value: number) => Math.round(value * 10) / 10;

function definition(spec: Spec): ElementDefinition {
	if (isLine(spec.id))
		return {
			group: 'edges',
			classes: spec.type,
			data: { id: spec.id, ...spec.data },
			selectable: spec.type === 'link'
		};
	const parent = 'parent' in spec && spec.parent !== null ? { parent: spec.parent } : {};
	return {
		group: 'nodes',
		classes: spec.type,
		data: { id: spec.id, ...parent, ...spec.data },
		...('position' in spec ? { position: { ...spec.position } } : {})
	};
}

/** Boxes before what is in them. */
function parentsFirst(specs: Spec[]): Spec[] {
	const fresh = new Map(specs.map((spec) => [spec.id, spec]));
	const done = new Set<string>();
	const ordered: Spec[] = [];
	const visit = (spec: Spec) => {
		if (done.has(spec.id)) return;
		done.add(spec.id);
		const parent = 'parent' in spec && spec.parent !== null ? fresh.get(spec.parent) : undefined;
		if (parent !== undefined) visit(parent);
		ordered.push(spec);
	};
	for (const spec of specs) visit(spec);
	return ordered;
}
