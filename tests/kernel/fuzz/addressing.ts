/** Addresses as somebody would plan them, one subnet a segment: small and large ones, point to point ones, and some that overlap. */
import { formatCidr } from '../../../src/lib/net/text.ts';
import { networkOf } from '../../../src/lib/net/prefix.ts';
import type { Draft, Segment } from './draft.ts';

const TEN = 0x0a000000;

function subnetFor(draft: Draft, { members }: Segment, position: number): { network: number; length: number } {
	const { chance } = draft;
	const way = chance.weighted({ plain: 70, large: 8, small: 8, pair: 8, inside: 6 });
	const plain = TEN + (position + 1) * 256;
	if (way === 'large') return { network: TEN + (position + 1) * 65536, length: 16 };
	if (way === 'small') return { network: plain + chance.pick([0, 64, 248]), length: 29 };
	if (way === 'pair' && members.length === 2) {
		const length = chance.pick([30, 31]);
		return { network: plain + chance.pick([0, 4, 252]), length };
	}
	const earlier = draft.segments.slice(0, position);
	if (way === 'inside' && earlier.length > 0) {
		// A part of another segment's subnet, or the very same.
		const { network, length } = chance.pick(earlier);
		if (length >= 24) return { network: networkOf(network, length), length: chance.pick([length, 24, 16]) };
	}
	return { network: plain, length: 24 };
}

export function drawAddresses(draft: Draft): void {
	const { chance } = draft;
	for (const [position, segment] of draft.segments.entries()) {
		const { network, length } = subnetFor(draft, segment, position);
		segment.network = networkOf(network, length);
		segment.length = length;
		// In a /31 both addresses are hosts (RFC 3021).
		let host = length === 31 ? 0 : chance.pick([1, 1, 1, 2]);
		const size = 2 ** (32 - length) - (length >= 31 ? 0 : 1);
		for (const member of segment.members) {
			if (host >= size) break;
			member.address = (segment.network + host++) >>> 0;
			member.addresses.push(formatCidr(member.address, length));
		}
	}
}
