/** Display filters in Wireshark's language, over the fields that the dissector knows. */
import { compile } from './compile.ts';
import type { FilterFrame } from './frame.ts';
import { parse } from './parser.ts';
import { FilterError, type FilterProblem } from './syntax.ts';

export { FilterFrame } from './frame.ts';
export type { FilterProblem } from './syntax.ts';

export type Filter = { ok: true; passes(frame: FilterFrame): boolean } | { ok: false; problem: FilterProblem };

/** An empty text passes every frame. */
export function filterOf(text: string): Filter {
	if (text.trim() === '') return { ok: true, passes: () => true };
	try {
		return { ok: true, passes: compile(parse(text)) };
	} catch (error) {
		if (error instanceof FilterError) return { ok: false, problem: error.problem };
		throw error;
	}
}
