/** Two interfaces of one netns have subnets that overlap: packets for the shared part all leave by one of them. */
import { contains, networkOf } from '../../net/prefix.ts';
import { formatCidr } from '../../net/text.ts';
import { freeSubnet } from '../addressing.ts';
import type { Lab } from '../document.ts';
import type { Advice, Adviser, Mend } from './advice.ts';
import { nameOf, type OwnAddress } from './network.ts';
import { readdress } from './readdress.ts';

export const overlappingSubnets: Adviser = (network) => {
	const advice: Advice[] = [];
	for (const netns of network.stations.keys()) {
		const all = network.addressesOf(netns).filter(({ length }) => length < 32);
		for (const [i, own] of all.entries()) {
			const other = all.slice(0, i).find((before) => {
				return (
					before.station.device !== own.station.device &&
					contains(before.address, Math.min(before.length, own.length), own.address)
				);
			});
			if (other === undefined) continue;
			const same = other.length === own.length;
			const first = formatCidr(networkOf(other.address, other.length), other.length);
			advice.push({
				kind: 'overlapping-subnets',
				path: network.pathOf(own),
				message: `the subnet of ${nameOf(own.station)} overlaps ${first}, which ${nameOf(other.station)} has`,
				severity: 'warning',
				why: same
					? 'Of two routes to the same subnet the older one is used for everything: what is behind the other interface is never reached.'
					: 'The longer prefix wins: what lies in both subnets is only looked for behind one of the interfaces.',
				mends: mendsOf(network.lab, own)
			});
		}
	}
	return advice;
};

/** Another subnet for everybody on the wire. */
function mendsOf(lab: Lab, own: OwnAddress): Mend[] {
	const free = freeSubnet(lab);
	if (free === null || own.length < free.length) return [];
	const together = own.station.segment.stations
		.flatMap(({ addresses }) => addresses)
		.filter(({ address }) => contains(own.address, own.length, address));
	const subnet = formatCidr(free.address, free.length);
	return [
		{
			text: `Move everybody on the wire of ${nameOf(own.station)} to ${subnet}`,
			apply: (old) => readdress(old, together, free.address, free.length)
		}
	];
}
