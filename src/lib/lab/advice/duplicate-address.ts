/** Two machines on one wire have the same address: whoever answers first gets the packets (RFC 5227). */
import { nextFreeAddress, takenAddresses } from '../addressing.ts';
import type { Adviser, Mend } from './advice.ts';
import { replaceAddress } from './edits.ts';
import { nameOf, type OwnAddress } from './network.ts';

export const duplicateAddress: Adviser = (network) => {
	const found = [];
	for (const { stations } of network.segments) {
		const seen = new Map<number, OwnAddress>();
		for (const own of stations.flatMap(({ addresses }) => addresses)) {
			const first = seen.get(own.address);
			if (first === undefined) seen.set(own.address, own);
			else if (first.station.netns !== own.station.netns) found.push({ first, own });
		}
	}
	return found.map(({ first, own }) => {
		const free = nextFreeAddress(takenAddresses(network.lab), own);
		const { device } = own.station;
		const mends: Mend[] =
			free === null
				? []
				: [
						{ text: `Give ${nameOf(own.station)} ${free}`, apply: (lab) => replaceAddress(lab, device, own.text, free) }
					];
		return {
			kind: 'duplicate-address',
			path: network.pathOf(own),
			message: `${nameOf(own.station)} has the address of ${nameOf(first.station)}, on the same wire`,
			severity: 'warning',
			why: 'Both answer the ARP request for it, and whoever is heard first gets the packets: connections hang, and come and go.',
			mends
		};
	});
};
