/** hash:ip: addresses (net/netfilter/ipset/ip_set_hash_ip.c). */
import { maskOf } from '../../../net/prefix.ts';
import { formatIpv4 } from '../../../net/text.ts';
import { RuleError } from '../extension.ts';
import { addressMaskOf, addressRangeOf } from '../language/values.ts';
import { addressIn } from './packet-parts.ts';
import type { SetType } from './set-type.ts';

/** Addresses that one line may stand for. */
const MOST = 65_536;

export const hashIp: SetType = {
	name: 'hash:ip',
	dimensions: 1,
	read: ({ netmask }, word) => {
		let { from, to } = { from: 0, to: 0 };
		if (word.includes('/')) {
			const { address, mask } = addressMaskOf(word);
			from = address;
			to = (address | ~mask) >>> 0;
		} else ({ from, to } = addressRangeOf(word));
		const step = 2 ** (32 - netmask);
		if ((to - from) / step >= MOST)
			throw new RuleError(`"${word}" are too many addresses`, 'use a set of type hash:net');
		const first = (from & maskOf(netmask)) >>> 0;
		const entries = [];
		for (let address = first; address <= to; address += step)
			entries.push({ key: address, text: formatIpv4(address), length: 32 });
		return entries;
	},
	find: (set, at, [direction]) => set.entries.get((addressIn(at, direction) & maskOf(set.netmask)) >>> 0)
};
