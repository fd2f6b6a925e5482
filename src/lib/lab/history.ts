/** Undo and redo, as a value. The lab that is shown is `history.lab`. */
import type { Lab } from './document.ts';
import type { Transaction } from './transaction.ts';

/** Transactions that can be undone; older ones are forgotten. */
export const HISTORY_LIMIT = 200;

export interface History {
	readonly lab: Lab;
	/** Oldest first. */
	readonly done: readonly Transaction[];
	/** The next to redo is the last. */
	readonly undone: readonly Transaction[];
	/** False right after an undo or redo: the next transaction is not merged with what was done long before. */
	readonly open: boolean;
}

export function createHistory(lab: Lab): History {
	return { lab, done: [], undone: [], open: false };
}

function continues(last: Transaction | undefined, next: Transaction): last is Transaction {
	return last !== undefined && next.target !== '' && last.name === next.name && last.target === next.target;
}

/** The history after a transaction that starts from its lab; what was undone can't be redone any more. */
export function commit(history: History, transaction: Transaction): History {
	if (transaction.before !== history.lab) throw new Error('a transaction starts from the lab that the history shows');
	const last = history.done.at(-1);
	const done =
		history.open && continues(last, transaction)
			? [...history.done.slice(0, -1), { ...transaction, before: last.before }]
			: [...history.done, transaction].slice(-HISTORY_LIMIT);
	return { lab: transaction.after, done, undone: [], open: true };
}

/** Ends a drag or a piece of typing: the next transaction stands alone. */
export function seal(history: History): History {
	return history.open ? { ...history, open: false } : history;
}

/** The same history where there is nothing to undo. */
export function undo(history: History): History {
	const last = history.done.at(-1);
	if (last === undefined) return history;
	return { lab: last.before, done: history.done.slice(0, -1), undone: [...history.undone, last], open: false };
}

export function redo(history: History): History {
	const next = history.undone.at(-1);
	if (next === undefined) return history;
	return { lab: next.after, done: [...history.done, next], undone: history.undone.slice(0, -1), open: false };
}
