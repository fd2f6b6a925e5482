/** The edits that a person makes on the canvas, in the palette and by commands, as named transactions. */
import type { PlaceKind, Point } from '../../canvas/api.ts';
import type { Lab, NodeKind } from '../../lab/document.ts';
import * as edit from '../../lab/edit.ts';
import { canHold, kindOf } from '../../lab/kinds/registry.ts';
import { makeNode } from '../../lab/presets.ts';
import { nodeById } from '../../lab/topology.ts';
import type { App } from './app.svelte.ts';

/** Model pixels that a pasted or duplicated node is beside the original. */
const BESIDE = { x: 48, y: 48 };

export class Edits {
	#app: App;
	/** What was copied last, where the system's clipboard can't be read. */
	#clipboard = '';

	constructor(app: App) {
		this.#app = app;
	}

	place(kind: PlaceKind, position: Point, parent?: string): void {
		const { lab, layout, selection } = this.#app;
		if (kind === 'note') {
			const note = edit.makeNote(lab.lab, 'New note', position);
			lab.apply({ name: 'Add a note', origin: 'palette' }, (before) => edit.addNote(before, note));
			selection.set({ notes: [note.id] });
			layout.showSide('inspector');
			return;
		}
		const holder = this.#holder(kind, parent);
		if (holder === null) {
			const wanted = kindOf(kind).parents.map((one) => kindOf(one).noun);
			this.#app.toasts.note(`${sentence(kindOf(kind).noun)} goes inside ${wanted.join(' or ')}: drop it onto one.`);
			return;
		}
		const node = makeNode(lab.lab, kind, position, holder);
		lab.apply({ name: `Add ${node.name}`, origin: 'palette' }, (before) => edit.addNode(before, node));
		selection.set({ nodes: [node.id] });
	}

	/** From the keyboard, without a place: inside the selected node where the kind needs one. */
	placeNear(kind: PlaceKind, position: Point): void {
		const { lab, selection } = this.#app;
		const selected = selection.node ? nodeById(lab.lab, selection.node) : undefined;
		if (kind !== 'note' && selected && canHold(kind, selected.kind)) {
			const inside = lab.lab.nodes.filter((node) => node.parent === selected.id).length;
			const at = { x: selected.position.x + inside * 110, y: selected.position.y + 40 };
			this.place(kind, at, selected.id);
		} else this.place(kind, position);
	}

	canConnect(from: string, to: string): boolean {
		return edit.canConnect(this.#app.lab.lab, from, to);
	}

	connect(from: string, to: string): void {
		const { lab, selection } = this.#app;
		const before = lab.lab;
		const name = `Link ${lab.nameOf(from)} and ${lab.nameOf(to)}`;
		lab.apply({ name, origin: 'canvas' }, (old) => edit.connect(old, from, to));
		const link = lab.lab.links.find((one) => !before.links.some((old) => old.id === one.id));
		if (link) selection.set({ links: [link.id] });
	}

	move(nodes: Record<string, Point>, notes: Record<string, Point>): void {
		const ids = Object.keys(nodes);
		const count = ids.length + Object.keys(notes).length;
		const name = ids.length === 1 && count === 1 ? `Move ${this.#app.lab.nameOf(ids[0])}` : `Move ${count} things`;
		this.#app.lab.apply({ name, origin: 'canvas' }, (before) => {
			let lab = edit.moveNodes(before, nodes);
			for (const [id, position] of Object.entries(notes)) lab = edit.updateNote(lab, id, { position });
			return lab;
		});
	}

	reparent(node: string, parent: string | undefined): void {
		const { lab } = this.#app;
		const where = parent ? `into ${lab.nameOf(parent)}` : 'onto the canvas';
		lab.apply({ name: `Move ${lab.nameOf(node)} ${where}`, origin: 'canvas' }, (before) =>
			edit.reparentNode(before, node, parent)
		);
	}

	remove(): void {
		const { lab, selection } = this.#app;
		const { nodes, links, notes } = selection.items;
		const [only] = nodes;
		const name =
			selection.count === 1
				? only
					? `Delete ${lab.nameOf(only)}`
					: links.length
						? 'Delete a link'
						: 'Delete a note'
				: `Delete ${selection.count} things`;
		lab.apply({ name, origin: 'canvas' }, (before) =>
			edit.removeNotes(edit.removeLinks(edit.removeNodes(before, nodes), links), notes)
		);
		selection.clear();
	}

	duplicate(): void {
		const { lab, selection } = this.#app;
		const { nodes, notes } = selection.items;
		const before = lab.lab;
		lab.apply(
			{ name: nodes.length === 1 ? `Duplicate ${lab.nameOf(nodes[0])}` : 'Duplicate', origin: 'canvas' },
			(old) => {
				let next = edit.duplicateNodes(old, nodes, BESIDE);
				for (const note of old.notes.filter((one) => notes.includes(one.id)))
					next = edit.addNote(next, edit.makeNote(next, note.text, shifted(note.position)));
				return next;
			}
		);
		this.#selectNew(before);
	}

	/** Text for the clipboard; "" when nothing that can be copied is selected. */
	copied(): string {
		const { lab, selection } = this.#app;
		const { nodes } = selection.items;
		if (nodes.length === 0) return '';
		this.#clipboard = edit.copyNodes(lab.lab, nodes);
		return this.#clipboard;
	}

	/** By a menu: the keys go through the browser's own events. */
	copy(): void {
		const text = this.copied();
		if (text) void navigator.clipboard?.writeText(text).catch(() => {});
	}

	cut(): void {
		this.copy();
		this.remove();
	}

	async paste(): Promise<void> {
		let text = this.#clipboard;
		try {
			text = (await navigator.clipboard.readText()) || text;
		} catch {
			// The browser lets no page read the clipboard here; what was copied in this tab is pasted.
		}
		if (!text || !this.pasteText(text)) this.#app.toasts.note('The clipboard holds no nodes. Copy some first.');
	}

	/** Answers whether the text was nodes. */
	pasteText(text: string): boolean {
		const { lab, selection, pasteAt } = this.#app;
		const before = lab.lab;
		const into = selection.node;
		let by = BESIDE;
		if (pasteAt) {
			const first = edit.newNodes(before, edit.pasteNodes(before, text))[0];
			const at = nodeById(edit.pasteNodes(before, text), first ?? '')?.position;
			if (at) by = { x: Math.round(pasteAt.x - at.x), y: Math.round(pasteAt.y - at.y) };
		}
		const done = lab.apply({ name: 'Paste', origin: 'canvas' }, (old) => edit.pasteNodes(old, text, { by, into }));
		this.#app.pasteAt = null;
		if (done) this.#selectNew(before);
		return done;
	}

	async arrange(): Promise<void> {
		const { canvas, lab } = this.#app;
		if (!canvas) return;
		const positions = await canvas.layout();
		lab.apply({ name: 'Arrange the nodes', origin: 'canvas' }, (before) => edit.moveNodes(before, positions));
		canvas.fit();
	}

	toggleLink(): void {
		const { lab, selection } = this.#app;
		const id = selection.link;
		if (!id) return;
		const up = !lab.isUp(id);
		lab.apply({ name: up ? 'Plug a cable in' : 'Pull a cable', origin: 'canvas' }, (before) =>
			edit.updateLink(before, id, { up })
		);
	}

	retitle(title: string): void {
		this.#app.lab.apply({ name: 'Rename the lab', origin: 'inspector' }, (before) => edit.updateLab(before, { title }));
	}

	#selectNew(before: Lab): void {
		const { lab, selection } = this.#app;
		const nodes = edit.newNodes(before, lab.lab);
		const inside = new Set(nodes);
		// What is inside a copied host comes along with it.
		selection.set({ nodes: nodes.filter((id) => !inside.has(nodeById(lab.lab, id)?.parent ?? '')) });
	}

	/** The parent to use; null: this kind has no place there. */
	#holder(kind: NodeKind, parent: string | undefined): string | undefined | null {
		const { lab, selection } = this.#app;
		for (const id of [parent, selection.node]) {
			const node = id ? nodeById(lab.lab, id) : undefined;
			if (node && canHold(kind, node.kind)) return node.id;
		}
		return canHold(kind, undefined) ? undefined : null;
	}
}

const shifted = (position: Point) => ({ x: position.x + BESIDE.x, y: position.y + BESIDE.y });
const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
