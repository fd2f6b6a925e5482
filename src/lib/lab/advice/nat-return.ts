/** A port forward leads to a machine whose answers go another way: the sender hears from an address that it never asked. */
import { isPrivate } from '../../net/prefix.ts';
import { formatIpv4, parseIpv4 } from '../../net/text.ts';
import type { Advice, Adviser } from './advice.ts';
import { putRoute } from './edits.ts';
import { nameOf } from './network.ts';

/** Somebody out there; TEST-NET-3, RFC 5737. */
const OUTSIDE = parseIpv4('203.0.113.254');

export const natReturn: Adviser = (network) => {
	const advice: Advice[] = [];
	for (const [id, stations] of network.stations) {
		const gateway = stations[0].netns;
		for (const [j, rule] of gateway.nat.entries()) {
			if (rule.target !== 'DNAT') continue;
			const inside = parseIpv4(rule.to);
			const way = network.decide(gateway, inside);
			if (way.kind !== 'send' || way.gateway) continue;
			const server = network.ownerOn(way.station.segment, inside);
			const via = way.station.addresses.find(({ address }) => isPrivate(address) || way.station.addresses.length === 1);
			if (server === undefined || via === undefined) continue;
			const back = network.decide(server.netns, OUTSIDE);
			const returns = back.kind === 'send' && network.ownerOn(back.station.segment, back.nextHop)?.netns === gateway;
			if (returns || back.kind === 'local') continue;
			const address = formatIpv4(via.address);
			advice.push({
				kind: 'nat-return',
				path: network.pathOfNode(id, 'nat', j),
				message: `the port forward of ${gateway.name} leads to ${nameOf(server)}, whose answers do not come back through ${gateway.name}`,
				severity: 'warning',
				why: 'Only the gateway that changed the destination can change the answer back. What takes another way has the wrong source, and the client throws it away.',
				mends: [
					{
						text: `Let ${server.netns.name} send through ${gateway.name}: default via ${address}`,
						apply: (lab) => putRoute(lab, server.netns.id, { to: 'default', via: address })
					}
				]
			});
		}
	}
	return advice;
};
