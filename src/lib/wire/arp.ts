/** ARP for IPv4 over Ethernet (RFC 826; net/ipv4/arp.c). Other hardware or protocol types are not read. */
import { formatIpv4 } from '../net/ipv4.ts';
import { formatMac } from '../net/mac.ts';
import { setU16, setU32, u16, u32 } from './bytes.ts';
import { ETHERTYPE_IPV4, readMac, writeMac } from './ethernet.ts';

export const ARP_LENGTH = 28;
export const ARP_REQUEST = 1;
export const ARP_REPLY = 2;

const HARDWARE_ETHERNET = 1;

/** Offsets of the fields. */
const HARDWARE_TYPE = 0;
const PROTOCOL_TYPE = 2;
const HARDWARE_LENGTH = 4;
const PROTOCOL_LENGTH = 5;
const OPERATION = 6;
const SENDER_MAC = 8;
const SENDER = 14;
const TARGET_MAC = 18;
const TARGET = 24;

export function arpOperation(b: Uint8Array, at: number): number {
	return u16(b, at + OPERATION);
}

export function arpSenderMac(b: Uint8Array, at: number): number {
	return readMac(b, at + SENDER_MAC);
}

export function arpSender(b: Uint8Array, at: number): number {
	return u32(b, at + SENDER);
}

export function arpTargetMac(b: Uint8Array, at: number): number {
	return readMac(b, at + TARGET_MAC);
}

export function arpTarget(b: Uint8Array, at: number): number {
	return u32(b, at + TARGET);
}

/** In a request `targetMac` is 0: it is what is asked for. */
export function writeArp(
	b: Uint8Array,
	at: number,
	operation: number,
	senderMac: number,
	sender: number,
	targetMac: number,
	target: number
): void {
	setU16(b, at + HARDWARE_TYPE, HARDWARE_ETHERNET);
	setU16(b, at + PROTOCOL_TYPE, ETHERTYPE_IPV4);
	b[at + HARDWARE_LENGTH] = 6;
	b[at + PROTOCOL_LENGTH] = 4;
	setU16(b, at + OPERATION, operation);
	writeMac(b, at + SENDER_MAC, senderMac);
	setU32(b, at + SENDER, sender);
	writeMac(b, at + TARGET_MAC, targetMac);
	setU32(b, at + TARGET, target);
}

/** Whether there is an ARP packet for IPv4 over Ethernet between `at` and `end`; it may be followed by padding. */
export function checkArp(b: Uint8Array, at: number, end: number): boolean {
	return (
		end - at >= ARP_LENGTH &&
		u16(b, at + HARDWARE_TYPE) === HARDWARE_ETHERNET &&
		u16(b, at + PROTOCOL_TYPE) === ETHERTYPE_IPV4 &&
		b[at + HARDWARE_LENGTH] === 6 &&
		b[at + PROTOCOL_LENGTH] === 4
	);
}

export interface ArpPacket {
	/** ARP_REQUEST, ARP_REPLY, or a number that we don't know. */
	operation: number;
	senderMac: number;
	sender: number;
	targetMac: number;
	target: number;
}

/** null: not ARP for IPv4 over Ethernet, or too short. */
export function decodeArp(b: Uint8Array, at: number, end: number): ArpPacket | null {
	if (!checkArp(b, at, end)) return null;
	return {
		operation: arpOperation(b, at),
		senderMac: arpSenderMac(b, at),
		sender: arpSender(b, at),
		targetMac: arpTargetMac(b, at),
		target: arpTarget(b, at)
	};
}

export function encodeArp(arp: ArpPacket): Uint8Array {
	const b = new Uint8Array(ARP_LENGTH);
	writeArp(b, 0, arp.operation, arp.senderMac, arp.sender, arp.targetMac, arp.target);
	return b;
}

/** One line for a person, in Wireshark's words. */
export function describeArp(arp: ArpPacket): string {
	if (arp.sender === arp.target) {
		if (arp.operation === ARP_REQUEST && arp.targetMac === 0) return `ARP Announcement for ${formatIpv4(arp.sender)}`;
		return `Gratuitous ARP for ${formatIpv4(arp.sender)} (${arp.operation === ARP_REQUEST ? 'Request' : 'Reply'})`;
	}
	if (arp.operation === ARP_REQUEST) {
		if (arp.sender === 0) return `Who has ${formatIpv4(arp.target)}? (ARP Probe)`;
		return `Who has ${formatIpv4(arp.target)}? Tell ${formatIpv4(arp.sender)}`;
	}
	if (arp.operation === ARP_REPLY) return `${formatIpv4(arp.sender)} is at ${formatMac(arp.senderMac)}`;
	return `Unknown ARP opcode 0x${arp.operation.toString(16).padStart(4, '0')}`;
}
