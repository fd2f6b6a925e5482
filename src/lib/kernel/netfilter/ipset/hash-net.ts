/** hash:net: networks; the longest that holds an address decides (net/netfilter/ipset/ip_set_hash_net.c). */
import { lengthOfMask, maskOf } from '../../../net/prefix.ts';
import { formatCidr, formatIpv4 } from '../../../net/text.ts';
import { RuleError } from '../extension.ts';
import { addressMaskOf } from '../language/values.ts';
import { addressIn } from './packet-parts.ts';
import { acceptedAt, type SetType } from './set-type.ts';

function keyOf(network: number, length: number): number {
	return network * 64 + length;
}

export const hashNet: SetType = {
	name: 'hash:net',
	dimensions: 1,
	hasNomatch: true,
	read: (_set, word) => {
		const { address, mask } = addressMaskOf(word);
		const length = lengthOfMask(mask);
		if (length < 1) throw new RuleError(`"${word}" is not a network that a set can hold`, 'such as 10.0.0.0/8');
		return [
			{ key: keyOf(address, length), text: length === 32 ? formatIpv4(address) : formatCidr(address, length), length }
		];
	},
	find: (set, at, [direction], accepts) => {
		const address = addressIn(at, direction);
		for (const length of set.lengths) {
			const found = acceptedAt(set, keyOf((address & maskOf(length)) >>> 0, length), accepts);
			if (found !== undefined) return found;
		}
		return undefined;
	}
};
