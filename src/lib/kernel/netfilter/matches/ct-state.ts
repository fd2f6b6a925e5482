/** The states that rules know a packet by (enum ip_conntrack_info, and two that NAT adds). */
import type { Packet } from '../../packet.ts';

/** In the order in which iptables prints them. */
export const ctStates = ['INVALID', 'NEW', 'RELATED', 'ESTABLISHED', 'UNTRACKED', 'SNAT', 'DNAT'] as const;
export type CtState = (typeof ctStates)[number];

/** Without conntrack every packet is INVALID: there is nothing that it is valid in. */
export function ctStateOf(packet: Packet): CtState {
	if (packet.untracked) return 'UNTRACKED';
	if (packet.conn === null) return 'INVALID';
	if (packet.related) return 'RELATED';
	return packet.established ? 'ESTABLISHED' : 'NEW';
}
