/** Interfaces of a node: added, changed, removed. */
import type { Interface, Lab } from '../document.ts';
import { kindOf } from '../kinds/registry.ts';
import { macSource } from '../mac.ts';
import { freeInterfaceName } from '../names.ts';
import { linkAt, nodeById } from '../topology.ts';
import { withoutLinks } from './without-links.ts';
import { renameInterface } from './rename.ts';
import { replaceNode } from './replace.ts';
import { tidy } from './tidy.ts';

/** An interface without a link, with the next free name. */
export function addInterface(lab: Lab, id: string): Lab {
	const node = nodeById(lab, id);
	if (node === undefined) return lab;
	const name = freeInterfaceName(lab, node, kindOf(node.kind).interfaces);
	const one: Interface = { name, mac: macSource(lab.nodes)(), addresses: [], mtu: 1500, up: true };
	return replaceNode(lab, id, (old) => ({ ...old, interfaces: [...old.interfaces, one] }));
}

/** Sets the given properties; a new name is followed by links, routes, NAT rules and static neighbours. */
export function updateInterface(lab: Lab, id: string, name: string, patch: Partial<Interface>): Lab {
	const to = patch.name ?? name;
	return replaceNode(renameInterface(lab, id, name, to), id, (node) => ({
		...node,
		interfaces: node.interfaces.map((one) => (one.name === to ? { ...one, ...patch } : one))
	}));
}

/** An interface, its link with the interface at the other end, and what named them. */
export function removeInterface(lab: Lab, id: string, name: string): Lab {
	const link = linkAt(lab, id, name);
	const unlinked = link === undefined ? lab : withoutLinks(lab, [link.id]);
	const removed = replaceNode(unlinked, id, (node) => ({
		...node,
		interfaces: node.interfaces.filter((one) => one.name !== name)
	}));
	return tidy(lab, removed);
}
