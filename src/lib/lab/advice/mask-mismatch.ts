/** Machines on one wire disagree about how large their subnet is: one of two sends directly, the other to a gateway or nowhere. */
import { contains, networkOf } from '../../net/prefix.ts';
import { formatCidr } from '../../net/text.ts';
import type { Advice, Adviser } from './advice.ts';
import { replaceAddress } from './edits.ts';
import { nameOf, type OwnAddress } from './network.ts';

function overlap(a: OwnAddress, b: OwnAddress): boolean {
	return contains(a.address, Math.min(a.length, b.length), b.address);
}

/**
 * The prefix length that most of the others have, of those with which all are neighbours; of two equally common ones that
 * of a gateway, then the longer.
 */
function usualLength(own: readonly OwnAddress[]): number {
	const votes = new Map<number, number>();
	for (const { length, station } of own)
		votes.set(length, (votes.get(length) ?? 0) + (station.netns.forwarding ? 1.5 : 1));
	const [{ address }] = own;
	const together = [...votes].filter(([length]) => own.every((other) => contains(address, length, other.address)));
	return (together.length > 0 ? together : [...votes]).sort(([a, x], [b, y]) => y - x || b - a)[0][0];
}

export const maskMismatch: Adviser = (network) => {
	const advice: Advice[] = [];
	for (const { stations } of network.segments) {
		// A /32 is a machine by itself, on purpose.
		const waiting = stations.flatMap(({ addresses }) => addresses).filter(({ length }) => length < 32);
		while (waiting.length > 0) {
			const [first] = waiting;
			const together = waiting.filter((other) => overlap(first, other));
			for (const one of together) waiting.splice(waiting.indexOf(one), 1);
			const usual = usualLength(together);
			for (const own of together) {
				if (own.length === usual) continue;
				const right = formatCidr(own.address, usual);
				const others = formatCidr(networkOf(own.address, usual), usual);
				const narrow = own.length > usual;
				advice.push({
					kind: 'mask-mismatch',
					path: network.pathOf(own),
					message: `${nameOf(own.station)} has a /${own.length}, the others on its wire have ${others}`,
					severity: 'warning',
					why: narrow
						? 'It takes some of its neighbours for strangers and sends what is for them to its gateway, or nowhere.'
						: 'It takes addresses for neighbours that are elsewhere, asks for them by ARP, and nobody answers.',
					mends: [
						{
							text: `Give ${nameOf(own.station)} ${right}`,
							apply: (lab) => replaceAddress(lab, own.station.device, own.text, right)
						}
					]
				});
			}
		}
	}
	return advice;
};
