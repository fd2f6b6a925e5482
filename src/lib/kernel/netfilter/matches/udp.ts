/** `-m udp`: ports of UDP (net/netfilter/xt_tcpudp.c, udp_mt). */
import { PROTOCOL_UDP } from '../../../wire/ipv4.ts';
import { RuleError, type Match } from '../extension.ts';
import type { ExtensionData } from '../rule.ts';
import { anyPorts, hasHeader, portOptions, type Ports, portsText, testPorts } from './ports.ts';

interface Udp extends ExtensionData, Ports {}

export const udp: Match<Udp> = {
	name: 'udp',
	create: anyPorts,
	options: portOptions,
	check: (_data, { protocol, notProtocol }) => {
		if (protocol !== PROTOCOL_UDP || notProtocol) throw new RuleError('-m udp needs -p udp', 'write -p udp before it');
	},
	print: (data) => portsText(data).join(' '),
	test: (data, at) => hasHeader(at, 8) && testPorts(data, at)
};
