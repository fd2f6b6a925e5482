/** Every kind of node, in the palette's order. A new kind is one file and one line here. */
import type { NodeKind } from '../document.ts';
import { bridge } from './bridge.ts';
import { host } from './host.ts';
import { internet } from './internet.ts';
import type { KindOfNode } from './kind.ts';
import { nat } from './nat.ts';
import { netns } from './netns.ts';
import { router } from './router.ts';
import { switchKind } from './switch.ts';

export const kindsOfNodes: readonly KindOfNode[] = [host, netns, bridge, router, nat, switchKind, internet];

const byKind = Object.fromEntries(kindsOfNodes.map((one) => [one.kind, one])) as Record<NodeKind, KindOfNode>;

export function kindOf(kind: NodeKind): KindOfNode {
	return byKind[kind];
}

/** Whether a node of `kind` may be inside one of `parent`; undefined: on the canvas itself. */
export function canHold(kind: NodeKind, parent: NodeKind | undefined): boolean {
	const { parents } = byKind[kind];
	return parent === undefined ? parents.length === 0 : parents.includes(parent);
}
