/** UDP (RFC 768; net/ipv4/udp.c). */
import { setU16, u16 } from './bytes.ts';
import { checksum, pseudoHeaderSum } from './checksum.ts';
import { PROTOCOL_UDP } from './ipv4.ts';

export const UDP_HEADER_LENGTH = 8;

/** Offsets of the fields. */
const SOURCE_PORT = 0;
const DESTINATION_PORT = 2;
const LENGTH = 4;
const CHECKSUM = 6;

export function udpSourcePort(b: Uint8Array, at: number): number {
	return u16(b, at + SOURCE_PORT);
}

export function udpDestinationPort(b: Uint8Array, at: number): number {
	return u16(b, at + DESTINATION_PORT);
}

/** Bytes of header and data. */
export function udpLength(b: Uint8Array, at: number): number {
	return u16(b, at + LENGTH);
}

/** 0: the sender computed none. */
export function udpChecksum(b: Uint8Array, at: number): number {
	return u16(b, at + CHECKSUM);
}

/**
 * The header, checksum included; the data must already stand after it. `length` counts header and data, the addresses
 * are for the pseudo header. A checksum that comes out as 0 is sent as 0xffff: 0 means "none".
 */
export function writeUdp(
	b: Uint8Array,
	at: number,
	sourcePort: number,
	destinationPort: number,
	length: number,
	source: number,
	destination: number
): void {
	setU16(b, at + SOURCE_PORT, sourcePort);
	setU16(b, at + DESTINATION_PORT, destinationPort);
	setU16(b, at + LENGTH, length);
	setU16(b, at + CHECKSUM, 0);
	const sum = checksum(b, at, at + length, pseudoHeaderSum(source, destination, PROTOCOL_UDP, length));
	setU16(b, at + CHECKSUM, sum === 0 ? 0xffff : sum);
}

/** True too when the sender computed none. */
export function udpChecksumOk(b: Uint8Array, at: number, source: number, destination: number): boolean {
	if (udpChecksum(b, at) === 0) return true;
	const length = udpLength(b, at);
	return checksum(b, at, at + length, pseudoHeaderSum(source, destination, PROTOCOL_UDP, length)) === 0;
}

/** Whether header and data, by the length that the header says, stand between `at` and `end`. */
export function checkUdp(b: Uint8Array, at: number, end: number): boolean {
	if (end - at < UDP_HEADER_LENGTH) return false;
	const length = udpLength(b, at);
	return length >= UDP_HEADER_LENGTH && length <= end - at;
}

export interface UdpDatagram {
	sourcePort: number;
	destinationPort: number;
	payload: Uint8Array;
}

/** null: shorter than it says. */
export function decodeUdp(b: Uint8Array, at: number, end: number): UdpDatagram | null {
	if (!checkUdp(b, at, end)) return null;
	return {
		sourcePort: udpSourcePort(b, at),
		destinationPort: udpDestinationPort(b, at),
		payload: b.slice(at + UDP_HEADER_LENGTH, at + udpLength(b, at))
	};
}

/** `source` and `destination` are the IPv4 addresses of the packet that it will be in. */
export function encodeUdp(datagram: UdpDatagram, source: number, destination: number): Uint8Array {
	const b = new Uint8Array(UDP_HEADER_LENGTH + datagram.payload.length);
	b.set(datagram.payload, UDP_HEADER_LENGTH);
	writeUdp(b, 0, datagram.sourcePort, datagram.destinationPort, b.length, source, destination);
	return b;
}

/** One line for a person, in Wireshark's words. */
export function describeUdp(datagram: UdpDatagram): string {
	return `${datagram.sourcePort} → ${datagram.destinationPort} Len=${datagram.payload.length}`;
}
