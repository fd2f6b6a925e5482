/** A DHCP server tells its clients a router that nobody on its wire is. */
import { contains } from '../../net/prefix.ts';
import { formatIpv4, parseIpv4 } from '../../net/text.ts';
import { updateNode } from '../edit/nodes.ts';
import type { Adviser } from './advice.ts';

export const dhcpRouter: Adviser = (network) =>
	[...network.stations.values()].flatMap((stations) => {
		const { netns } = stations[0];
		return netns.services.flatMap((service, j) => {
			if (service.kind !== 'dhcp' || service.router === undefined) return [];
			const station = stations.find(({ device }) => device.name === service.interface);
			const [own] = station?.addresses ?? [];
			if (station === undefined || own === undefined) return [];
			const owner = network.ownerOn(station.segment, parseIpv4(service.router));
			if (owner?.netns.forwarding === true) return [];
			const better = station.segment.stations
				.filter(({ netns: other }) => other.forwarding)
				.flatMap((other) => other.addresses.filter(({ address }) => contains(own.address, own.length, address)));
			return [
				{
					kind: 'dhcp-router',
					path: network.pathOfNode(netns.id, 'services', j, 'router'),
					message:
						owner === undefined
							? `DHCP of ${netns.name} tells ${service.router} as the router, and nobody on ${service.interface} has that address`
							: `DHCP of ${netns.name} tells ${service.router} as the router, which is ${owner.netns.name}, and that does not forward`,
					severity: 'warning',
					why: 'A client believes what it is told: it gets an address, reaches its neighbours, and nothing beyond them.',
					mends: better.map(({ address, station: { netns: router } }) => {
						const right = formatIpv4(address);
						return {
							text: `Let it tell ${right}, which is ${router.name}`,
							apply: (lab) =>
								updateNode(lab, netns.id, {
									services: netns.services.map((one) => (one === service ? { ...service, router: right } : one))
								})
						};
					})
				}
			];
		});
	});
