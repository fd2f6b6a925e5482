/** A field's text against the document's own schema: what is wrong with it and what would be right. */
import * as v from 'valibot';
import { problemsOf } from '../../lab/issues.ts';
import { told } from '../../lab/problem.ts';

/** undefined: fine. */
export function wrongWith(schema: v.GenericSchema<never> | v.GenericSchema, value: unknown): string | undefined {
	const parsed = v.safeParse(schema as v.GenericSchema, value);
	return parsed.success ? undefined : told(problemsOf(parsed.issues)[0]);
}

/** Text as a whole number; NaN, which no schema takes, for anything else. */
export function whole(text: string): number {
	return /^\d+$/.test(text.trim()) ? Number(text) : NaN;
}

/** An object against a schema: the value, or what is wrong by its first key. */
export function parsedRow<T>(
	schema: v.GenericSchema<unknown, T>,
	value: unknown
): { ok: true; value: T } | { ok: false; wrong: Record<string, string> } {
	const parsed = v.safeParse(schema, value);
	if (parsed.success) return { ok: true, value: parsed.output };
	const wrong: Record<string, string> = {};
	const problems = problemsOf(parsed.issues);
	parsed.issues.forEach((issue, i) => {
		const key = String(issue.path?.[0]?.key ?? '');
		wrong[key] ??= told(problems[i]);
	});
	return { ok: false, wrong };
}
