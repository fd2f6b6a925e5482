/** hash:ip: addresses (net/netfilter/ipset/ip_set_hash_ip.c). */
import { maskOf } from '../../../net/prefix.ts';
import { formatIpv4 } from '../../../net/text.ts';
import { RuleError } from '../extension.ts';
import { addressMaskOf, addressRangeOf, type Range } from '../language/values.ts';
import { addressIn } from './packet-parts.ts';
import { acceptedAt, type SetType } from './set-type.ts';

/** Addresses that one line may stand for. */
const MOST = 65_536;

/** "10.0.0.0/30", "10.0.0.1-10.0.0.9" or one address. */
function spanOf(word: string): Range {
	if (!word.includes('/')) return addressRangeOf(word);
	const { address, mask } = addressMaskOf(word);
	return { from: address, to: (address | ~mask) >>> 0 };
}

export const hashIp: SetType = {
	name: 'hash:ip',
	dimensions: 1,
	hasNomatch: false,
	read: ({ netmask }, word) => {
		const { from, to } = spanOf(word);
		const step = 2 ** (32 - netmask);
		if ((to - from) / step >= MOST)
			throw new RuleError(`"${word}" are too many addresses`, 'use a set of type hash:net');
		const first = (from & maskOf(netmask)) >>> 0;
		const entries = [];
		for (let address = first; address <= to; address += step)
			entries.push({ key: address, text: formatIpv4(address), length: 32 });
		return entries;
	},
	find: (set, at, [direction], accepts) =>
		acceptedAt(set, (addressIn(at, direction) & maskOf(set.netmask)) >>> 0, accepts)
};
