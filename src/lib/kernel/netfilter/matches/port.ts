/** -p tcp|udp --dport: `a` is the protocol's number, `b` the port. */
import { ipv4HeaderLength, ipv4Protocol, PROTOCOL_TCP } from '../../../wire/ipv4.ts';
import { u16 } from '../../../wire/bytes.ts';
import { L3 } from '../../packet.ts';
import type { MatchKind } from '../rule.ts';

export const destinationPort: MatchKind = {
	text: (m) => `-p ${m.a === PROTOCOL_TCP ? 'tcp' : 'udp'} --dport ${m.b}`,
	test: (m, packet) =>
		ipv4Protocol(packet.bytes, L3) === m.a && u16(packet.bytes, L3 + ipv4HeaderLength(packet.bytes, L3) + 2) === m.b
};
