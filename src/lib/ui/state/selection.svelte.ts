/** What is selected: on the canvas, and the one packet that is selected everywhere. */
import type { Selection as CanvasSelection } from '../../canvas/api.ts';
import type { Lab } from '../../lab/document.ts';

const none: CanvasSelection = { nodes: [], links: [], notes: [] };

export class Selection {
	items = $state.raw<CanvasSelection>(none);
	/** Hop id, or -1. */
	packet = $state(-1);

	readonly count = $derived(this.items.nodes.length + this.items.links.length + this.items.notes.length);
	/** The one selected node, or undefined. */
	readonly node = $derived(this.count === 1 ? this.items.nodes[0] : undefined);
	readonly link = $derived(this.count === 1 ? this.items.links[0] : undefined);
	readonly note = $derived(this.count === 1 ? this.items.notes[0] : undefined);

	set(items: Partial<CanvasSelection>): void {
		this.items = { ...none, ...items };
	}

	clear(): void {
		this.items = none;
		this.packet = -1;
	}

	all(lab: Lab): void {
		this.items = {
			nodes: lab.nodes.map((node) => node.id),
			links: lab.links.map((link) => link.id),
			notes: lab.notes.map((note) => note.id)
		};
	}

	/** Forgets what is no longer in the lab. */
	keep(lab: Lab): void {
		const left = (ids: string[], things: { id: string }[]) => ids.filter((id) => things.some((t) => t.id === id));
		const items = {
			nodes: left(this.items.nodes, lab.nodes),
			links: left(this.items.links, lab.links),
			notes: left(this.items.notes, lab.notes)
		};
		if (items.nodes.length + items.links.length + items.notes.length < this.count) this.items = items;
	}
}
