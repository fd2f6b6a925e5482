/**
 * Addresses and default routes that make sense when two nodes are joined, so that a first ping works without
 * anything being typed. They are suggestions: the person changes them like any other.
 */
import { broadcastOf, contains, networkOf } from '../net/prefix.ts';
import { type Cidr, formatCidr, formatIpv4, parseOwnCidr, parseIpv4 } from '../net/text.ts';
import type { Lab, LabNode } from './document.ts';
import { type Station, segmentOf } from './segment.ts';

const NEW_NETWORK = parseIpv4('10.0.0.0');
const NEW_LENGTH = 24;

/** Nodes are values that most edits share: what was read of one is kept as long as it lives. */
const addressesOfNodes = new WeakMap<LabNode, Cidr[]>();

function addressesOfNode(node: LabNode): Cidr[] {
	let addresses = addressesOfNodes.get(node);
	if (addresses === undefined) {
		addresses = [node.bridge, ...node.interfaces].flatMap((one) => one?.addresses ?? []).map(parseOwnCidr);
		addressesOfNodes.set(node, addresses);
	}
	return addresses;
}

function addressesOf(lab: Lab): Cidr[] {
	return lab.nodes.flatMap(addressesOfNode);
}

/** Every address that somebody has, and every gateway that a route names: none of them is free. */
export function takenAddresses(lab: Lab): Set<number> {
	const gateways = lab.nodes.flatMap(({ routes }) =>
		routes.flatMap(({ via }) => (via === undefined ? [] : parseIpv4(via)))
	);
	return new Set([...addressesOf(lab).map(({ address }) => address), ...gateways]);
}

/** The lowest address of a subnet that is not taken, as a CIDR; null: it is full. @param taken See `takenAddresses`. */
export function nextFreeAddress(taken: ReadonlySet<number>, subnet: Cidr): string | null {
	const first = networkOf(subnet.address, subnet.length) + (subnet.length < 31 ? 1 : 0);
	const last = broadcastOf(subnet.address, subnet.length) - (subnet.length < 31 ? 1 : 0);
	for (let address = first; address <= last; address++) {
		if (!taken.has(address)) return formatCidr(address, subnet.length);
	}
	return null;
}

/** A 10.0.N.0/24 that overlaps no subnet of the lab; null: all 256 are in use. */
export function freeSubnet(lab: Lab): Cidr | null {
	const used = addressesOf(lab).filter(({ length }) => length > 0);
	for (let n = 0; n < 256; n++) {
		const network = NEW_NETWORK + n * 256;
		const overlaps = used.some(({ address, length }) => {
			return contains(network, Math.min(length, NEW_LENGTH), address);
		});
		if (!overlaps) return { address: network, length: NEW_LENGTH };
	}
	return null;
}

/** The subnet of a segment: of the first address on it that has room for others. */
export function subnetOf(segment: readonly Station[]): Cidr | null {
	for (const { device } of segment) {
		for (const text of device.addresses) {
			const cidr = parseOwnCidr(text);
			if (cidr.length < 32) return cidr;
		}
	}
	return null;
}

/** Nodes whose addresses the person thinks of first, and that others send through. */
function isGateway({ netns, device }: Station): boolean {
	return netns.forwarding || device.kind === 'bridge';
}

/** An address for an interface that has none, on the segment that it is on; null: there is none left. */
export function suggestAddress(lab: Lab, node: string, name: string): string | null {
	const subnet = subnetOf(segmentOf(lab, node, name)) ?? freeSubnet(lab);
	return subnet && nextFreeAddress(takenAddresses(lab), subnet);
}

function hasDefault(node: LabNode): boolean {
	return node.routes.some(({ to }) => to === 'default' || to === '0.0.0.0/0');
}

/** Who needs a gateway: hosts and namespaces, and what forwards where the internet is on the segment. */
function wants(netns: LabNode, gateway: LabNode): boolean {
	if (netns.kind === 'internet' || netns.kind === 'switch') return false;
	return netns.forwarding ? gateway.kind === 'internet' : true;
}

/**
 * Default routes for nodes on a segment that have none: through the first node on it that forwards, or that has a
 * bridge with an address there. By node id.
 */
export function suggestDefaultRoutes(lab: Lab, node: string, name: string): Map<string, string> {
	const segment = segmentOf(lab, node, name);
	const suggestions = new Map<string, string>();
	for (const station of segment) {
		if (station.netns.kind === 'switch' || hasDefault(station.netns) || suggestions.has(station.netns.id)) continue;
		const own = station.device.addresses.map(parseOwnCidr);
		for (const other of segment) {
			if (other.netns.id === station.netns.id || !isGateway(other) || !wants(station.netns, other.netns)) continue;
			const gateway = other.device.addresses.map(parseOwnCidr).find(({ address }) => {
				return own.some((one) => contains(one.address, one.length, address));
			});
			if (gateway === undefined) continue;
			suggestions.set(station.netns.id, formatIpv4(gateway.address));
			break;
		}
	}
	return suggestions;
}
