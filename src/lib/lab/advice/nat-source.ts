/** A gateway translates the sources of a subnet that nobody has: what it should translate goes out as it is. */
import { contains, networkOf } from '../../net/prefix.ts';
import { formatCidr, parseCidr, parseIpv4 } from '../../net/text.ts';
import type { LabNode, NatRule } from '../document.ts';
import { updateNode } from '../edit/nodes.ts';
import { routePrefix } from '../routes.ts';
import type { Advice, Adviser } from './advice.ts';
import type { Network } from './network.ts';

/** Somebody out there; TEST-NET-3, RFC 5737. */
const OUTSIDE = parseIpv4('203.0.113.254');

export const natSource: Adviser = (network) =>
	[...network.stations.values()].flatMap(([{ netns }]) => natSourcesOf(network, netns));

/** Of one gateway. */
export function natSourcesOf(network: Network, gateway: LabNode): Advice[] {
	return gateway.nat.flatMap((rule, j): Advice[] => {
		if (rule.target === 'DNAT' || rule.source === undefined) return [];
		const { source } = rule;
		const inside = insideOf(network, gateway, rule);
		if (inside.length === 0 || anybodyIn(network, gateway, source)) return [];
		return [
			{
				kind: 'nat-source',
				path: network.pathOfNode(gateway.id, 'nat', j, 'source'),
				message: `the ${rule.target} rule of ${gateway.name} is for ${source}, and nobody has an address of that subnet`,
				severity: 'warning',
				why: 'A rule changes only the sources that it names. All others leave with the addresses that they have, and where those are private no answer finds the way back.',
				mends: inside.map((subnet) => ({
					text: `Let the ${rule.target} rule of ${gateway.name} be for ${subnet}`,
					apply: (lab) => updateNode(lab, gateway.id, { nat: gateway.nat.with(j, { ...rule, source: subnet }) })
				}))
			}
		];
	});
}

/** The subnets of the interfaces by which the rule's packets don't leave. */
function insideOf(network: Network, gateway: LabNode, { out }: Exclude<NatRule, { target: 'DNAT' }>): string[] {
	const way = network.decide(gateway, OUTSIDE);
	const outer = out ?? (way.kind === 'send' ? way.station.device.name : '');
	const subnets = network
		.addressesOf(gateway.id)
		.filter(({ station }) => station.device.name !== outer)
		.map(({ address, length }) => formatCidr(networkOf(address, length), length));
	return [...new Set(subnets)];
}

/** An address of any node, a subnet of the gateway, or a network that it knows a way to. */
function anybodyIn(network: Network, gateway: LabNode, source: string): boolean {
	const own = parseCidr(source);
	const overlaps = ({ address, length }: { address: number; length: number }) =>
		contains(address, Math.min(length, own.length), own.address);
	return (
		[...network.stations.keys()].some((id) =>
			network.addressesOf(id).some(({ address }) => contains(own.address, own.length, address))
		) ||
		network.addressesOf(gateway.id).some(overlaps) ||
		gateway.routes.some(({ to }) => to !== 'default' && overlaps(routePrefix(to)))
	);
}
