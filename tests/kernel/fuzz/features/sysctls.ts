/** Settings of the kernel that change what is on the wire. */
import type { Chance } from '../chance.ts';
import type { Feature } from './feature.ts';

/** Those that a running network may be told too. */
export function someSysctls(chance: Chance): Record<string, number> {
	const one = chance.pick<[string, number]>([
		['net.ipv4.ip_default_ttl', chance.pick([1, 3, 128, 255])],
		['net.ipv4.icmp_ratelimit', chance.pick([0, 200])],
		['net.ipv4.conf.all.send_redirects', 0],
		['net.ipv4.conf.all.accept_redirects', chance.below(2)],
		['net.ipv4.neigh.default.unres_qlen_bytes', chance.pick([0, 1000, 4000])],
		['net.ipv4.neigh.default.locktime', 0]
	]);
	return Object.fromEntries([one]);
}

export const sysctls: Feature = {
	name: 'sysctls',
	share: 15,
	draw(draft) {
		const { chance } = draft;
		for (const node of chance.some(draft.hosts, chance.between(1, 2))) {
			node.sysctls = { ...node.sysctls, ...someSysctls(chance) };
		}
	}
};

export const slowNeighbours: Feature = {
	name: 'slow-neighbours',
	share: 6,
	draw(draft) {
		draft.slow = true;
	}
};
