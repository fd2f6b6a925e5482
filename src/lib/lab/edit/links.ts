/** Links: drawn, changed, removed with the interfaces that they joined. */
import { suggestAddress, suggestDefaultRoutes } from '../addressing.ts';
import type { Interface, Lab, LabLink, LabNode } from '../document.ts';
import { kindOfInterface } from '../interfaces/registry.ts';
import { kindOf } from '../kinds/registry.ts';
import { macSource } from '../mac.ts';
import { freeInterfaceName, freeLinkId, idsOf } from '../names.ts';
import { linkAt, nodeById } from '../topology.ts';
import { updateInterface } from './interfaces.ts';
import { replaceNode } from './replace.ts';
import { tidy } from './tidy.ts';
import { withoutLinks } from './without-links.ts';

/** Towards these a NAT gateway turns its outside. */
const upstream = new Set<LabNode['kind']>(['internet', 'router', 'nat']);

/** An interface of `node` that has no link and may take the one to `peer`. */
function unplugged(lab: Lab, node: LabNode, peer: LabNode): Interface | undefined {
	return node.interfaces.find((one) => {
		const { name } = one;
		if (kindOfInterface(one) !== null) return false;
		if (name === 'lo' || linkAt(lab, node.id, name) !== undefined) return false;
		return node.kind !== 'nat' || !kindOf(node.kind).fixed.includes(name) || upstream.has(peer.kind);
	});
}

/** The lab with an interface for a link from `id` to `peerId`, and its name. */
function plug(lab: Lab, id: string, peerId: string): { lab: Lab; name: string } {
	const node = nodeById(lab, id)!;
	const peer = nodeById(lab, peerId)!;
	const free = unplugged(lab, node, peer);
	if (free !== undefined) return { lab, name: free.name };
	// The outer end of a pair that leads into a namespace is not one of the host's network cards.
	const stem = peer.parent === id ? 'veth' : kindOf(node.kind).interfaces;
	const name = freeInterfaceName(lab, node, stem);
	const one: Interface = { name, mac: macSource(lab.nodes)(), addresses: [], mtu: 1500, up: true };
	return { lab: replaceNode(lab, id, (old) => ({ ...old, interfaces: [...old.interfaces, one] })), name };
}

function isPort(node: LabNode): boolean {
	return node.kind === 'bridge' || node.kind === 'switch';
}

function withAddress(lab: Lab, id: string, name: string): Lab {
	const node = nodeById(lab, id)!;
	const one = node.interfaces.find((each) => each.name === name);
	if (isPort(node) || one === undefined || one.addresses.length > 0) return lab;
	const address = suggestAddress(lab, id, name);
	return address === null ? lab : updateInterface(lab, id, name, { addresses: [address] });
}

/** Whether a link may be drawn between two nodes. */
export function canConnect(lab: Lab, a: string, b: string): boolean {
	return a !== b && nodeById(lab, a) !== undefined && nodeById(lab, b) !== undefined;
}

/**
 * A link between two nodes, with an interface at each end: one that is there without a link, or a new one with
 * Linux's next name. Interfaces without an address, and nodes without a default route, get what suits the segment.
 */
export function connect(lab: Lab, a: string, b: string): Lab {
	if (!canConnect(lab, a, b)) return lab;
	const first = plug(lab, a, b);
	const second = plug(first.lab, b, a);
	const ends: LabLink['ends'] = [
		{ node: a, interface: first.name },
		{ node: b, interface: second.name }
	];
	const link: LabLink = { id: freeLinkId(idsOf(lab.links)), ends, delay: '100us', loss: 0, up: true };
	let connected: Lab = { ...second.lab, links: [...second.lab.links, link] };
	// What forwards comes first, so that a router is .1 on a subnet of its own.
	const order = [...ends].sort(
		(x, y) => Number(nodeById(lab, y.node)!.forwarding) - Number(nodeById(lab, x.node)!.forwarding)
	);
	for (const end of order) connected = withAddress(connected, end.node, end.interface);
	for (const [id, via] of suggestDefaultRoutes(connected, a, first.name)) {
		const route = { to: 'default', type: 'unicast' as const, via, metric: 0 };
		connected = replaceNode(connected, id, (node) => ({ ...node, routes: [...node.routes, route] }));
	}
	return connected;
}

/** Removing a veth pair removes both its interfaces, and the routes and rules that named them. */
export function removeLinks(lab: Lab, ids: readonly string[]): Lab {
	return lab.links.some((link) => ids.includes(link.id)) ? tidy(lab, withoutLinks(lab, ids)) : lab;
}

export function updateLink(lab: Lab, id: string, patch: Partial<Omit<LabLink, 'id' | 'ends'>>): Lab {
	return { ...lab, links: lab.links.map((link) => (link.id === id ? { ...link, ...patch } : link)) };
}
