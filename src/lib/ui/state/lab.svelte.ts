/** The lab on the screen. Everything that changes it is a transaction with a name, which can be undone. */
import type { Lab } from '../../lab/document.ts';
import { commit, createHistory, redo, seal, undo, type History } from '../../lab/history.ts';
import { nodeById } from '../../lab/topology.ts';
import { transact, type Origin } from '../../lab/transaction.ts';
import { placedAs, runsDifferently } from './running-part.ts';

export const emptyLab: Lab = {
	format: 'hopwise-lab',
	version: 1,
	title: 'Untitled lab',
	description: '',
	seed: 1,
	nodes: [],
	links: [],
	notes: [],
	suggested: []
};

/** What a transaction is called, as the undo button says it: "Move host1". */
export interface Naming {
	name: string;
	origin: Origin;
	/** Consecutive ones with the same name and target are undone as one. */
	target?: string;
}

export class LabState {
	#history = $state.raw<History>(createHistory(emptyLab));
	#onchange: (lab: Lab, before: Lab, text: string) => void;

	readonly lab: Lab = $derived(this.#history.lab);
	readonly undoText = $derived(this.#history.done.at(-1)?.name);
	readonly redoText = $derived(this.#history.undone.at(-1)?.name);
	readonly empty = $derived(this.lab.nodes.length === 0);

	/** `onchange`: after every transaction, undo and redo; `text` says what was done. */
	constructor(onchange: (lab: Lab, before: Lab, text: string) => void) {
		this.#onchange = onchange;
	}

	/** Another lab: nothing of the one before can be undone into it. */
	open(lab: Lab): void {
		this.#history = createHistory(lab);
	}

	/**
	 * The lab of another moment is shown, where something else ran then. What was done before it can be undone, what was done
	 * after it redone, as if one had stopped there.
	 */
	show(lab: Lab): void {
		if (!runsDifferently(this.lab, lab)) return;
		const { done, undone } = this.#history;
		const all = [...done, ...[...undone].reverse()];
		const labs = all.length === 0 ? [] : [all[0].before, ...all.map((one) => one.after)];
		const at = labs.findLastIndex((one) => !runsDifferently(one, lab));
		this.#history =
			at < 0
				? createHistory(placedAs(lab, this.lab))
				: { lab: labs[at], done: all.slice(0, at), undone: all.slice(at).reverse(), open: false };
	}

	/** A transaction; none where the edit changes nothing. Answers whether there was one. */
	apply(naming: Naming, edit: (lab: Lab) => Lab): boolean {
		const transaction = transact(this.lab, edit, naming);
		if (!transaction) return false;
		this.#show(commit(this.#history, transaction), naming.name);
		return true;
	}

	undo(): void {
		if (this.undoText) this.#show(undo(this.#history), `Undo: ${this.undoText}`);
	}

	redo(): void {
		if (this.redoText) this.#show(redo(this.#history), `Redo: ${this.redoText}`);
	}

	/** The next transaction is undone by itself. */
	seal(): void {
		this.#history = seal(this.#history);
	}

	/** The name of a node, or its id when it is no longer there. */
	nameOf = (id: string): string => nodeById(this.lab, id)?.name ?? id;

	/** Whether a link's cable is plugged in. */
	isUp(link: string | undefined): boolean {
		return this.lab.links.find(({ id }) => id === link)?.up ?? true;
	}

	#show(history: History, text: string): void {
		const before = this.lab;
		this.#history = history;
		this.#onchange(history.lab, before, text);
	}
}
