/** Selection: cytoscape's own, told to the page once a change, and set by the page without an echo. */
import type { Selection } from '../api.ts';
import { boxElement, linkElement, nodeElement, noteElement } from '../elements/specs.ts';
import { Listeners, type Gesture, type Stage } from '../stage.ts';

export class SelectionGesture implements Gesture {
	readonly #stage: Stage;
	readonly #listeners = new Listeners();
	#quiet = false;
	#queued = false;
	readonly #changed = () => {
		if (this.#quiet || this.#queued) return;
		this.#queued = true;
		queueMicrotask(() => {
			this.#queued = false;
			this.#markTwins();
			this.#stage.options.onSelect?.(this.current());
		});
	};

	constructor(stage: Stage) {
		this.#stage = stage;
		this.#listeners.onGraph(stage.cy, 'select unselect', '', this.#changed);
	}

	/** The lab changed: what is gone is no longer selected, boxes may have come or gone. */
	update(): void {
		this.#markTwins();
	}

	destroy(): void {
		this.#listeners.destroy();
	}

	current(): Selection {
		const selection: Selection = { nodes: [], links: [], notes: [] };
		this.#stage.cy.$(':selected').forEach((element) => {
			const list =
				element.group() === 'edges' ? selection.links : element.hasClass('note') ? selection.notes : selection.nodes;
			const key = element.data('key') as string;
			if (!list.includes(key)) list.push(key);
		});
		return selection;
	}

	set(selection: Partial<Selection>): void {
		const { cy } = this.#stage;
		const wanted = new Set<string>();
		for (const id of selection.nodes ?? []) {
			// A host that was selected by its box stays selected by its box.
			const box = cy.getElementById(boxElement(id));
			wanted.add(box.nonempty() && box.selected() ? boxElement(id) : nodeElement(id));
		}
		for (const id of selection.links ?? []) wanted.add(linkElement(id));
		for (const id of selection.notes ?? []) wanted.add(noteElement(id));
		this.#quiet = true;
		cy.batch(() => {
			cy.$(':selected').forEach((element) => {
				if (!wanted.delete(element.id())) element.unselect();
			});
			for (const id of wanted) cy.getElementById(id).select();
		});
		this.#quiet = false;
		this.#markTwins();
	}

	/** A box and the icon in it are one node: when one is selected the other shows it too. */
	#markTwins(): void {
		const { cy } = this.#stage;
		cy.batch(() => {
			cy.$('.twin').removeClass('twin');
			cy.$('node:selected').forEach((element) => {
				const key = element.data('key') as string;
				const twin = element.hasClass('box') ? nodeElement(key) : boxElement(key);
				if (!element.hasClass('note')) cy.getElementById(twin).addClass('twin');
			});
		});
	}
}
