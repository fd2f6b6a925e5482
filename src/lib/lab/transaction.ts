/** One change of a lab, with what a history, a journal and a person need to know about it. */
import type { Lab } from './document.ts';

/** Who made it. */
export type Origin = 'canvas' | 'inspector' | 'terminal' | 'import' | 'palette' | 'program' | 'mend';

export interface Transaction {
	/** What was done, as the undo button says it: "Move host1". */
	name: string;
	origin: Origin;
	/**
	 * What it was done to, for changes that come in many small pieces, such as the steps of a drag or the letters of a
	 * name: consecutive ones with the same name and target are undone as one. "": each stands alone.
	 */
	target: string;
	before: Lab;
	after: Lab;
}

/** A transaction, or null where the edit changed nothing. */
export function transact(
	before: Lab,
	edit: (lab: Lab) => Lab,
	{ name, origin, target = '' }: { name: string; origin: Origin; target?: string }
): Transaction | null {
	const after = edit(before);
	return after === before ? null : { name, origin, target, before, after };
}
