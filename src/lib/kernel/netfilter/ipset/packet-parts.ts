/** The parts of a packet that sets are asked about. */
import { u16 } from '../../../wire/bytes.ts';
import { ipv4Destination, ipv4Source, PROTOCOL_ICMP, PROTOCOL_TCP, PROTOCOL_UDP } from '../../../wire/ipv4.ts';
import { L3 } from '../../packet.ts';
import type { ActionParam } from '../action-param.ts';
import type { Direction } from './set-type.ts';

export function addressIn({ packet }: ActionParam, direction: Direction): number {
	return direction === 'src' ? ipv4Source(packet.bytes, L3) : ipv4Destination(packet.bytes, L3);
}

/** The port, or type and code of ICMP; -1: the packet has none (ip_set_get_ip4_port). */
export function portIn(at: ActionParam, direction: Direction): number {
	if (at.fragmentOffset !== 0 || at.packet.length < at.l4 + 4) return -1;
	const { bytes } = at.packet;
	if (at.protocol === PROTOCOL_TCP || at.protocol === PROTOCOL_UDP)
		return u16(bytes, at.l4 + (direction === 'src' ? 0 : 2));
	return at.protocol === PROTOCOL_ICMP ? u16(bytes, at.l4) : -1;
}
