/** What a person has filled in, as the input that it comes to, or what is wrong with it. */
import type { Input, Lab } from '../../lab/document.ts';
import { parseInputs } from '../../lab/parse.ts';
import { told } from '../../lab/problem.ts';
import { type Draft, fieldsOf, interfacesOf, type Wrong } from './draft.ts';
import type { SendField } from './field.ts';
import { kindOf } from './kinds.ts';

function valueOf(field: SendField, text: string): unknown {
	if (field.type === 'switch') return text === 'true' ? true : undefined;
	if (text === '') return field.fallback;
	return field.type === 'number' && /^\d+$/.test(text) ? Number(text) : text;
}

export function inputOf(draft: Draft, lab: Lab): { ok: true; input: Input } | { ok: false; wrong: Wrong } {
	const kind = kindOf(draft.kind);
	const wrong: Wrong = {};
	if (!draft.node) wrong.node = 'choose who sends';
	const to = draft.to.trim();
	if (kind.to !== undefined && to === '') wrong.to = kind.to.wanted;
	else if (kind.to !== undefined && /\s/.test(to)) wrong.to = 'an address or a name has no spaces';
	const own = kind.to?.key ?? 'to';
	const values: Record<string, unknown> = kind.to === undefined ? {} : { [own]: to === '' ? 'nobody' : to };
	for (const field of fieldsOf(draft)) {
		const text = draft.values[kind.id][field.key].trim();
		const chosen = field.type === 'interface' && text === '' ? (interfacesOf(lab, draft.node)[0] ?? '') : text;
		const value = valueOf(field, chosen);
		if (value !== undefined) values[field.key] = value;
	}
	const action = { do: kind.id, ...(kind.action?.(values) ?? values) };
	const parsed = parseInputs([{ node: draft.node || 'nobody', action }], lab);
	if (!parsed.ok) {
		for (const problem of parsed.problems) {
			const key = /^\[0\]\.(?:action\.)?(\w+)/.exec(problem.path)?.[1] ?? '';
			const name = key === own || key === 'url' ? 'to' : key;
			if (name !== 'node' || draft.node !== '') wrong[name] ??= told(problem);
		}
	}
	if (Object.keys(wrong).length > 0 || !parsed.ok) return { ok: false, wrong };
	return { ok: true, input: parsed.inputs[0] };
}
