/** What a tunnel's source port is made of (include/net/udp.h, udp_flow_src_port): frames of one flow go by one port. */
import { u16, u32 } from '../../wire/bytes.ts';
import { ETHERTYPE_IPV4, etherType, HEADER_LENGTH } from '../../wire/ethernet.ts';
import {
	checkIpv4,
	ipv4Destination,
	ipv4HeaderLength,
	ipv4Protocol,
	ipv4Source,
	isIpv4Fragment,
	PROTOCOL_TCP,
	PROTOCOL_UDP
} from '../../wire/ipv4.ts';
import type { Netns } from '../netns.ts';
import type { Packet } from '../packet.ts';

/** net.ipv4.ip_local_port_range */
const FIRST_PORT = 32_768;
const PORTS = 28_232;

/** Mixes a number into a hash (MurmurHash3's finaliser). Not 0. */
function mix(hash: number, value: number): number {
	let h = Math.imul(hash ^ value, 0x85ebca6b);
	h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
	return (h ^ (h >>> 16)) >>> 0 || 1;
}

/** The number that a connected socket puts on all that it sends (sk_txhash). Linux draws it; here it is made of who the socket is. */
export function socketHash(ns: Netns, socket: number): number {
	return mix(mix(0x9e3779b9, ns.index + 1), socket);
}

/**
 * skb_get_hash: the sender's number, else one of the addresses and ports, the same both ways. Of what is not IP only the
 * type counts. @param at Of the Ethernet header.
 */
function flowHash(packet: Packet): number {
	if (packet.senderHash !== 0) return packet.senderHash;
	const { bytes, length } = packet;
	const type = etherType(bytes, 0);
	if (type !== ETHERTYPE_IPV4 || !checkIpv4(bytes, HEADER_LENGTH, length)) return mix(1, type);
	let [a, b] = [ipv4Source(bytes, HEADER_LENGTH), ipv4Destination(bytes, HEADER_LENGTH)];
	const protocol = ipv4Protocol(bytes, HEADER_LENGTH);
	const l4 = HEADER_LENGTH + ipv4HeaderLength(bytes, HEADER_LENGTH);
	const ports = (protocol === PROTOCOL_TCP || protocol === PROTOCOL_UDP) && !isIpv4Fragment(bytes, HEADER_LENGTH);
	let both = ports && length >= l4 + 4 ? u32(bytes, l4) : 0;
	const swapped = a > b || (a === b && ports && u16(bytes, l4) > u16(bytes, l4 + 2));
	if (swapped) {
		[a, b] = [b, a];
		both = ((both << 16) | (both >>> 16)) >>> 0;
	}
	return mix(mix(mix(mix(2, protocol), a), b), both);
}

/** A port of the local range. */
export function tunnelSourcePort(packet: Packet): number {
	return FIRST_PORT + (flowHash(packet) % PORTS);
}
