/**
 * Which record of a moment is worth its sentence. A frame's arrival makes a dozen records; in Play and Step hop the
 * one that decides the packet's way is shown.
 */
import type { TraceRecord } from '../../trace/record.ts';
import { significance } from '../../trace/significance.ts';

/** How far back a moment is looked through. */
const DEEPEST = 400;

/**
 * The record whose sentence is shown at the moment `at`: of all that happened at the time of record `at - 1`, the most
 * significant, the first of equals. Depends on the trace only, so going there from either side shows the same.
 */
export function mostSignificant(get: (id: number) => TraceRecord | undefined, at: number): number {
	const last = get(at - 1);
	if (!last) return at - 1;
	let best = last;
	let rank = significance(last);
	for (let id = at - 2; id >= 0 && id > at - DEEPEST; id--) {
		const record = get(id);
		if (!record || record.time !== last.time) break;
		const its = significance(record);
		if (its >= rank) {
			best = record;
			rank = its;
		}
	}
	return best.id;
}
