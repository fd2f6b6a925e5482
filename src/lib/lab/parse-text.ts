/** Labs and inputs from the text of a file. Apart from `parse.ts`, so that a page which opens no file need not load what reads one. */
import type { Lab } from './document.ts';
import { parseJson } from './json.ts';
import { parseInputs, parseLab, type ParsedInputs, type ParsedLab } from './parse.ts';

export function parseLabText(text: string): ParsedLab {
	const json = parseJson(text);
	return json.ok ? parseLab(json.value) : { ok: false, problems: [json.problem] };
}

export function parseInputsText(text: string, lab: Lab): ParsedInputs {
	const json = parseJson(text);
	return json.ok ? parseInputs(json.value, lab) : { ok: false, problems: [json.problem] };
}
