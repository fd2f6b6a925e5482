/** Interfaces on top of others: MACVLAN and VXLAN, with a subnet of their own that has traffic. */
import { formatIpv4 } from '../../../../src/lib/net/text.ts';
import type { Feature } from './feature.ts';

const FLOOD = '00:00:00:00:00:00';

export const vxlan: Feature = {
	name: 'vxlan',
	share: 10,
	draw(draft) {
		const { chance } = draft;
		const ends = chance
			.some(
				draft.members.filter(({ address, node }) => address !== 0 && node.kind !== 'netns'),
				chance.between(2, 3)
			)
			.filter(({ node }, i, all) => all.findIndex((other) => other.node === node) === i);
		if (ends.length < 2) return;
		const bound = chance.in100(50);
		const learning = chance.in100(80);
		for (const [i, { node, dev, address }] of ends.entries()) {
			const others = ends.filter((end) => end.node !== node);
			node.interfaces!.push({
				name: 'vx0',
				addresses: [`10.99.0.${i + 1}/24`],
				mtu: chance.pick([1450, 1450, 1500]),
				type: 'vxlan',
				vxlan: {
					id: 42,
					local: formatIpv4(address),
					...(bound ? { dev } : {}),
					learning,
					fdb: others.map((end) => ({ mac: FLOOD, dst: formatIpv4(end.address) }))
				}
			});
		}
		for (let i = chance.between(1, 3); i > 0; i--) {
			const from = chance.pick(ends).node;
			const to = `10.99.0.${chance.between(1, ends.length + 1)}`;
			const size = chance.pick([56, 500, 1422, 1423, 3000]);
			draft.happen(chance.in100(50) ? { do: 'ping', to, size } : { do: 'udp', to, port: 7, size }, from);
		}
	}
};

/**
 * A second machine on a host's card. Its host answers no ARP in its name (arp_ignore): of two answers, which is the
 * quicker is chance.
 */
export const macvlan: Feature = {
	name: 'macvlan',
	share: 10,
	draw(draft) {
		const { chance } = draft;
		const cards = draft.members.filter(({ node, dev, address }) => {
			return node.kind === 'host' && dev !== 'br0' && address !== 0;
		});
		if (cards.length === 0) return;
		const { node, dev } = chance.pick(cards);
		const segment = draft.segments.find(({ members }) => members.some((one) => one.node === node && one.dev === dev))!;
		if (segment.length > 24) return;
		const mode = chance.weighted({ bridge: 6, private: 2, vepa: 1 });
		const own = draft.add('netns', 'mv', { parent: node.id });
		const address = segment.network + chance.between(60, 80);
		own.interfaces!.push({
			name: 'eth0',
			addresses: [`${formatIpv4(address)}/${segment.length}`],
			type: 'macvlan',
			macvlan: { lower: dev, mode, node: node.id }
		});
		own.services = [{ kind: 'udp-echo', port: 7 }];
		own.sysctls = { 'net.ipv4.conf.all.arp_ignore': 1 };
		node.sysctls = { ...node.sysctls, 'net.ipv4.conf.all.arp_ignore': 1 };
		draft.happen({ do: 'ping', to: formatIpv4(draft.someAddress()) }, own);
		draft.happen({ do: 'udp', to: formatIpv4(address), port: 7 }, chance.pick(draft.hosts));
		draft.happen({ do: 'ping', to: formatIpv4(address) }, chance.pick(draft.hosts));
	}
};
