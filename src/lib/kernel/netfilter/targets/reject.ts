/** `-j REJECT`: the packet ends here, and its sender is told (net/ipv4/netfilter/ipt_REJECT.c). */
import { isLimitedBroadcast, isMulticast } from '../../../net/prefix.ts';
import {
	ICMP_DEST_UNREACH,
	ICMP_HOST_UNREACH,
	ICMP_NET_UNREACH,
	ICMP_PKT_FILTERED,
	ICMP_PORT_UNREACH,
	ICMP_PROT_UNREACH
} from '../../../wire/icmp.ts';
import { ipv4Destination, PROTOCOL_TCP } from '../../../wire/ipv4.ts';
import { drop } from '../../drop.ts';
import { sendError } from '../../icmp/send.ts';
import { L3 } from '../../packet.ts';
import { RuleError, type Target } from '../extension.ts';
import type { ExtensionData } from '../rule.ts';
import { sendReset } from '../send-reset.ts';

interface Reject extends ExtensionData {
	how: string;
}

/** Name to the code of "destination unreachable". */
const codes: Record<string, number> = {
	'icmp-net-unreachable': ICMP_NET_UNREACH,
	'icmp-host-unreachable': ICMP_HOST_UNREACH,
	'icmp-proto-unreachable': ICMP_PROT_UNREACH,
	'icmp-port-unreachable': ICMP_PORT_UNREACH,
	'icmp-net-prohibited': 9,
	'icmp-host-prohibited': 10,
	'icmp-admin-prohibited': ICMP_PKT_FILTERED
};
const shortNames: Record<string, string> = {
	'net-unreach': 'icmp-net-unreachable',
	'host-unreach': 'icmp-host-unreachable',
	'proto-unreach': 'icmp-proto-unreachable',
	'port-unreach': 'icmp-port-unreachable',
	'net-prohib': 'icmp-net-prohibited',
	'host-prohib': 'icmp-host-prohibited',
	'admin-prohib': 'icmp-admin-prohibited',
	'tcp-rst': 'tcp-reset'
};
const RESET = 'tcp-reset';

export const reject: Target<Reject> = {
	name: 'REJECT',
	ends: true,
	tables: ['filter'],
	hooks: ['INPUT', 'FORWARD', 'OUTPUT'],
	create: () => ({ how: 'icmp-port-unreachable' }),
	options: {
		'reject-with': {
			words: 1,
			read: (data, [word]) => {
				const how = shortNames[word] ?? word;
				if (how !== RESET && codes[how] === undefined)
					throw new RuleError(`"${word}" is no way to reject`, `one of ${Object.keys(codes).join(', ')}, ${RESET}`);
				data.how = how;
			}
		}
	},
	check: ({ how }, { protocol, notProtocol }) => {
		if (how === RESET && (protocol !== PROTOCOL_TCP || notProtocol))
			throw new RuleError('--reject-with tcp-reset needs -p tcp', 'write -p tcp in the rule');
	},
	print: ({ how }) => `--reject-with ${how}`,
	apply: (data, at) => {
		const { k, ns, packet, stage } = at;
		const dev = at.output?.name ?? at.input?.name ?? '';
		if (data.how === RESET) sendReset(at);
		else if (mayComplain(at.packet.bytes)) sendError(k, ns, packet, ICMP_DEST_UNREACH, codes[data.how], 0, 'nf-reject');
		drop(k, ns, stage, packet, 'nf-reject', dev, data.how);
		return 'ENDED';
	}
};

function mayComplain(bytes: Uint8Array): boolean {
	const destination = ipv4Destination(bytes, L3);
	return !isMulticast(destination) && !isLimitedBroadcast(destination);
}
