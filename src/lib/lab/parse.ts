/** From what somebody hands in to a lab that can be run; or what is wrong with it, and where. */
import * as v from 'valibot';
import { checkLab } from './check.ts';
import { broughtBy, checkInput } from './checks/programs.ts';
import { createReport } from './checks/report.ts';
import { completeLab } from './complete.ts';
import { type Input, inputSchema, type Lab, LAB_FORMAT, labSchema } from './document.ts';
import { problemsOf } from './issues.ts';
import { migrate } from './migrations.ts';
import type { Problem } from './problem.ts';

export type { Problem } from './problem.ts';

/** `warnings`: it runs, but something in it has no effect or breaks the network. */
export type ParsedLab = { ok: true; lab: Lab; warnings: Problem[] } | { ok: false; problems: Problem[] };
export type ParsedInputs = { ok: true; inputs: Input[] } | { ok: false; problems: Problem[] };

function failed(message: string, mend?: string, path = ''): { ok: false; problems: Problem[] } {
	return { ok: false, problems: [{ path, message, ...(mend === undefined ? {} : { mend }), severity: 'error' }] };
}

/** @param value What the text of a file stands for; for the text itself there is `parseLabText`. */
export function parseLab(value: unknown): ParsedLab {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) {
		return failed('a lab is an object', `such as {"format": "${LAB_FORMAT}", "version": 1, "nodes": []}`);
	}
	const document = value as Record<string, unknown>;
	if (document.format !== LAB_FORMAT) {
		return failed('this is not a Hopwise lab', `a lab has "format": "${LAB_FORMAT}"`, 'format');
	}
	const migrated = migrate(document);
	if (!migrated.ok) return failed(migrated.message, undefined, 'version');
	const parsed = v.safeParse(labSchema, migrated.document);
	if (!parsed.success) return { ok: false, problems: problemsOf(parsed.issues) };
	const lab = completeLab(parsed.output);
	const problems = checkLab(lab);
	if (problems.some(({ severity }) => severity === 'error')) return { ok: false, problems };
	return { ok: true, lab, warnings: problems };
}

/** An input file: a list of timed actions. @param lab The lab whose nodes and links they name. */
export function parseInputs(value: unknown, lab: Lab): ParsedInputs {
	const parsed = v.safeParse(v.array(inputSchema), value);
	if (!parsed.success) return { ok: false, problems: problemsOf(parsed.issues) };
	const problems: Problem[] = [];
	const report = createReport(problems);
	const later = broughtBy(lab, parsed.output);
	for (const [i, input] of parsed.output.entries()) checkInput(lab, input, [i], report, later);
	const errors = problems.filter(({ severity }) => severity === 'error');
	return errors.length > 0 ? { ok: false, problems: errors } : { ok: true, inputs: parsed.output };
}
