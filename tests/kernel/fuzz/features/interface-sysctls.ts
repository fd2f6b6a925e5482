/** What an interface is told: whose packets it takes, whom it answers, which addresses it speaks for. */
import { formatIpv4 } from '../../../../src/lib/net/text.ts';
import type { Feature } from './feature.ts';

const VALUES: Record<string, readonly number[]> = {
	rp_filter: [1, 2, 1],
	arp_ignore: [1, 2, 3, 8],
	arp_announce: [1, 2],
	arp_filter: [1],
	arp_accept: [1],
	drop_gratuitous_arp: [1],
	accept_local: [1],
	route_localnet: [1],
	bc_forwarding: [1],
	shared_media: [0],
	secure_redirects: [0],
	send_redirects: [0],
	forwarding: [0, 1],
	ignore_routes_with_linkdown: [1],
	promote_secondaries: [1]
};

export const interfaceSysctls: Feature = {
	name: 'interface-sysctls',
	share: 25,
	draw(draft) {
		const { chance } = draft;
		for (const node of chance.some(draft.hosts, chance.between(1, 3))) {
			const devs = draft.membersOf(node).map(({ dev }) => dev);
			for (let i = chance.between(1, 2); i > 0; i--) {
				const name = chance.pick(Object.keys(VALUES));
				const dev = devs.length > 0 && chance.in100(50) ? chance.pick(devs) : 'all';
				node.sysctls = { ...node.sysctls, [`net.ipv4.conf.${dev}.${name}`]: chance.pick(VALUES[name]) };
			}
		}
	}
};

/** ARP in another's name, at once: a delay is drawn at random by Linux. */
export const proxies: Feature = {
	name: 'proxies',
	share: 10,
	draw(draft) {
		const { chance } = draft;
		const node = chance.pick(draft.hosts);
		const own = draft.membersOf(node);
		if (own.length === 0) return;
		const { dev } = chance.pick(own);
		node.sysctls = { ...node.sysctls, [`net.ipv4.neigh.${dev}.proxy_delay`]: 0 };
		if (chance.in100(50)) node.sysctls[`net.ipv4.conf.${dev}.proxy_arp`] = 1;
		else node.proxies = [{ address: formatIpv4(draft.someAddress()), dev }];
	}
};
