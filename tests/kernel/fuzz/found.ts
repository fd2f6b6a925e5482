/** Labs that once differed, shrunk: one file each in tests/kernel/found/. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { formatProblem } from '../../../src/lib/lab/problem.ts';
import { prettyJson, serializeLab } from '../../../src/lib/lab/serialize.ts';
import { formatTime, parseTime } from '../../../src/lib/net/text.ts';
import { type Case, parseCase } from './case.ts';

export const FOUND = fileURLToPath(new URL('../found', import.meta.url));

interface FoundFile {
	/** What differed, in a sentence. */
	what: string;
	until: string;
	inputs: unknown;
	lab: unknown;
}

export interface Found extends Case {
	what: string;
	file: string;
}

export function writeFound(folder: string, name: string, what: string, { lab, inputs, until }: Case): string {
	mkdirSync(folder, { recursive: true });
	const file = join(folder, `${name}.json`);
	const document: FoundFile = { what, until: formatTime(until), inputs, lab: JSON.parse(serializeLab(lab)) };
	writeFileSync(file, `${prettyJson(document, '', 0)}\n`);
	return file;
}

export function readFound(folder: string): Found[] {
	return readdirSync(folder)
		.filter((file) => file.endsWith('.json'))
		.sort()
		.map((file) => {
			const { what, until, inputs, lab } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as FoundFile;
			const parsed = parseCase(lab, inputs);
			if (!parsed.ok) throw new Error(`${file}: ${parsed.in}: ${parsed.problems.map(formatProblem).join('; ')}`);
			return { file, what, until: parseTime(until), lab: parsed.lab, inputs: parsed.inputs };
		});
}
