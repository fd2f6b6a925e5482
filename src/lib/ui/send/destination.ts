/** Where a packet for a clicked node goes: its address, a name for it, and the port that it listens on. */
import type { Lab } from '../../lab/document.ts';
import { devicesOf, netnsOf, nodeById } from '../../lab/topology.ts';
import { parseIpv4 } from '../../net/text.ts';
import { contains, networkOf } from '../../net/prefix.ts';

/** Addresses of a node with their prefix lengths, lo left out. */
export function addressesOf(lab: Lab, node: string): { address: string; length: number }[] {
	const kind = nodeById(lab, node)?.kind;
	return devicesOf(lab, netnsOf(lab, node))
		.filter((device) => device.kind !== 'lo' && (kind !== 'bridge' || device.node === node))
		.flatMap((device) => device.addresses)
		.map((cidr) => ({ address: cidr.split('/')[0], length: Number(cidr.split('/')[1]) }));
}

/** Every address of the lab, once, with the names of those who have it: the address of a bridge is its host's too. */
export function knownAddresses(lab: Lab): [address: string, names: string[]][] {
	const names = new Map<string, Set<string>>();
	for (const node of lab.nodes)
		for (const { address } of addressesOf(lab, node.id)) {
			if (!names.has(address)) names.set(address, new Set());
			names.get(address)!.add(node.name);
		}
	return [...names].map(([address, of]) => [address, [...of]]);
}

/** The one in a network of the sender's if there is one, else the first; undefined when it has none. */
export function destinationAddress(lab: Lab, from: string, to: string): string | undefined {
	const theirs = addressesOf(lab, to);
	const ours = from ? addressesOf(lab, from) : [];
	const near = theirs.find(({ address }) =>
		ours.some((own) => contains(networkOf(parseIpv4(own.address), own.length), own.length, parseIpv4(address)))
	);
	return (near ?? theirs[0])?.address;
}

/** A name that a hosts file or a DNS server of the lab has for a node's address, else the node's own name. */
export function nameFor(lab: Lab, node: string): string {
	const addresses = addressesOf(lab, node).map(({ address }) => address);
	for (const one of lab.nodes) {
		for (const entry of one.hosts) if (addresses.includes(entry.address)) return entry.names[0];
		for (const service of one.services) {
			if (service.kind !== 'dns') continue;
			const found = Object.entries(service.records).find(([, to]) => to.some((address) => addresses.includes(address)));
			if (found) return found[0];
		}
	}
	return nodeById(lab, node)?.name ?? '';
}

/** Services that answer a kind of sending. */
const answering: Partial<Record<string, readonly string[]>> = {
	udp: ['udp-echo', 'dns'],
	tcp: ['tcp-echo', 'http'],
	http: ['http'],
	load: ['load']
};

/** The port of a program on the node that answers this kind of sending, if there is one. */
export function servicePort(lab: Lab, node: string, kind: string): number | undefined {
	return nodeById(lab, node)?.services.find((service) => answering[kind]?.includes(service.kind))?.port;
}
