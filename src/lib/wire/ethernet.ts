/** Ethernet II (IEEE 802.3, 3.2.6): destination, source, type. Without preamble and FCS, as a capture shows it. */
import { formatMac } from '../net/mac.ts';
import { setU16, setU32, u16, u32 } from './bytes.ts';

export const HEADER_LENGTH = 14;
export const ETHERTYPE_IPV4 = 0x0800;
export const ETHERTYPE_ARP = 0x0806;
/** Smaller values of the type field are a length (IEEE 802.3, 3.2.6). */
export const ETHERTYPE_MIN = 0x0600;
/** Stands for such frames, as on Linux (ETH_P_802_2): an 802.2 header follows. */
export const ETHERTYPE_802_2 = 0x0004;
export const BROADCAST_MAC = 0xffffffffffff;

/** Offsets of the fields. */
const DESTINATION = 0;
const SOURCE = 6;
const TYPE = 12;

/** 2^32: a MAC's upper 16 bits are over it. */
const HIGH = 0x100000000;

/** A MAC as a 48-bit number. */
export function readMac(b: Uint8Array, at: number): number {
	return u16(b, at) * HIGH + u32(b, at + 2);
}

export function writeMac(b: Uint8Array, at: number, mac: number): void {
	setU16(b, at, Math.floor(mac / HIGH));
	// ">>>" takes the number modulo 2^32.
	setU32(b, at + 2, mac >>> 0);
}

export function etherDestination(b: Uint8Array, at: number): number {
	return readMac(b, at + DESTINATION);
}

export function etherSource(b: Uint8Array, at: number): number {
	return readMac(b, at + SOURCE);
}

export function etherType(b: Uint8Array, at: number): number {
	return u16(b, at + TYPE);
}

export function setEtherDestination(b: Uint8Array, at: number, mac: number): void {
	writeMac(b, at + DESTINATION, mac);
}

export function setEtherSource(b: Uint8Array, at: number, mac: number): void {
	writeMac(b, at + SOURCE, mac);
}

export function setEtherType(b: Uint8Array, at: number, type: number): void {
	setU16(b, at + TYPE, type);
}

export function writeEthernet(b: Uint8Array, at: number, destination: number, source: number, type: number): void {
	writeMac(b, at + DESTINATION, destination);
	writeMac(b, at + SOURCE, source);
	setU16(b, at + TYPE, type);
}

/** Multicast or broadcast: the lowest bit of the first byte is set. */
export function isGroupMac(mac: number): boolean {
	return Math.floor(mac / (256 * HIGH)) % 2 === 1;
}

/** The same of the address that a frame goes to, which is not made a number for it. */
export function isForGroup(b: Uint8Array, at: number): boolean {
	return (b[at + DESTINATION] & 1) === 1;
}

/** Whether a header fits between `at` and `end`. */
export function checkEthernet(_b: Uint8Array, at: number, end: number): boolean {
	return end - at >= HEADER_LENGTH;
}

export interface EthernetFrame {
	destination: number;
	source: number;
	type: number;
	payload: Uint8Array;
}

/** null: shorter than its header. */
export function decodeEthernet(b: Uint8Array, at: number, end: number): EthernetFrame | null {
	if (!checkEthernet(b, at, end)) return null;
	return {
		destination: etherDestination(b, at),
		source: etherSource(b, at),
		type: etherType(b, at),
		payload: b.slice(at + HEADER_LENGTH, end)
	};
}

export function encodeEthernet(frame: EthernetFrame): Uint8Array {
	const b = new Uint8Array(HEADER_LENGTH + frame.payload.length);
	writeEthernet(b, 0, frame.destination, frame.source, frame.type);
	b.set(frame.payload, HEADER_LENGTH);
	return b;
}

export function etherTypeName(type: number): string {
	if (type === ETHERTYPE_IPV4) return 'IPv4';
	if (type === ETHERTYPE_ARP) return 'ARP';
	if (type < ETHERTYPE_MIN) return '802.2';
	return `0x${type.toString(16).padStart(4, '0')}`;
}

/** One line for a person. */
export function describeEthernet(frame: EthernetFrame): string {
	return `Ethernet II, Src: ${formatMac(frame.source)}, Dst: ${formatMac(frame.destination)}, ${etherTypeName(frame.type)}`;
}
