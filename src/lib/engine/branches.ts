/**
 * Branches: the ways a session has gone. Going back and doing something else keeps the old way as a journal, which is all that
 * it takes to come back to it: its trace is computed again. Journals share the entries of the time before they parted.
 */
import { formatDuration, parseTime } from '../net/time.ts';
import { describeEntry, sharedLength, type JournalEntry } from './journal.ts';
import type { BranchSummary } from './protocol.ts';

/** Kept at the most; the oldest that nothing grew out of goes first. */
export const MOST_BRANCHES = 64;
/** Deeds named in a summary. */
const NAMED = 6;

export interface Branch {
	id: number;
	/** Branch that it left, or -1. */
	parent: number;
	/** Entries of the journal from before it left its parent. */
	shared: number;
	/** Where it left it: events, records and ns. */
	parted: { events: number; at: number; time: number };
	journal: readonly JournalEntry[];
	/** Record at which its playhead stood when it was left. */
	at: number;
	/** Farthest record that its playhead has been at. */
	seen: number;
}

export class Branches {
	#list: Branch[] = [
		{ id: 0, parent: -1, shared: 0, parted: { events: 0, at: 0, time: 0 }, journal: [], at: 0, seen: 0 }
	];
	#next = 1;
	current: Branch = this.#list[0];

	get all(): readonly Branch[] {
		return this.#list;
	}

	get(id: number): Branch {
		const found = this.#list.find((branch) => branch.id === id);
		if (found === undefined) throw new Error('this branch is no more');
		return found;
	}

	/** A new branch that shares the first `shared` entries with the current one, and becomes the current one. */
	fork(shared: number, parted: Branch['parted']): Branch {
		let parent = this.current;
		// It may leave the way from before the current branch left it.
		while (parent.parent >= 0 && parent.parted.events >= parted.events && parent.shared >= shared)
			parent = this.get(parent.parent);
		const journal = this.current.journal.slice(0, shared);
		// Whoever comes back to the old way wants to see how far it went.
		this.current.at = this.current.seen;
		const branch: Branch = { id: this.#next++, parent: parent.id, shared, parted, journal, at: parted.at, seen: 0 };
		this.#list.push(branch);
		this.current = branch;
		if (this.#list.length > MOST_BRANCHES) this.#forgetOldest();
		return branch;
	}

	/** Those that left it have then left its parent. */
	remove(id: number): void {
		const gone = this.get(id);
		if (gone === this.current) throw new Error('the branch that is shown can not be deleted');
		this.#list = this.#list.filter((branch) => branch !== gone);
		const children = this.#list.filter((branch) => branch.parent === id);
		// Where the first branch goes, the oldest that left it is the first now.
		const heir = gone.parent >= 0 ? this.get(gone.parent) : children.shift()!;
		if (gone.parent < 0) Object.assign(heir, { parent: -1, shared: 0, parted: { events: 0, at: 0, time: 0 } });
		for (const child of children) {
			child.parent = heir.id;
			child.shared = sharedLength(child.journal, heir.journal);
			if (gone.parted.events < child.parted.events && gone.parent >= 0 && child.shared <= gone.shared)
				child.parted = gone.parted;
		}
	}

	/** From a file. */
	restore(list: Branch[], current: number): void {
		this.#list = list;
		this.#next = Math.max(...list.map(({ id }) => id)) + 1;
		this.current = this.get(current);
	}

	summaries(): BranchSummary[] {
		return this.#list.map((branch) => {
			const own = branch.journal.slice(branch.shared);
			return {
				id: branch.id,
				parent: branch.parent,
				name: branch.parent < 0 ? 'First run' : nameOf(own),
				parted: { at: branch.parted.at, time: branch.parted.time },
				deeds: own.slice(0, NAMED).map((entry) => ({ text: describeEntry(entry), time: timeOf(entry) })),
				more: Math.max(0, own.length - NAMED),
				at: branch.at
			};
		});
	}

	#forgetOldest(): void {
		const parents = new Set(this.#list.map(({ parent }) => parent));
		const oldest = this.#list.find((branch) => branch !== this.current && !parents.has(branch.id));
		if (oldest) this.remove(oldest.id);
	}
}

/** ns when it happens. */
function timeOf(entry: JournalEntry): number {
	return entry.time + (entry.kind === 'input' ? parseTime(entry.input.at) : 0);
}

/** What makes it another one: the first thing that was done on it. */
function nameOf(own: readonly JournalEntry[]): string {
	if (own.length === 0) return 'Nothing more done';
	return `${describeEntry(own[0])} at ${formatDuration(timeOf(own[0]))}`;
}
