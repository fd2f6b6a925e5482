/** NAT rules of every kind, where they make sense and where they don't. */
import { formatCidr, formatIpv4 } from '../../../../src/lib/net/text.ts';
import type { Draft, NodeSource } from '../draft.ts';
import { PORTS } from '../ports.ts';
import type { Feature } from './feature.ts';

type NatSource = NonNullable<NodeSource['nat']>[number];

export function someNatRule(draft: Draft, node: NodeSource): NatSource {
	const { chance } = draft;
	const own = draft.membersOf(node);
	const dev = () => (own.length > 0 && chance.in100(60) ? chance.pick(own).dev : undefined);
	const subnet = () => {
		const { network, length } = chance.pick(draft.segments);
		return chance.in100(40) ? formatCidr(network, length) : undefined;
	};
	const target = chance.weighted({ MASQUERADE: 4, SNAT: 3, DNAT: 4 });
	const out = dev();
	const source = subnet();
	const from = { ...(out === undefined ? {} : { out }), ...(source === undefined ? {} : { source }) };
	if (target === 'MASQUERADE') return { target, ...from };
	if (target === 'SNAT') {
		const to = own.length > 0 && chance.in100(85) ? chance.pick(own).address : 0;
		return { target, ...from, to: formatIpv4(to || draft.someAddress()) };
	}
	return {
		target,
		...(out === undefined ? {} : { in: out }),
		...(chance.in100(40) ? { destination: formatIpv4(draft.someAddress()) } : {}),
		protocol: chance.pick(['tcp', 'udp']),
		port: chance.pick(PORTS),
		to: formatIpv4(draft.someAddress()),
		...(chance.in100(50) ? { toPort: chance.pick(PORTS) } : {})
	};
}

export const nat: Feature = {
	name: 'nat',
	share: 30,
	draw(draft) {
		const { chance } = draft;
		const gateways = draft.hosts.filter(({ forwarding }) => forwarding === true);
		for (const node of gateways.length > 0 ? chance.some(gateways, chance.between(1, 2)) : [chance.pick(draft.hosts)]) {
			node.nat = Array.from({ length: chance.between(1, 3) }, () => someNatRule(draft, node));
		}
	}
};
