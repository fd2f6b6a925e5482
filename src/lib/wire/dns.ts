/** DNS messages (RFC 1035): a typed front for dns-packet's codec, with addresses as numbers and names that point back. */
import { answer as answerCodec, decode, encode, type Answer, type Packet } from '@dnsquery/dns-packet';
import { formatIpv4, isIpv4, parseIpv4 } from '../net/ipv4.ts';
import { setU16 } from './bytes.ts';

export const DNS_PORT = 53;
export const DNS_HEADER_LENGTH = 12;

export type DnsType = 'A' | 'AAAA' | 'CNAME' | 'PTR';
export type DnsResponseCode = 'NOERROR' | 'FORMERR' | 'SERVFAIL' | 'NXDOMAIN' | 'NOTIMP' | 'REFUSED';

export interface DnsQuestion {
	/** Without the dot at the end. */
	name: string;
	type: DnsType;
}

/** `ttl` in seconds. */
export type DnsRecord =
	| { type: 'A'; name: string; ttl: number; address: number }
	| { type: 'CNAME' | 'PTR'; name: string; ttl: number; target: string };

export interface DnsMessage {
	id: number;
	response: boolean;
	authoritative: boolean;
	truncated: boolean;
	recursionDesired: boolean;
	recursionAvailable: boolean;
	code: DnsResponseCode;
	questions: DnsQuestion[];
	answers: DnsRecord[];
}

const AUTHORITATIVE = 0x0400;
const TRUNCATED = 0x0200;
const RECURSION_DESIRED = 0x0100;
const RECURSION_AVAILABLE = 0x0080;

const CODES: DnsResponseCode[] = ['NOERROR', 'FORMERR', 'SERVFAIL', 'NXDOMAIN', 'NOTIMP', 'REFUSED'];
const TYPES: readonly string[] = ['A', 'AAAA', 'CNAME', 'PTR'];

/** Pointer to offset 12, where the first question's name stands (RFC 1035, 4.1.4). */
const POINTER_TO_QUESTION = 0xc00c;
const ANSWER_COUNT = 6;

/** What a resolver asks: one question, recursion desired. */
export function dnsQuery(id: number, name: string, type: DnsType): DnsMessage {
	return {
		id,
		response: false,
		authoritative: false,
		truncated: false,
		recursionDesired: true,
		recursionAvailable: false,
		code: 'NOERROR',
		questions: [{ name, type }],
		answers: []
	};
}

/** An answer to `query` from a server that knows the zone and recurses, as a home router's is. */
export function dnsResponse(query: DnsMessage, code: DnsResponseCode, answers: DnsRecord[]): DnsMessage {
	return { ...query, response: true, authoritative: true, recursionAvailable: true, code, answers };
}

export function encodeDns(message: DnsMessage): Uint8Array {
	const head = encode({
		id: message.id,
		type: message.response ? 'response' : 'query',
		flags:
			(message.authoritative ? AUTHORITATIVE : 0) |
			(message.truncated ? TRUNCATED : 0) |
			(message.recursionDesired ? RECURSION_DESIRED : 0) |
			(message.recursionAvailable ? RECURSION_AVAILABLE : 0) |
			CODES.indexOf(message.code),
		questions: message.questions.map(({ name, type }) => ({ name, type }))
	});
	setU16(head, ANSWER_COUNT, message.answers.length);
	const asked = message.questions[0]?.name;
	const parts = [head, ...message.answers.map((record) => encodeRecord(record, asked))];
	const b = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
	let at = 0;
	for (const part of parts) {
		b.set(part, at);
		at += part.length;
	}
	return b;
}

/** Servers don't write the question's name again but point to it; the codec doesn't, so we do. */
function encodeRecord(record: DnsRecord, asked: string | undefined): Uint8Array {
	const data = record.type === 'A' ? formatIpv4(record.address) : record.target;
	const { type, name, ttl } = record;
	if (name !== asked || name === '') return answerCodec.encode({ type, name, ttl, data, class: 'IN' });
	const nameless = answerCodec.encode({ type, name: '.', ttl, data, class: 'IN' });
	const b = new Uint8Array(nameless.length + 1);
	b.set(nameless, 1);
	setU16(b, 0, POINTER_TO_QUESTION);
	return b;
}

/** null: not a readable DNS message. Questions and records of other types are left out. */
export function decodeDns(b: Uint8Array, at: number, end: number): DnsMessage | null {
	if (end - at < DNS_HEADER_LENGTH) return null;
	let packet: Packet;
	try {
		packet = decode(b.subarray(at, end));
	} catch {
		// The codec throws a RangeError or its own Error on malformed bytes; there is nothing to tell them apart by.
		return null;
	}
	return {
		id: packet.id ?? 0,
		response: packet.type === 'response',
		authoritative: packet.flag_aa ?? false,
		truncated: packet.flag_tc ?? false,
		recursionDesired: packet.flag_rd ?? false,
		recursionAvailable: packet.flag_ra ?? false,
		code: CODES.find((code) => code === String(packet.rcode)) ?? 'SERVFAIL',
		questions: (packet.questions ?? []).flatMap(({ name, type }) =>
			isDnsType(type) ? [{ name: bare(name), type }] : []
		),
		answers: (packet.answers ?? []).flatMap(recordOf)
	};
}

function isDnsType(type: string): type is DnsType {
	return TYPES.includes(type);
}

/** The codec writes the root as ".", we as "". */
function bare(name: string): string {
	return name === '.' ? '' : name;
}

function recordOf(answer: Answer): DnsRecord[] {
	const { type, ttl = 0 } = answer;
	const name = bare(answer.name);
	if (type === 'A') return isIpv4(answer.data) ? [{ type, name, ttl, address: parseIpv4(answer.data) }] : [];
	if (type === 'CNAME' || type === 'PTR') return [{ type, name, ttl, target: bare(answer.data) }];
	return [];
}

/** The name that is asked for an address's name: "3.0.0.10.in-addr.arpa". */
export function reverseName(address: number): string {
	return `${address & 255}.${(address >>> 8) & 255}.${(address >>> 16) & 255}.${address >>> 24}.in-addr.arpa`;
}

/** One line for a person, in Wireshark's words. */
export function describeDns(message: DnsMessage): string {
	const id = `0x${message.id.toString(16).padStart(4, '0')}`;
	const questions = message.questions.map(({ type, name }) => ` ${type} ${name}`).join('');
	if (!message.response) return `Standard query ${id}${questions}`;
	const failed = message.code === 'NOERROR' ? '' : ` ${RESPONSE_CODE_NAMES[message.code]}`;
	const answers = message.answers.map((r) => ` ${r.type} ${r.type === 'A' ? formatIpv4(r.address) : r.target}`);
	return `Standard query response ${id}${failed}${questions}${answers.join('')}`;
}

const RESPONSE_CODE_NAMES: Record<DnsResponseCode, string> = {
	NOERROR: 'No error',
	FORMERR: 'Format error',
	SERVFAIL: 'Server failure',
	NXDOMAIN: 'No such name',
	NOTIMP: 'Not implemented',
	REFUSED: 'Refused'
};
