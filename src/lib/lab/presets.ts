/** New nodes, ready to be added. */
import type { Lab, LabNode, NodeKind } from './document.ts';
import { kindOf } from './kinds/registry.ts';
import { macSource } from './mac.ts';
import { freeId, freeNodeName, idsOf } from './names.ts';

/**
 * A node of `kind` with the next free name, an id, MACs and the kind's preset. The same lab gives the same node.
 * @param parent Id of the node that it will be inside; see `canHold`.
 */
export function makeNode(lab: Lab, kind: NodeKind, position: { x: number; y: number }, parent?: string): LabNode {
	const name = freeNodeName(lab, kind, parent);
	return {
		id: freeId(idsOf(lab.nodes), name),
		kind,
		name,
		...(parent === undefined ? {} : { parent }),
		position: { x: position.x, y: position.y },
		interfaces: [],
		routes: [],
		forwarding: false,
		ipsets: [],
		iptables: [],
		nat: [],
		neighbours: [],
		rules: [],
		proxies: [],
		hosts: [],
		nameservers: [],
		services: [],
		sysctls: {},
		...kindOf(kind).preset(macSource(lab.nodes))
	};
}
