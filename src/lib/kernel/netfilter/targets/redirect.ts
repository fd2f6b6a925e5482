/** `-j REDIRECT`: the connection goes to this machine itself (net/netfilter/nf_nat_redirect.c). */
import { drop } from '../../drop.ts';
import type { Target } from '../extension.ts';
import { setupNat } from '../nat/setup.ts';
import { checkPorts, flagsText, type NatData, noRange, portsText, random, readPorts } from './nat-options.ts';

/** 127.0.0.1: where the machine's own packets are sent. */
const LOOPBACK = 0x7f000001;

export const redirect: Target<NatData> = {
	name: 'REDIRECT',
	tables: ['nat'],
	hooks: ['PREROUTING', 'OUTPUT'],
	needsConntrack: true,
	create: () => ({ range: noRange(), given: true, fully: false }),
	options: { 'to-ports': { words: 1, read: (data, [word]) => readPorts(data, word) }, random },
	check: checkPorts,
	print: (data) => {
		const ports = portsText(data.range);
		return [...(ports === '' ? [] : [`--to-ports ${ports}`]), ...flagsText(data)].join(' ');
	},
	apply: (data, at) => {
		const address = at.hook === 'OUTPUT' ? LOOPBACK : (at.input?.addresses[0]?.address ?? 0);
		if (address === 0) {
			drop(at.k, at.ns, at.stage, at.packet, 'nat-no-address', at.input?.name ?? '');
			return 'ENDED';
		}
		setupNat(at, at.packet.conn!, { ...data.range, from: address, to: address }, 'destination', 'REDIRECT');
		return 'ACCEPT';
	}
};
