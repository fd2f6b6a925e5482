/** How a check tells what it found. */
import { formatPath, type Problem } from '../problem.ts';

export interface Report {
	/** Where it is, as keys into the document. */
	error(at: readonly (string | number)[], message: string, mend?: string): void;
	warning(at: readonly (string | number)[], message: string, mend?: string): void;
}

export function createReport(problems: Problem[]): Report {
	const add = (severity: Problem['severity']) => (at: readonly (string | number)[], message: string, mend?: string) => {
		problems.push({ path: formatPath(at), message, ...(mend === undefined ? {} : { mend }), severity });
	};
	return { error: add('error'), warning: add('warning') };
}

/** Calls `found` for every item whose key an earlier one has already. */
export function eachRepeated<T>(
	items: Iterable<T>,
	keyOf: (item: T) => string | undefined,
	found: (item: T, first: T) => void
): void {
	const seen = new Map<string, T>();
	for (const item of items) {
		const key = keyOf(item);
		if (key === undefined) continue;
		const first = seen.get(key);
		if (first === undefined) seen.set(key, item);
		else found(item, first);
	}
}
