/** What a person has filled in to send something. */
import type { Lab, LabNode } from '../../lab/document.ts';
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
