/** The lab in words, for people who hear the canvas: "host h1, 10.0.0.1/24, linked to sw1". */
import type { LinkSpec, NodeSpec, NoteSpec, Spec } from './elements/specs.ts';
import { kindName } from './kind-name.ts';

export interface Described {
	/** Element id. */
	id: string;
	text: string;
}

export function describe(specs: readonly Spec[]): { nodes: Described[]; links: Described[] } {
	const nodes = new Map<string, NodeSpec>();
	const names = new Map<string, string>();
	const boxed = new Map<string, string[]>();
	const linked = new Map<string, string[]>();
	for (const spec of specs)
		if (spec.type === 'box') names.set(spec.data.key, spec.data.name);
		else if (spec.type === 'node') {
			nodes.set(spec.id, spec);
			if (!spec.data.boxed) names.set(spec.data.key, spec.data.name);
		}
	const nameOf = (element: string) => names.get(nodes.get(element)!.data.key)!;
	for (const spec of nodes.values()) {
		const parent = parentOf(spec);
		if (parent !== null) append(boxed, parent, names.get(spec.data.key)!);
	}
	const links = specs.filter((spec) => spec.type === 'link');
	for (const { data } of links) {
		append(linked, data.source, nameOf(data.target));
		if (data.source !== data.target) append(linked, data.target, nameOf(data.source));
	}

	const words: Described[] = [];
	for (const spec of nodes.values()) {
		const parts = [`${kindName(spec.data.kind)} ${names.get(spec.data.key)}`];
		const parent = parentOf(spec);
		if (parent !== null) parts.push(`in ${names.get(parent)}`);
		if (spec.data.address !== '') parts.push(spec.data.address);
		const holds = boxed.get(spec.data.key);
		if (holds !== undefined) parts.push(`holds ${list(holds)}`);
		const to = linked.get(spec.id);
		parts.push(to === undefined ? 'not linked' : `linked to ${list(to)}`);
		words.push({ id: spec.id, text: parts.join(', ') });
	}
	for (const note of specs.filter((spec): spec is NoteSpec => spec.type === 'note'))
		words.push({ id: note.id, text: `note: ${note.data.text}` });
	return { nodes: words, links: links.map((spec) => ({ id: spec.id, text: linkText(spec, nameOf) })) };
}

function linkText({ data }: LinkSpec, nameOf: (element: string) => string): string {
	const end = (element: string, text: string, up: boolean) => `${nameOf(element)} ${text}${up ? '' : ' (down)'}`;
	const ends = `${end(data.source, data.sourceText, data.sourceUp)} to ${end(data.target, data.targetText, data.targetUp)}`;
	return `link ${ends}${data.up ? '' : ', pulled'}`;
}

/** Lab id of the node that this one is drawn in, itself not counted. */
function parentOf(spec: NodeSpec): string | null {
	return spec.parent === null || spec.data.boxed ? null : spec.parent.slice(2);
}

function append(map: Map<string, string[]>, key: string, value: string): void {
	const list = map.get(key);
	if (list === undefined) map.set(key, [value]);
	else list.push(value);
}

/** "a", "a and b", "a, b and 3 more". */
function list(names: string[]): string {
	if (names.length <= 3) return names.length < 2 ? names[0] : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
	return `${names.slice(0, 2).join(', ')} and ${names.length - 2} more`;
}
