/** ICMP for IPv4 (RFC 792, RFC 1122; include/uapi/linux/icmp.h, whose names are used). */
import { formatIpv4 } from '../net/ipv4.ts';
import { setU16, setU32, u16, u32 } from './bytes.ts';
import { checksum } from './checksum.ts';

export const ICMP_HEADER_LENGTH = 8;

// Types
export const ICMP_ECHO_REPLY = 0;
export const ICMP_DEST_UNREACH = 3;
export const ICMP_SOURCE_QUENCH = 4;
export const ICMP_REDIRECT = 5;
export const ICMP_ECHO = 8;
export const ICMP_TIME_EXCEEDED = 11;
export const ICMP_PARAMETER_PROBLEM = 12;
export const ICMP_TIMESTAMP = 13;
export const ICMP_TIMESTAMP_REPLY = 14;
export const ICMP_INFO_REQUEST = 15;
export const ICMP_INFO_REPLY = 16;
export const ICMP_ADDRESS = 17;
export const ICMP_ADDRESS_REPLY = 18;

/** The highest type that the kernel knows (NR_ICMP_TYPES). */
export const ICMP_TYPES_KNOWN = 18;

// Codes of ICMP_DEST_UNREACH
export const ICMP_NET_UNREACH = 0;
export const ICMP_HOST_UNREACH = 1;
export const ICMP_PROT_UNREACH = 2;
export const ICMP_PORT_UNREACH = 3;
export const ICMP_FRAG_NEEDED = 4;
export const ICMP_PKT_FILTERED = 13;

// Codes of ICMP_REDIRECT and ICMP_TIME_EXCEEDED
export const ICMP_REDIR_HOST = 1;
export const ICMP_TTL_EXCEEDED = 0;
export const ICMP_FRAG_TIME = 1;

/** Offsets of the fields. */
const TYPE = 0;
const CODE = 1;
const CHECKSUM = 2;
const REST = 4;
const ID = 4;
const SEQUENCE = 6;

export function icmpType(b: Uint8Array, at: number): number {
	return b[at + TYPE];
}

export function icmpCode(b: Uint8Array, at: number): number {
	return b[at + CODE];
}

export function icmpChecksum(b: Uint8Array, at: number): number {
	return u16(b, at + CHECKSUM);
}

/** Of an echo request or reply. */
export function icmpId(b: Uint8Array, at: number): number {
	return u16(b, at + ID);
}

/** Of an echo request or reply. */
export function icmpSequence(b: Uint8Array, at: number): number {
	return u16(b, at + SEQUENCE);
}

/** The second word: id and sequence of an echo, the gateway of a redirect, the MTU of "fragmentation needed". */
export function icmpRest(b: Uint8Array, at: number): number {
	return u32(b, at + REST);
}

/** Computes the checksum of the message from `at` to `end` and writes it. */
export function updateIcmpChecksum(b: Uint8Array, at: number, end: number): void {
	setU16(b, at + CHECKSUM, 0);
	setU16(b, at + CHECKSUM, checksum(b, at, end));
}

/** The header, checksum included; the payload must already stand after it, up to `payloadEnd`. `rest` is the second word. */
export function writeIcmp(
	b: Uint8Array,
	at: number,
	type: number,
	code: number,
	rest: number,
	payloadEnd: number
): void {
	b[at + TYPE] = type;
	b[at + CODE] = code;
	setU32(b, at + REST, rest);
	updateIcmpChecksum(b, at, payloadEnd);
}

/** Whether a header fits between `at` and `end`. The checksum goes over all of it: `checksum(b, at, end) === 0`. */
export function checkIcmp(_b: Uint8Array, at: number, end: number): boolean {
	return end - at >= ICMP_HEADER_LENGTH;
}

/** Requests, each before its reply: they have an id. */
const QUERIES: readonly (readonly [number, number])[] = [
	[ICMP_ECHO, ICMP_ECHO_REPLY],
	[ICMP_TIMESTAMP, ICMP_TIMESTAMP_REPLY],
	[ICMP_INFO_REQUEST, ICMP_INFO_REPLY],
	[ICMP_ADDRESS, ICMP_ADDRESS_REPLY]
];

/** The type of the other side of a query, -1: it is none (net/netfilter/nf_conntrack_proto_icmp.c, invmap). */
export function icmpCounterpart(type: number): number {
	for (const [request, reply] of QUERIES) {
		if (type === request) return reply;
		if (type === reply) return request;
	}
	return -1;
}

/** A request that has an id and a reply (nf_conntrack_proto_icmp.c, valid_new). */
export function isIcmpRequest(type: number): boolean {
	return type === ICMP_ECHO || type === ICMP_TIMESTAMP || type === ICMP_INFO_REQUEST || type === ICMP_ADDRESS;
}

export function isIcmpEcho(type: number): boolean {
	return type === ICMP_ECHO || type === ICMP_ECHO_REPLY;
}

/** Messages about another packet, which they quote: never answered with an ICMP error again (RFC 1122, 3.2.2). */
export function isIcmpError(type: number): boolean {
	return (
		type === ICMP_DEST_UNREACH ||
		type === ICMP_REDIRECT ||
		type === ICMP_TIME_EXCEEDED ||
		type === ICMP_PARAMETER_PROBLEM ||
		type === ICMP_SOURCE_QUENCH
	);
}

export interface IcmpMessage {
	type: number;
	code: number;
	/** The second word of the header, as `icmpRest`. */
	rest: number;
	/** Of an error: the quoted IP header and the beginning of its payload. */
	payload: Uint8Array;
}

/** null: too short. */
export function decodeIcmp(b: Uint8Array, at: number, end: number): IcmpMessage | null {
	if (!checkIcmp(b, at, end)) return null;
	return {
		type: icmpType(b, at),
		code: icmpCode(b, at),
		rest: icmpRest(b, at),
		payload: b.slice(at + ICMP_HEADER_LENGTH, end)
	};
}

export function encodeIcmp(message: IcmpMessage): Uint8Array {
	const b = new Uint8Array(ICMP_HEADER_LENGTH + message.payload.length);
	b.set(message.payload, ICMP_HEADER_LENGTH);
	writeIcmp(b, 0, message.type, message.code, message.rest, b.length);
	return b;
}

const TYPE_NAMES: Record<number, string> = {
	[ICMP_ECHO_REPLY]: 'Echo (ping) reply',
	[ICMP_DEST_UNREACH]: 'Destination unreachable',
	[ICMP_SOURCE_QUENCH]: 'Source quench',
	[ICMP_REDIRECT]: 'Redirect',
	[ICMP_ECHO]: 'Echo (ping) request',
	[ICMP_TIME_EXCEEDED]: 'Time-to-live exceeded',
	[ICMP_PARAMETER_PROBLEM]: 'Parameter problem',
	[ICMP_TIMESTAMP]: 'Timestamp request',
	[ICMP_TIMESTAMP_REPLY]: 'Timestamp reply'
};

const CODE_NAMES: Record<number, string[]> = {
	[ICMP_DEST_UNREACH]: [
		'Network unreachable',
		'Host unreachable',
		'Protocol unreachable',
		'Port unreachable',
		'Fragmentation needed',
		'Source route failed',
		'Destination network unknown',
		'Destination host unknown',
		'Source host isolated',
		'Network administratively prohibited',
		'Host administratively prohibited',
		'Network unreachable for TOS',
		'Host unreachable for TOS',
		'Communication administratively filtered',
		'Host precedence violation',
		'Precedence cutoff in effect'
	],
	[ICMP_REDIRECT]: [
		'Redirect for network',
		'Redirect for host',
		'Redirect for TOS and network',
		'Redirect for TOS and host'
	],
	[ICMP_PARAMETER_PROBLEM]: ['Pointer indicates the error', 'Required option missing', 'Bad length'],
	[ICMP_TIME_EXCEEDED]: ['Time to live exceeded in transit', 'Fragment reassembly time exceeded']
};

/** Wireshark's name, or "Type 42". */
export function icmpTypeName(type: number): string {
	return TYPE_NAMES[type] ?? `Type ${type}`;
}

/** What the code means for this type, or "" when the type has no codes. */
export function icmpCodeName(type: number, code: number): string {
	const names = CODE_NAMES[type];
	return names === undefined ? '' : (names[code] ?? `Code ${code}`);
}

/** One line for a person, in Wireshark's words. */
export function describeIcmp(message: IcmpMessage): string {
	const { type, code, rest } = message;
	const name = icmpTypeName(type);
	if (isIcmpEcho(type)) {
		const id = (rest >>> 16).toString(16).padStart(4, '0');
		const sequence = rest & 0xffff;
		const swapped = ((sequence & 255) << 8) | (sequence >>> 8);
		return `${name} id=0x${id}, seq=${sequence}/${swapped}`;
	}
	const meaning = icmpCodeName(type, code);
	const text = meaning === '' ? name : `${name} (${meaning})`;
	if (type === ICMP_REDIRECT) return `${text}, gateway ${formatIpv4(rest)}`;
	if (type === ICMP_DEST_UNREACH && code === ICMP_FRAG_NEEDED) return `${text}, MTU ${rest & 0xffff}`;
	return text;
}
