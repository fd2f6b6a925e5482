/** What a person has filled in, and the input that it comes to. */
import type { Input, Lab, LabNode } from '../../lab/document.ts';
import { parseInputs } from '../../lab/parse.ts';
import { told } from '../../lab/problem.ts';
import { devicesOf, hasNetns, netnsOf } from '../../lab/topology.ts';
import type { SendField } from './field.ts';
import { kindOf, sendKinds } from './kinds.ts';

export interface Draft {
	/** Of `sendKinds`. */
	kind: string;
	/** Node id. */
	node: string;
	/** Address or name; for HTTP a URL too. */
	to: string;
	/** Text of every field, by kind. A switch is "true" or "". */
	values: Record<string, Record<string, string>>;
}

/** What is wrong, by field; "" is the whole. */
export type Wrong = Record<string, string>;

export function emptyDraft(): Draft {
	return {
		kind: 'ping',
		node: '',
		to: '',
		values: Object.fromEntries(
			sendKinds.map(({ id, fields }) => [
				id,
				Object.fromEntries(fields.map(({ key, initial, options }) => [key, initial ?? options?.[0].value ?? '']))
			])
		)
	};
}

/** Nodes that programs run on. */
export function canSend(node: LabNode): boolean {
	return hasNetns(node) && node.kind !== 'switch';
}

/** Interfaces of a node's netns that something can be done on, those without an address first: they want one. */
export function interfacesOf(lab: Lab, node: string): string[] {
	if (node === '') return [];
	const devices = devicesOf(lab, netnsOf(lab, node)).filter(({ kind }) => kind !== 'lo');
	const bare = devices.filter(({ addresses }) => addresses.length === 0);
	return [...bare, ...devices.filter((device) => !bare.includes(device))].map(({ name }) => name);
}

/** The fields that are there for what is filled in. */
export function fieldsOf(draft: Draft): SendField[] {
	const values = draft.values[draft.kind];
	return kindOf(draft.kind).fields.filter(({ when }) => when?.(values) ?? true);
}

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
