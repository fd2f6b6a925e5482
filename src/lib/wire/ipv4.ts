/** IPv4 header (RFC 791; include/uapi/linux/ip.h). Addresses are unsigned 32-bit numbers in host order. */
import { formatIpv4 } from '../net/ipv4.ts';
import { setU16, setU32, u16, u32 } from './bytes.ts';
import { checksum } from './checksum.ts';

/** Without options. */
export const MIN_HEADER_LENGTH = 20;
export const PROTOCOL_ICMP = 1;
export const PROTOCOL_TCP = 6;
export const PROTOCOL_UDP = 17;
/** In the fragment field: "don't fragment", "more fragments", and the offset in units of 8 bytes. */
export const FLAG_DF = 0x4000;
export const FLAG_MF = 0x2000;
export const FRAGMENT_OFFSET_MASK = 0x1fff;

const FLAG_RESERVED = 0x8000;

/** Offsets of the fields. */
const VERSION_AND_LENGTH = 0;
const TOS = 1;
const TOTAL_LENGTH = 2;
const ID = 4;
const FRAGMENT = 6;
const TTL = 8;
const PROTOCOL = 9;
const CHECKSUM = 10;
const SOURCE = 12;
const DESTINATION = 16;

export function ipv4Version(b: Uint8Array, at: number): number {
	return b[at + VERSION_AND_LENGTH] >>> 4;
}

/** Bytes, options included: 20 to 60. */
export function ipv4HeaderLength(b: Uint8Array, at: number): number {
	return (b[at + VERSION_AND_LENGTH] & 15) * 4;
}

/** DSCP and ECN. */
export function ipv4Tos(b: Uint8Array, at: number): number {
	return b[at + TOS];
}

/** Bytes of header and payload; a frame may be longer (padding). */
export function ipv4TotalLength(b: Uint8Array, at: number): number {
	return u16(b, at + TOTAL_LENGTH);
}

export function ipv4Id(b: Uint8Array, at: number): number {
	return u16(b, at + ID);
}

/** Flags and fragment offset, 16 bits. */
export function ipv4FragmentField(b: Uint8Array, at: number): number {
	return u16(b, at + FRAGMENT);
}

/** Whether it is a piece of a larger packet: more follow, or it doesn't begin at 0 (ip_is_fragment). */
export function isIpv4Fragment(b: Uint8Array, at: number): boolean {
	return (u16(b, at + FRAGMENT) & (FLAG_MF | FRAGMENT_OFFSET_MASK)) !== 0;
}

export function ipv4Ttl(b: Uint8Array, at: number): number {
	return b[at + TTL];
}

export function ipv4Protocol(b: Uint8Array, at: number): number {
	return b[at + PROTOCOL];
}

export function ipv4Checksum(b: Uint8Array, at: number): number {
	return u16(b, at + CHECKSUM);
}

export function ipv4Source(b: Uint8Array, at: number): number {
	return u32(b, at + SOURCE);
}

export function ipv4Destination(b: Uint8Array, at: number): number {
	return u32(b, at + DESTINATION);
}

// Setters leave the checksum alone: `updateIpv4Checksum` when all is set, or `adjustChecksum` for a single change.

export function setIpv4TotalLength(b: Uint8Array, at: number, length: number): void {
	setU16(b, at + TOTAL_LENGTH, length);
}

/** `length` bytes, options included. */
export function setIpv4HeaderLength(b: Uint8Array, at: number, length: number): void {
	b[at + VERSION_AND_LENGTH] = 0x40 | (length / 4);
}

export function setIpv4Tos(b: Uint8Array, at: number, tos: number): void {
	b[at + TOS] = tos;
}

export function setIpv4Id(b: Uint8Array, at: number, id: number): void {
	setU16(b, at + ID, id);
}

export function setIpv4FragmentField(b: Uint8Array, at: number, field: number): void {
	setU16(b, at + FRAGMENT, field);
}

/** Computes the header's checksum and writes it (ip_send_check). */
export function updateIpv4Checksum(b: Uint8Array, at: number): void {
	setU16(b, at + CHECKSUM, 0);
	setU16(b, at + CHECKSUM, checksum(b, at, at + ipv4HeaderLength(b, at)));
}

export function ipv4ChecksumOk(b: Uint8Array, at: number): boolean {
	return checksum(b, at, at + ipv4HeaderLength(b, at)) === 0;
}

/** A TTL of whatever value, and the checksum with it. */
export function setIpv4Ttl(b: Uint8Array, at: number, ttl: number): void {
	b[at + TTL] = ttl;
	updateIpv4Checksum(b, at);
}

/** One off the TTL, and the checksum by one of its high byte up, exactly as Linux (include/net/ip.h, ip_decrease_ttl). Returns the new TTL. */
export function decrementTtl(b: Uint8Array, at: number): number {
	const sum = u16(b, at + CHECKSUM) + 0x100;
	setU16(b, at + CHECKSUM, (sum + (sum >= 0xffff ? 1 : 0)) & 0xffff);
	return --b[at + TTL];
}

/** A header without options, checksum included. `fragmentField` is flags and offset; `totalLength` counts these 20 bytes too. */
export function writeIpv4(
	b: Uint8Array,
	at: number,
	totalLength: number,
	id: number,
	fragmentField: number,
	ttl: number,
	protocol: number,
	source: number,
	destination: number,
	tos: number
): void {
	b[at + VERSION_AND_LENGTH] = 0x45;
	b[at + TOS] = tos;
	setU16(b, at + TOTAL_LENGTH, totalLength);
	setU16(b, at + ID, id);
	setU16(b, at + FRAGMENT, fragmentField);
	b[at + TTL] = ttl;
	b[at + PROTOCOL] = protocol;
	setU32(b, at + SOURCE, source);
	setU32(b, at + DESTINATION, destination);
	updateIpv4Checksum(b, at);
}

/**
 * Whether a packet stands between `at` and `end` whose fields can be read: version 4, and header and total length inside
 * (net/ipv4/ip_input.c, ip_rcv_core). The checksum is `ipv4ChecksumOk`'s matter.
 */
export function checkIpv4(b: Uint8Array, at: number, end: number): boolean {
	if (end - at < MIN_HEADER_LENGTH || ipv4Version(b, at) !== 4) return false;
	const header = ipv4HeaderLength(b, at);
	const total = ipv4TotalLength(b, at);
	return header >= MIN_HEADER_LENGTH && total >= header && total <= end - at;
}

export interface Ipv4Packet {
	tos: number;
	id: number;
	/** The bit that must be 0; kept so that nothing is lost. */
	reserved: boolean;
	dontFragment: boolean;
	moreFragments: boolean;
	/** Bytes, a multiple of 8. */
	fragmentOffset: number;
	ttl: number;
	protocol: number;
	source: number;
	destination: number;
	/** Raw, padded to a multiple of 4 bytes, at most 40. */
	options: Uint8Array;
	payload: Uint8Array;
}

/** null: not a readable IPv4 packet. What stands after the total length is padding and left out. */
export function decodeIpv4(b: Uint8Array, at: number, end: number): Ipv4Packet | null {
	if (!checkIpv4(b, at, end)) return null;
	const header = ipv4HeaderLength(b, at);
	const field = ipv4FragmentField(b, at);
	return {
		tos: ipv4Tos(b, at),
		id: ipv4Id(b, at),
		reserved: (field & FLAG_RESERVED) !== 0,
		dontFragment: (field & FLAG_DF) !== 0,
		moreFragments: (field & FLAG_MF) !== 0,
		fragmentOffset: (field & FRAGMENT_OFFSET_MASK) * 8,
		ttl: ipv4Ttl(b, at),
		protocol: ipv4Protocol(b, at),
		source: ipv4Source(b, at),
		destination: ipv4Destination(b, at),
		options: b.slice(at + MIN_HEADER_LENGTH, at + header),
		payload: b.slice(at + header, at + ipv4TotalLength(b, at))
	};
}

export function encodeIpv4(packet: Ipv4Packet): Uint8Array {
	const header = MIN_HEADER_LENGTH + packet.options.length;
	const b = new Uint8Array(header + packet.payload.length);
	const field =
		(packet.reserved ? FLAG_RESERVED : 0) |
		(packet.dontFragment ? FLAG_DF : 0) |
		(packet.moreFragments ? FLAG_MF : 0) |
		(packet.fragmentOffset / 8);
	const { id, ttl, protocol, source, destination, tos } = packet;
	writeIpv4(b, 0, b.length, id, field, ttl, protocol, source, destination, tos);
	b[VERSION_AND_LENGTH] = 0x40 | (header / 4);
	b.set(packet.options, MIN_HEADER_LENGTH);
	updateIpv4Checksum(b, 0);
	b.set(packet.payload, header);
	return b;
}

export function protocolName(protocol: number): string {
	if (protocol === PROTOCOL_ICMP) return 'ICMP';
	if (protocol === PROTOCOL_TCP) return 'TCP';
	if (protocol === PROTOCOL_UDP) return 'UDP';
	return `protocol ${protocol}`;
}

/** One line for a person. */
export function describeIpv4(packet: Ipv4Packet): string {
	const way = `${formatIpv4(packet.source)} → ${formatIpv4(packet.destination)}`;
	if (packet.moreFragments || packet.fragmentOffset > 0)
		return `Fragmented IP protocol (proto=${protocolName(packet.protocol)}, off=${packet.fragmentOffset}, ID=${packet.id.toString(16).padStart(4, '0')}) ${way}`;
	return `Internet Protocol Version 4, ${way}, ${protocolName(packet.protocol)}, ttl=${packet.ttl}`;
}
