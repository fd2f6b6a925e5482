/**
 * What a lab says about its networks, asked and never changed. A lab is a value: nobody changes one in place,
 * so what is computed from one is kept as long as it lives.
 */
import * as v from 'valibot';
import { bridgeOptions, type BridgeSettings } from './bridge-settings.ts';
import type { Interface, Lab, LabLink, LabNode } from './document.ts';
import { kindOfInterface, lacksSettings } from './interfaces/registry.ts';
import { type PortOptions, portSchema } from './interfaces/schemas.ts';

/** One device of a Linux netns, with the node whose document it stands in. */
export interface LabDevice {
	/** lo, veth, bridge, or another type of interface. */
	kind: string;
	/** The node that shows it: a bridge's port belongs to the bridge, though it lives in the bridge's netns. */
	node: string;
	name: string;
	/** Linux's ifindex: the place in `devicesOf`, counted from 1. */
	index: number;
	/** "" on lo. */
	mac: string;
	mtu: number;
	up: boolean;
	/** CIDR, in the order in which they are added. lo's own 127.0.0.1/8 is the first of its. */
	addresses: string[];
	/** Name of the bridge device that it is a port of, or "". */
	master: string;
	/** For the engine's kind: numbers instead of texts. null: the kind has none. */
	settings: unknown;
	/** Ports of a bridge: what it makes of them. null: no port. */
	port: PortOptions | null;
	/** The interface of the document, null: lo, or a bridge. */
	source: Interface | null;
	/** The bridge of the document, null: no bridge. */
	bridge: BridgeSettings | null;
	/** The device that its frames leave by, and the node that has its netns. null: none. */
	lower: { node: string; name: string } | null;
}

/** The other end of a link. */
export interface Peer {
	node: string;
	interface: string;
	link: LabLink;
}

/** The name of the bridge device that a switch is made of. */
export const SWITCH_BRIDGE = 'br0';

/** Linux sets it and Hopwise has no other (drivers/net/loopback.c). */
const LOOPBACK_MTU = 65536;

interface Index {
	nodes: Map<string, LabNode>;
	children: Map<string, LabNode[]>;
	/** `node/interface` -> link */
	links: Map<string, LabLink>;
	devices: Map<string, LabDevice[]>;
}

const indexes = new WeakMap<Lab, Index>();

function indexOf(lab: Lab): Index {
	let index = indexes.get(lab);
	if (index === undefined) {
		index = { nodes: new Map(), children: new Map(), links: new Map(), devices: new Map() };
		for (const node of lab.nodes) {
			index.nodes.set(node.id, node);
			if (node.parent === undefined) continue;
			const siblings = index.children.get(node.parent);
			if (siblings === undefined) index.children.set(node.parent, [node]);
			else siblings.push(node);
		}
		for (const link of lab.links) {
			for (const end of link.ends) {
				const key = `${end.node}/${end.interface}`;
				if (!index.links.has(key)) index.links.set(key, link);
			}
		}
		indexes.set(lab, index);
	}
	return index;
}

export function nodeById(lab: Lab, id: string): LabNode | undefined {
	return indexOf(lab).nodes.get(id);
}

/** The nodes drawn inside `id`, not those inside them. */
export function childrenOf(lab: Lab, id: string): readonly LabNode[] {
	return indexOf(lab).children.get(id) ?? [];
}

/** `id` and everything inside it, at any depth. */
export function withDescendants(lab: Lab, id: string): string[] {
	const found = [id];
	for (let i = 0; i < found.length; i++) for (const child of childrenOf(lab, found[i])) found.push(child.id);
	return found;
}

/** Whether a node's Linux netns is its own: of any kind but a bridge. */
export function hasNetns(node: LabNode): boolean {
	return node.kind !== 'bridge';
}

/** The node whose Linux netns the devices of `id` live in: itself, or for a bridge the nearest node around it that has one. */
export function netnsOf(lab: Lab, id: string): string {
	let node = nodeById(lab, id);
	for (let depth = 0; node !== undefined && !hasNetns(node) && node.parent !== undefined && depth < 8; depth++) {
		node = nodeById(lab, node.parent);
	}
	return node?.id ?? id;
}

/** Every node that has a netns of its own, in the document's order: the order of the world's netns. */
export function netnsNodes(lab: Lab): LabNode[] {
	return lab.nodes.filter(hasNetns);
}

/** The name of the bridge device that a bridge or a switch is. */
export function bridgeDeviceName(node: LabNode): string {
	return node.kind === 'switch' ? SWITCH_BRIDGE : node.name;
}

function isBridging(node: LabNode): boolean {
	return node.kind === 'bridge' || node.kind === 'switch';
}

const plain = { settings: null, port: null, source: null, bridge: null, lower: null };
const portDefaults = v.parse(portSchema, {});

function build(lab: Lab, netns: LabNode): LabDevice[] {
	const devices: LabDevice[] = [];
	const add = (device: Omit<LabDevice, 'index'>) => devices.push({ ...device, index: devices.length + 1 });
	const lo = netns.interfaces.find((one) => one.name === 'lo');
	const loUp = lo?.up ?? true;
	add({
		...plain,
		kind: 'lo',
		node: netns.id,
		name: 'lo',
		mac: '',
		mtu: LOOPBACK_MTU,
		up: loUp,
		addresses: [...(loUp ? ['127.0.0.1/8'] : []), ...(lo?.addresses ?? [])],
		master: ''
	});
	const members = [netns, ...childrenOf(lab, netns.id).filter((child) => child.kind === 'bridge')];
	for (const node of members) {
		const { bridge } = node;
		if (!isBridging(node) || bridge === undefined) continue;
		const { mac = '', mtu, up, addresses } = bridge;
		const name = bridgeDeviceName(node);
		const settings = bridgeOptions(bridge);
		add({ ...plain, kind: 'bridge', node: node.id, name, mac, mtu, up, addresses, master: '', settings, bridge });
	}
	for (const node of members) {
		const master = isBridging(node) ? bridgeDeviceName(node) : '';
		for (const one of node.interfaces) if (one.name !== 'lo') add(deviceOf(lab, netns, node, one, master));
	}
	return devices;
}

function deviceOf(lab: Lab, netns: LabNode, node: LabNode, one: Interface, master: string): Omit<LabDevice, 'index'> {
	const { name, mac = '', mtu, up, addresses } = one;
	const kind = kindOfInterface(one);
	const below = kind?.lower?.(one);
	const owner = below === undefined ? '' : below.node === undefined ? netns.id : netnsOf(lab, below.node);
	const under = below === undefined ? undefined : lowerOf(lab, below.node ?? node.id, below.name);
	return {
		...plain,
		kind: kind === null ? 'veth' : one.type!,
		node: node.id,
		name,
		mac: kind?.sharesMac?.(one) === true ? (under?.mac ?? mac) : mac,
		mtu: Math.min(mtu, (under?.mtu ?? Infinity) - (kind?.overhead ?? 0)),
		up,
		addresses,
		master,
		settings: kind === null || lacksSettings(one) ? null : kind.settings(one),
		port: master === '' ? null : (one.port ?? portDefaults),
		source: one,
		lower: below === undefined ? null : { node: owner, name: below.name }
	};
}

/** A lower device, as the document has it; undefined: it is not there. */
function lowerOf(lab: Lab, id: string, name: string): Pick<Interface, 'mac' | 'mtu'> | undefined {
	const netns = nodeById(lab, netnsOf(lab, id));
	const members =
		netns === undefined ? [] : [netns, ...childrenOf(lab, netns.id).filter(({ kind }) => kind === 'bridge')];
	for (const node of members) {
		if (isBridging(node) && bridgeDeviceName(node) === name) return node.bridge;
		const one = node.interfaces.find((each) => each.name === name);
		if (one !== undefined) return one;
	}
	return undefined;
}

/**
 * Every device of one netns, in the order in which they are made, in the engine and on Linux: lo, then the bridges,
 * then the interfaces of the node itself and of its bridges, each in the document's order.
 */
export function devicesOf(lab: Lab, netnsNodeId: string): LabDevice[] {
	const index = indexOf(lab);
	let devices = index.devices.get(netnsNodeId);
	if (devices === undefined) {
		const node = index.nodes.get(netnsNodeId);
		devices = node === undefined || !hasNetns(node) ? [] : build(lab, node);
		index.devices.set(netnsNodeId, devices);
	}
	return devices;
}

/** The link that an interface is an end of; undefined: nothing is plugged in, and it has no carrier. */
export function linkAt(lab: Lab, node: string, name: string): LabLink | undefined {
	return indexOf(lab).links.get(`${node}/${name}`);
}

/** The other end of the link at an interface. */
export function peerOf(lab: Lab, node: string, name: string): Peer | undefined {
	const link = linkAt(lab, node, name);
	if (link === undefined) return undefined;
	const [a, b] = link.ends;
	const other = a.node === node && a.interface === name ? b : a;
	return { node: other.node, interface: other.interface, link };
}

/** A link as a person says it: "host1 – sw1". */
export function linkName(lab: Lab, { ends }: LabLink): string {
	return ends.map(({ node }) => nodeById(lab, node)?.name ?? node).join(' – ');
}

/** The links that a node has an end of. */
export function linksOf(lab: Lab, node: string): LabLink[] {
	return lab.links.filter((link) => link.ends.some((end) => end.node === node));
}
