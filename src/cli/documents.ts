/** Labs and inputs from files, with errors that name the file and the place in it. */
import { readFileSync } from 'node:fs';
import type { Input, Lab } from '../lib/lab/document.ts';
import { parseInputsText, parseLabText } from '../lib/lab/parse-text.ts';
import { formatProblem, type Problem } from '../lib/lab/problem.ts';
import { isTime, parseTime } from '../lib/net/text.ts';
import { type Call, Failure, textOption, UsageError } from './command.ts';

export interface LabFile {
	lab: Lab;
	warnings: Problem[];
}

export function readLab(file: string): LabFile {
	const parsed = parseLabText(readText(file));
	if (!parsed.ok) throw new Failure(...parsed.problems.map((problem) => inFile(file, problem)));
	return parsed;
}

/** The inputs that `--input` names, else those that the lab suggests. */
export function readInputs(call: Call, lab: Lab, labFile: string): Input[] {
	const file = textOption(call, 'input');
	if (file !== undefined) {
		const parsed = parseInputsText(readText(file), lab);
		if (!parsed.ok) throw new Failure(...parsed.problems.map((problem) => inFile(file, problem)));
		return parsed.inputs;
	}
	if (lab.suggested.length > 0) return lab.suggested;
	throw new Failure(`${labFile}: suggested: the lab suggests no first packet; name a file of inputs with --input`);
}

/** "lab.json: nodes[3].name: it is missing" */
export function inFile(file: string, problem: Problem): string {
	return `${file}: ${formatProblem(problem)}`;
}

/** `--until` in ns. */
export function untilOption(call: Call): number | undefined {
	const text = textOption(call, 'until');
	if (text === undefined) return undefined;
	if (!isTime(text)) throw new UsageError(`--until: ${text} is not a time with a unit, such as 500ms or 10s`);
	return parseTime(text);
}

function readText(file: string): string {
	try {
		return readFileSync(file, 'utf8');
	} catch (error) {
		throw new Failure(`${file}: ${reasonOf(error)}`);
	}
}

/** Why the file system refused, in a few words. */
export function reasonOf(error: unknown): string {
	const code = (error as NodeJS.ErrnoException).code;
	if (code === 'ENOENT') return 'there is no such file or directory';
	if (code === 'EISDIR') return 'this is a directory';
	if (code === 'EACCES' || code === 'EPERM') return 'permission denied';
	return error instanceof Error ? error.message : String(error);
}
