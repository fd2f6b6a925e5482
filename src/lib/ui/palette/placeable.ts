/** What the palette offers, with its key. */
import type { PlaceKind } from '../../canvas/api.ts';
import { kindsOfNodes } from '../../lab/kinds/registry.ts';

export interface Placeable {
	kind: PlaceKind;
	title: string;
	hint: string;
	keys: string;
}

/** The words under a picture of 70 pixels are short. */
const SHORT: Partial<Record<PlaceKind, string>> = { netns: 'Namespace', bridge: 'Bridge' };

export const placeable: Placeable[] = [
	...kindsOfNodes.map(({ kind, label, description }, i) => ({
		kind,
		title: SHORT[kind] ?? label,
		hint: `${label}. ${description}`,
		keys: String(i + 1)
	})),
	{ kind: 'note', title: 'Note', hint: 'A note on the canvas.', keys: String(kindsOfNodes.length + 1) }
];
