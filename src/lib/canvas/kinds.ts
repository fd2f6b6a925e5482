/**
 * The kinds of node, without the document's schema library: the canvas only needs their names.
 * The type says that none is missing.
 */
import type { NodeKind } from '../lab/document.ts';

const names: Record<NodeKind, string> = {
	host: 'host',
	netns: 'network namespace',
	bridge: 'bridge',
	router: 'router',
	nat: 'NAT gateway',
	switch: 'switch',
	internet: 'internet'
};

export const nodeKinds = Object.keys(names) as NodeKind[];

/** As it is said in a sentence. */
export const kindName = (kind: NodeKind): string => names[kind];

/** Where the document allows a kind of node to be. `parent` undefined: on the canvas itself. */
export function canHoldByDefault(kind: NodeKind, parent: NodeKind | undefined): boolean {
	switch (kind) {
		case 'netns':
			return parent === 'host';
		case 'bridge':
			return parent === 'host' || parent === 'netns' || parent === 'router' || parent === 'nat';
		default:
			return parent === undefined;
	}
}
