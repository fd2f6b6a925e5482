/** `-j NETMAP`: one network becomes another, address by address (net/netfilter/xt_NETMAP.c). */
import { ipv4Destination, ipv4Source } from '../../../wire/ipv4.ts';
import { L3 } from '../../packet.ts';
import { RuleError, type Target } from '../extension.ts';
import { type AddressMask, addressMaskOf, hostOrNetworkText } from '../language/values.ts';
import { rangeTo } from '../nat/range.ts';
import { setupNat } from '../nat/setup.ts';
import type { ExtensionData } from '../rule.ts';

interface Netmap extends ExtensionData {
	to: AddressMask | null;
}

export const netmap: Target<Netmap> = {
	name: 'NETMAP',
	tables: ['nat'],
	needsConntrack: true,
	create: () => ({ to: null }),
	options: { to: { words: 1, read: (data, [word]) => void (data.to = addressMaskOf(word)) } },
	check: ({ to }) => {
		if (to === null) throw new RuleError('-j NETMAP needs --to', 'such as --to 10.2.0.0/16');
	},
	print: ({ to }) => `--to ${hostOrNetworkText(to!)}`,
	apply: ({ to }, at) => {
		const { bytes } = at.packet;
		const side = at.hook === 'PREROUTING' || at.hook === 'OUTPUT' ? 'destination' : 'source';
		const old = side === 'source' ? ipv4Source(bytes, L3) : ipv4Destination(bytes, L3);
		const { address, mask } = to!;
		setupNat(at, at.packet.conn!, rangeTo((address | (old & ~mask)) >>> 0), side, 'NETMAP');
		return 'ACCEPT';
	}
};
