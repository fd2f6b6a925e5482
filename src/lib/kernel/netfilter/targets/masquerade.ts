/** `-j MASQUERADE`: the source becomes the address that the way out speaks with (net/netfilter/nf_nat_masquerade.c). */
import { drop } from '../../drop.ts';
import { selectSource } from '../../ip/addresses.ts';
import type { Target } from '../extension.ts';
import { setupNat } from '../nat/setup.ts';
import { checkPorts, flagsText, type NatData, noRange, portsText, random, randomFully, readPorts } from './nat-options.ts'; // prettier-ignore

export const masquerade: Target<NatData> = {
	name: 'MASQUERADE',
	tables: ['nat'],
	hooks: ['POSTROUTING'],
	needsConntrack: true,
	create: () => ({ range: noRange(), given: true, fully: false }),
	options: {
		'to-ports': { words: 1, read: (data, [word]) => readPorts(data, word) },
		random,
		'random-fully': randomFully
	},
	check: checkPorts,
	print: (data) => {
		const ports = portsText(data.range);
		return [...(ports === '' ? [] : [`--to-ports ${ports}`]), ...flagsText(data)].join(' ');
	},
	apply: (data, at) => {
		const { k, ns, packet, output } = at;
		const conn = packet.conn!;
		// A packet without a source yet (DHCP) keeps it so.
		if (conn.original.source === 0) return 'ACCEPT';
		const address = selectSource(ns, output, packet.nextHop);
		if (address === 0) {
			drop(k, ns, at.stage, packet, 'nat-no-address', output?.name ?? '');
			return 'ENDED';
		}
		conn.masqueradeDev = output?.index ?? 0;
		setupNat(at, conn, { ...data.range, from: address, to: address }, 'source', 'MASQUERADE');
		return 'ACCEPT';
	}
};
