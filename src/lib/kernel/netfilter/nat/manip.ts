/** Writing new addresses and ports into a packet, with all checksums (net/netfilter/nf_nat_proto.c). */
import { adjustChecksum, adjustChecksum32 } from '../../../wire/checksum.ts';
import { u16, u32, setU16, setU32 } from '../../../wire/bytes.ts';
import { ICMP_HEADER_LENGTH, icmpCounterpart, updateIcmpChecksum } from '../../../wire/icmp.ts';
import { ipv4HeaderLength, ipv4Protocol, PROTOCOL_ICMP, PROTOCOL_TCP, PROTOCOL_UDP } from '../../../wire/ipv4.ts';
import type { Tuple } from '../../../trace/steps/types.ts';
import { L3, type Packet } from '../../packet.ts';
import { invert, type Conn } from '../conntrack/conn.ts';

/** Offsets in the headers. */
const IP_CHECKSUM = 10;
const IP_SOURCE = 12;
const IP_DESTINATION = 16;
const UDP_CHECKSUM = 6;
const TCP_CHECKSUM = 16;
const ICMP_CHECKSUM = 2;
const ICMP_ID = 4;

import type { Side } from './range.ts';

/** Gives the IP packet at `at` the `side` of `target` (nf_nat_ipv4_manip_pkt). */
function manipulate(bytes: Uint8Array, at: number, end: number, target: Tuple, side: Side): void {
	const field = at + (side === 'source' ? IP_SOURCE : IP_DESTINATION);
	const before = u32(bytes, field);
	const after = side === 'source' ? target.source : target.destination;
	const protocol = ipv4Protocol(bytes, at);
	const l4 = at + ipv4HeaderLength(bytes, at);
	setU32(bytes, field, after);
	setU16(bytes, at + IP_CHECKSUM, adjustChecksum32(u16(bytes, at + IP_CHECKSUM), before, after));
	if (protocol === PROTOCOL_TCP || protocol === PROTOCOL_UDP) {
		const portAt = l4 + (side === 'source' ? 0 : 2);
		const portBefore = u16(bytes, portAt);
		const portAfter = side === 'source' ? target.sourcePort : target.destinationPort;
		setU16(bytes, portAt, portAfter);
		const sumAt = l4 + (protocol === PROTOCOL_TCP ? TCP_CHECKSUM : UDP_CHECKSUM);
		// A quotation may end before the checksum, and a UDP checksum of 0 means that there is none.
		if (sumAt + 2 > end || (protocol === PROTOCOL_UDP && u16(bytes, sumAt) === 0)) return;
		let sum = adjustChecksum(adjustChecksum32(u16(bytes, sumAt), before, after), portBefore, portAfter);
		if (protocol === PROTOCOL_UDP && sum === 0) sum = 0xffff;
		setU16(bytes, sumAt, sum);
	} else if (protocol === PROTOCOL_ICMP && target.protocol === PROTOCOL_ICMP && icmpCounterpart(bytes[l4]) >= 0) {
		const idBefore = u16(bytes, l4 + ICMP_ID);
		const idAfter = target.sourcePort;
		setU16(bytes, l4 + ICMP_ID, idAfter);
		setU16(bytes, l4 + ICMP_CHECKSUM, adjustChecksum(u16(bytes, l4 + ICMP_CHECKSUM), idBefore, idAfter));
	}
}

function otherSide(side: Side): Side {
	return side === 'source' ? 'destination' : 'source';
}

/** nf_nat_manip_pkt: makes `packet` look as its connection's other direction says. */
export function rewritePacket(packet: Packet, conn: Conn, side: Side): void {
	manipulate(packet.bytes, L3, packet.length, invert(packet.reply ? conn.original : conn.reply), side);
}

/** nf_nat_icmp_reply_translation: an ICMP error, outside and in its quotation. */
export function rewriteError(packet: Packet, conn: Conn, side: Side): void {
	const { bytes } = packet;
	const other = packet.reply ? conn.original : conn.reply;
	const icmp = L3 + ipv4HeaderLength(bytes, L3);
	manipulate(bytes, icmp + ICMP_HEADER_LENGTH, packet.length, other, otherSide(side));
	updateIcmpChecksum(bytes, icmp, packet.length);
	manipulate(bytes, L3, packet.length, invert(other), side);
}
