/** A route leads to a gateway that is on none of the node's subnets, or that nobody on the wire is. */
import { formatIpv4, parseIpv4 } from '../../net/text.ts';
import { contains } from '../../net/prefix.ts';
import type { LabNode, Route } from '../document.ts';
import { updateNode } from '../edit/nodes.ts';
import { routesToBuild } from '../routes.ts';
import { nodeById } from '../topology.ts';
import { nextFreeAddress, takenAddresses } from '../addressing.ts';
import type { Advice, Adviser, Mend } from './advice.ts';
import { replaceAddress } from './edits.ts';
import type { Network } from './network.ts';

export const unreachableGateway: Adviser = (network) => {
	const advice: Advice[] = [];
	for (const [id, stations] of network.stations) {
		const netns = stations[0].netns;
		for (const [j, { route, refusal, dev }] of routesToBuild(network.lab, id).entries()) {
			if (route.via === undefined) continue;
			const gateway = parseIpv4(route.via);
			const on = stations.find(({ device }) => device.name === dev);
			const nobody = on !== undefined && on.segment.stations.length > 1 && !network.ownerOn(on.segment, gateway);
			if (!nobody && refusal?.key !== 'via') continue;
			advice.push({
				kind: 'unreachable-gateway',
				path: network.pathOfNode(id, 'routes', j, 'via'),
				message: nobody
					? `${netns.name} sends to ${route.to} through ${route.via}, and nobody on ${dev} has that address`
					: `${netns.name} has no subnet with ${route.via} in it: Linux refuses the route to ${route.to}`,
				severity: 'warning',
				why: nobody
					? 'A gateway is found by ARP. When nobody answers, everything that goes through it is lost after three seconds.'
					: 'A gateway must be a neighbour: the packet is put into a frame to its MAC, and only a neighbour has one.',
				mends: [
					...gatewaysNear(network, netns).map((better): Mend => {
						const via = formatIpv4(better.address);
						return {
							text: `Send through ${better.name} (${via})`,
							apply: (lab) =>
								updateNode(lab, id, {
									routes: withGateway(
										lab.nodes.find((one) => one.id === id)!,
										route,
										via
									)
								})
						};
					}),
					...intoTheirSubnet(network, netns, route)
				]
			});
		}
	}
	return advice;
};

function withGateway({ routes }: LabNode, route: Route, via: string): Route[] {
	return routes.map((one) => (one.to === route.to && one.metric === route.metric ? { ...one, via } : one));
}

/** Nodes that forward, on a wire of this one and in a subnet of its. */
function gatewaysNear(network: Network, netns: LabNode): { name: string; address: number }[] {
	return (network.stations.get(netns.id) ?? []).flatMap(({ segment, addresses }) =>
		segment.stations
			.filter((other) => other.netns !== netns && (nodeById(network.lab, other.netns.id)?.forwarding ?? false))
			.flatMap((other) =>
				other.addresses
					.filter(({ address }) => addresses.some((own) => contains(own.address, own.length, address)))
					.map(({ address }) => ({ name: other.netns.name, address }))
			)
	);
}

/** It is alone in its subnet, beside a router that is in another one: it was meant to be in that. */
function intoTheirSubnet(network: Network, netns: LabNode, route: Route): Mend[] {
	return (network.stations.get(netns.id) ?? []).flatMap(({ segment, device, addresses }) => {
		const [own] = addresses;
		const others = segment.stations.filter((other) => other.netns !== netns).flatMap((other) => other.addresses);
		if (own === undefined || others.some(({ address }) => contains(own.address, own.length, address))) return [];
		return others
			.filter(({ station }) => station.netns.forwarding)
			.flatMap((gateway): Mend[] => {
				const free = nextFreeAddress(takenAddresses(network.lab), gateway);
				if (free === null) return [];
				const via = formatIpv4(gateway.address);
				return [
					{
						text: `Give ${device.name} of ${netns.name} ${free}, and send through ${gateway.station.netns.name} (${via})`,
						apply: (lab) => {
							const moved = replaceAddress(lab, device, own.text, free);
							const node = nodeById(moved, netns.id);
							return node === undefined ? lab : updateNode(moved, netns.id, { routes: withGateway(node, route, via) });
						}
					}
				];
			});
	});
}
