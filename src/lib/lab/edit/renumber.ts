/** MACs and addresses of copied nodes: their own where the lab has the original's already. */
import { formatIpv4, parseOwnCidr } from '../../net/text.ts';
import { nextFreeAddress, takenAddresses } from '../addressing.ts';
import type { Lab, LabNode } from '../document.ts';
import { macSource } from '../mac.ts';

export interface Renumbering {
	/** The node with MACs and addresses that nobody has. */
	fresh(node: LabNode): LabNode;
	/** The node with what it says of other copies' addresses brought up to date. Called when all are fresh. */
	follow(node: LabNode): LabNode;
}

export function createRenumbering(lab: Lab): Renumbering {
	const nextMac = macSource(lab.nodes);
	const macs = new Set(lab.nodes.flatMap((node) => [node.bridge?.mac, ...node.interfaces.map(({ mac }) => mac)]));
	const addresses = takenAddresses(lab);
	/** Original address -> the copy's, without prefix lengths. */
	const moved = new Map<string, string>();

	const freshMac = (mac: string) => {
		const free = macs.has(mac) ? nextMac() : mac;
		macs.add(free);
		return free;
	};
	const freshAddress = (text: string): string[] => {
		const { address, length } = parseOwnCidr(text);
		// A /32 has no neighbour to take instead; it stays and is there twice, as an anycast address is.
		if (!addresses.has(address) || length === 32) {
			addresses.add(address);
			return [text];
		}
		const free = nextFreeAddress(addresses, { address, length });
		if (free === null) return [];
		addresses.add(parseOwnCidr(free).address);
		moved.set(formatIpv4(address), free.split('/')[0]);
		return [free];
	};
	const now = (address: string) => moved.get(address) ?? address;

	return {
		fresh(node) {
			const interfaces = node.interfaces.map((one) => ({
				...one,
				...(one.mac === undefined ? {} : { mac: freshMac(one.mac) }),
				addresses: one.addresses.flatMap(freshAddress)
			}));
			const { bridge } = node;
			if (bridge === undefined) return { ...node, interfaces };
			const own = {
				...(bridge.mac === undefined ? {} : { mac: freshMac(bridge.mac) }),
				addresses: bridge.addresses.flatMap(freshAddress)
			};
			return { ...node, interfaces, bridge: { ...bridge, ...own } };
		},
		follow(node) {
			return {
				...node,
				routes: node.routes.map((route) => ({
					...route,
					...(route.via === undefined ? {} : { via: now(route.via) }),
					...(route.src === undefined ? {} : { src: now(route.src) }),
					...(route.nexthops === undefined
						? {}
						: { nexthops: route.nexthops.map((hop) => (hop.via === undefined ? hop : { ...hop, via: now(hop.via) })) })
				})),
				nat: node.nat.map((rule) => (rule.target === 'MASQUERADE' ? rule : { ...rule, to: now(rule.to) })),
				neighbours: node.neighbours.map((one) => ({ ...one, address: now(one.address) })),
				proxies: node.proxies.map((one) => ({ ...one, address: now(one.address) })),
				hosts: node.hosts.map((one) => ({ ...one, address: now(one.address) })),
				nameservers: node.nameservers.map(now)
			};
		}
	};
}
