/** TCP header (RFC 9293; include/uapi/linux/tcp.h). Options are in `tcp-options.ts`. Sequence numbers are unsigned 32-bit. */
import { setU16, setU32, u16, u32 } from './bytes.ts';
import { checksum, pseudoHeaderSum } from './checksum.ts';
import { PROTOCOL_TCP } from './ipv4.ts';
import {
	describeTcpOptions,
	readTcpOptions,
	tcpOptionsLength,
	writeTcpOptions,
	type TcpOptions
} from './tcp-options.ts';

/** Without options. */
export const TCP_HEADER_LENGTH = 20;

export const TCP_FIN = 0x01;
export const TCP_SYN = 0x02;
export const TCP_RST = 0x04;
export const TCP_PSH = 0x08;
export const TCP_ACK = 0x10;
export const TCP_URG = 0x20;
export const TCP_ECE = 0x40;
export const TCP_CWR = 0x80;

/** Offsets of the fields. */
const SOURCE_PORT = 0;
const DESTINATION_PORT = 2;
const SEQ = 4;
const ACK = 8;
const DATA_OFFSET = 12;
const FLAGS = 13;
const WINDOW = 14;
const CHECKSUM = 16;
const URGENT = 18;

export function tcpSourcePort(b: Uint8Array, at: number): number {
	return u16(b, at + SOURCE_PORT);
}

export function tcpDestinationPort(b: Uint8Array, at: number): number {
	return u16(b, at + DESTINATION_PORT);
}

export function tcpSeq(b: Uint8Array, at: number): number {
	return u32(b, at + SEQ);
}

export function tcpAck(b: Uint8Array, at: number): number {
	return u32(b, at + ACK);
}

/** Bytes, options included: 20 to 60. */
export function tcpHeaderLength(b: Uint8Array, at: number): number {
	return (b[at + DATA_OFFSET] >>> 4) * 4;
}

/** TCP_SYN, TCP_ACK and the others, in one byte. */
export function tcpFlags(b: Uint8Array, at: number): number {
	return b[at + FLAGS];
}

/** Not yet scaled. */
export function tcpWindow(b: Uint8Array, at: number): number {
	return u16(b, at + WINDOW);
}

export function tcpChecksum(b: Uint8Array, at: number): number {
	return u16(b, at + CHECKSUM);
}

export function tcpUrgent(b: Uint8Array, at: number): number {
	return u16(b, at + URGENT);
}

/** The checksum is left alone: `updateTcpChecksum`. */
export function setTcpAck(b: Uint8Array, at: number, ack: number): void {
	setU32(b, at + ACK, ack);
}

/** Computes the checksum of the segment of `length` bytes (header and data) and writes it; the addresses are for the pseudo header. */
export function updateTcpChecksum(
	b: Uint8Array,
	at: number,
	length: number,
	source: number,
	destination: number
): void {
	setU16(b, at + CHECKSUM, 0);
	setU16(b, at + CHECKSUM, checksum(b, at, at + length, pseudoHeaderSum(source, destination, PROTOCOL_TCP, length)));
}

export function tcpChecksumOk(b: Uint8Array, at: number, length: number, source: number, destination: number): boolean {
	return checksum(b, at, at + length, pseudoHeaderSum(source, destination, PROTOCOL_TCP, length)) === 0;
}

/**
 * A header of `headerLength` bytes but for its options and its checksum: write those after it
 * (`writeTcpOptions`, the data, then `updateTcpChecksum`).
 */
export function writeTcp(
	b: Uint8Array,
	at: number,
	sourcePort: number,
	destinationPort: number,
	seq: number,
	ack: number,
	headerLength: number,
	flags: number,
	window: number,
	urgent = 0
): void {
	setU16(b, at + SOURCE_PORT, sourcePort);
	setU16(b, at + DESTINATION_PORT, destinationPort);
	setU32(b, at + SEQ, seq);
	setU32(b, at + ACK, ack);
	b[at + DATA_OFFSET] = (headerLength / 4) << 4;
	b[at + FLAGS] = flags;
	setU16(b, at + WINDOW, window);
	setU16(b, at + CHECKSUM, 0);
	setU16(b, at + URGENT, urgent);
}

/** Whether a header with its options stands between `at` and `end`. */
export function checkTcp(b: Uint8Array, at: number, end: number): boolean {
	if (end - at < TCP_HEADER_LENGTH) return false;
	const header = tcpHeaderLength(b, at);
	return header >= TCP_HEADER_LENGTH && header <= end - at;
}

export interface TcpSegment {
	sourcePort: number;
	destinationPort: number;
	seq: number;
	ack: number;
	flags: number;
	window: number;
	urgent: number;
	options: TcpOptions;
	payload: Uint8Array;
}

/** null: no whole header. Options of kinds that we don't know are left out. */
export function decodeTcp(b: Uint8Array, at: number, end: number): TcpSegment | null {
	if (!checkTcp(b, at, end)) return null;
	const data = at + tcpHeaderLength(b, at);
	return {
		sourcePort: tcpSourcePort(b, at),
		destinationPort: tcpDestinationPort(b, at),
		seq: tcpSeq(b, at),
		ack: tcpAck(b, at),
		flags: tcpFlags(b, at),
		window: tcpWindow(b, at),
		urgent: tcpUrgent(b, at),
		options: readTcpOptions(b, at + TCP_HEADER_LENGTH, data),
		payload: b.slice(data, end)
	};
}

/** `source` and `destination` are the IPv4 addresses of the packet that it will be in. */
export function encodeTcp(segment: TcpSegment, source: number, destination: number): Uint8Array {
	const header = TCP_HEADER_LENGTH + tcpOptionsLength(segment.options);
	const b = new Uint8Array(header + segment.payload.length);
	const { sourcePort, destinationPort, seq, ack, flags, window } = segment;
	writeTcp(b, 0, sourcePort, destinationPort, seq, ack, header, flags, window);
	setU16(b, URGENT, segment.urgent);
	writeTcpOptions(b, TCP_HEADER_LENGTH, segment.options);
	b.set(segment.payload, header);
	updateTcpChecksum(b, 0, b.length, source, destination);
	return b;
}

const FLAG_NAMES: readonly (readonly [number, string])[] = [
	[TCP_FIN, 'FIN'],
	[TCP_SYN, 'SYN'],
	[TCP_RST, 'RST'],
	[TCP_PSH, 'PSH'],
	[TCP_ACK, 'ACK'],
	[TCP_URG, 'URG'],
	[TCP_ECE, 'ECE'],
	[TCP_CWR, 'CWR']
];

/** "SYN, ACK", in the order of the bits; "no flags" for none. */
export function tcpFlagNames(flags: number): string {
	const names = FLAG_NAMES.filter(([bit]) => (flags & bit) !== 0).map(([, name]) => name);
	return names.length === 0 ? 'no flags' : names.join(', ');
}

/** One line for a person, in Wireshark's words, with absolute sequence numbers. */
export function describeTcp(segment: TcpSegment): string {
	const { sourcePort, destinationPort, seq, ack, flags, window, payload } = segment;
	const acked = (flags & TCP_ACK) !== 0 ? ` Ack=${ack}` : '';
	const options = describeTcpOptions(segment.options);
	return `${sourcePort} → ${destinationPort} [${tcpFlagNames(flags)}] Seq=${seq}${acked} Win=${window} Len=${payload.length}${options === '' ? '' : ` ${options}`}`;
}
