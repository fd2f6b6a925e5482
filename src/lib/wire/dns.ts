/** DNS messages (RFC 1035): a typed front for dns-packet's codec, with addresses as numbers and names that point back. */
import {
	answer as answerCodec,
	decode,
	encode,
	name as nameCodec,
	type Answer,
	type Packet
} from '@dnsquery/dns-packet';
import { formatIpv4, isIpv4, parseIpv4 } from '../net/ipv4.ts';
import { setU16 } from './bytes.ts';

export const DNS_PORT = 53;
export const DNS_HEADER_LENGTH = 12;

export const dnsTypes = ['A', 'AAAA', 'CNAME', 'PTR', 'SRV', 'TXT', 'MX', 'NS', 'SOA', 'ANY'] as const;
export type DnsType = (typeof dnsTypes)[number];
export type DnsResponseCode = 'NOERROR' | 'FORMERR' | 'SERVFAIL' | 'NXDOMAIN' | 'NOTIMP' | 'REFUSED';

export interface DnsQuestion {
	/** Without the dot at the end. */
	name: string;
	type: DnsType;
}

/** `ttl` in seconds. */
export type DnsRecord =
	| { type: 'A'; name: string; ttl: number; address: number }
	| { type: 'CNAME' | 'PTR' | 'NS'; name: string; ttl: number; target: string }
	| { type: 'SRV'; name: string; ttl: number; priority: number; weight: number; port: number; target: string }
	| { type: 'MX'; name: string; ttl: number; preference: number; target: string }
	| { type: 'TXT'; name: string; ttl: number; text: string }
	/** Times in seconds. */
	| {
			type: 'SOA';
			name: string;
			ttl: number;
			/** The first server, and the mail address of whoever keeps the zone. */
			target: string;
			mailbox: string;
			serial: number;
			refresh: number;
			retry: number;
			expire: number;
			minimum: number;
	  };

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
	authorities: DnsRecord[];
	additionals: DnsRecord[];
}

const AUTHORITATIVE = 0x0400;
const TRUNCATED = 0x0200;
const RECURSION_DESIRED = 0x0100;
const RECURSION_AVAILABLE = 0x0080;

const CODES: DnsResponseCode[] = ['NOERROR', 'FORMERR', 'SERVFAIL', 'NXDOMAIN', 'NOTIMP', 'REFUSED'];

/** Upper bits of a pointer to where a name stands already (RFC 1035, 4.1.4). */
const POINTER = 0xc000;
const ANSWER_COUNT = 6;
const AUTHORITY_COUNT = 8;
const ADDITIONAL_COUNT = 10;
/** Type, class, TTL and length between a record's name and its data. */
const RECORD_TAIL = 10;
/** Bytes that a datagram holds without EDNS (RFC 1035, 4.2.1). */
export const DNS_UDP_SIZE = 512;

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
		answers: [],
		authorities: [],
		additionals: []
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
	setU16(head, AUTHORITY_COUNT, message.authorities.length);
	setU16(head, ADDITIONAL_COUNT, message.additionals.length);
	const known = new Map<string, number>();
	if (message.questions.length > 0) known.set(message.questions[0].name, DNS_HEADER_LENGTH);
	const parts = [head];
	let length = head.length;
	for (const record of [...message.answers, ...message.authorities, ...message.additionals]) {
		const part = encodeRecord(record, known, length);
		parts.push(part);
		length += part.length;
	}
	const b = new Uint8Array(length);
	let at = 0;
	for (const part of parts) {
		b.set(part, at);
		at += part.length;
	}
	return b;
}

/** Where a record's data has a name, counted from the data's beginning; -1: it has none. */
const nameInData: Partial<Record<DnsRecord['type'], number>> = { CNAME: 0, PTR: 0, NS: 0, SRV: 6, MX: 2 };

/**
 * A record's name is written once and then pointed to, as dnsmasq does: the codec doesn't, so we do. Names in data are written out, and
 * may be pointed to. @param known Where names stand already. @param at Where the record will.
 */
function encodeRecord(record: DnsRecord, known: Map<string, number>, at: number): Uint8Array {
	const { name, ttl, type } = record;
	const nameless = answerCodec.encode({ type, name: '.', ttl, data: dataOf(record), class: 'IN' } as Answer);
	const there = name === '' ? undefined : known.get(name);
	const owner = there === undefined ? nameCodec.encode(name === '' ? '.' : name) : new Uint8Array(2);
	if (there !== undefined) setU16(owner, 0, POINTER | there);
	else if (name !== '') known.set(name, at);
	const b = new Uint8Array(owner.length + nameless.length - 1);
	b.set(owner);
	b.set(nameless.subarray(1), owner.length);
	const inside = nameInData[type];
	if (inside !== undefined && 'target' in record && record.target !== '' && !known.has(record.target))
		known.set(record.target, at + owner.length + RECORD_TAIL + inside);
	return b;
}

/** As the codec wants it. */
function dataOf(record: DnsRecord): unknown {
	switch (record.type) {
		case 'A':
			return formatIpv4(record.address);
		case 'SRV':
			return { priority: record.priority, weight: record.weight, port: record.port, target: record.target || '.' };
		case 'MX':
			return { preference: record.preference, exchange: record.target || '.' };
		case 'TXT':
			return [record.text];
		case 'SOA': {
			const { target, mailbox, serial, refresh, retry, expire, minimum } = record;
			return { mname: target || '.', rname: mailbox || '.', serial, refresh, retry, expire, minimum };
		}
		default:
			return record.target || '.';
	}
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
		answers: (packet.answers ?? []).flatMap(recordOf),
		authorities: (packet.authorities ?? []).flatMap(recordOf),
		additionals: (packet.additionals ?? []).flatMap(recordOf)
	};
}

function isDnsType(type: string): type is DnsType {
	return (dnsTypes as readonly string[]).includes(type);
}

/** The codec writes the root as ".", we as "". */
function bare(name: string): string {
	return name === '.' ? '' : name;
}

function recordOf(answer: Answer): DnsRecord[] {
	const { type, ttl = 0 } = answer;
	const name = bare(answer.name);
	if (type === 'A') return isIpv4(answer.data) ? [{ type, name, ttl, address: parseIpv4(answer.data) }] : [];
	if (type === 'CNAME' || type === 'PTR' || type === 'NS') return [{ type, name, ttl, target: bare(answer.data) }];
	if (type === 'SRV') {
		const { priority = 0, weight = 0, port = 0, target } = answer.data;
		return [{ type, name, ttl, priority, weight, port, target: bare(target) }];
	}
	if (type === 'MX') {
		const { preference = 0, exchange } = answer.data;
		return [{ type, name, ttl, preference, target: bare(exchange) }];
	}
	if (type === 'TXT') {
		const texts = (Array.isArray(answer.data) ? answer.data : [answer.data]) as (string | Uint8Array)[];
		return [{ type, name, ttl, text: texts.map(latin).join('') }];
	}
	if (type === 'SOA') {
		const { mname, rname, serial = 0, refresh = 0, retry = 0, expire = 0, minimum = 0 } = answer.data;
		return [{ type, name, ttl, target: bare(mname), mailbox: bare(rname), serial, refresh, retry, expire, minimum }];
	}
	return [];
}

function latin(text: string | Uint8Array): string {
	return typeof text === 'string' ? text : Array.from(text, (byte) => String.fromCharCode(byte)).join('');
}

/** A record's data as a zone file has it: "10.0.0.1", "0 5 80 web.example". */
export function recordData(record: DnsRecord): string {
	switch (record.type) {
		case 'A':
			return formatIpv4(record.address);
		case 'SRV':
			return `${record.priority} ${record.weight} ${record.port} ${record.target}`;
		case 'MX':
			return `${record.preference} ${record.target}`;
		case 'TXT':
			return JSON.stringify(record.text);
		case 'SOA':
			return `${record.target} ${record.mailbox} ${record.serial} ${record.refresh} ${record.retry} ${record.expire} ${record.minimum}`;
		default:
			return record.target;
	}
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
	const records = [...message.answers, ...message.authorities, ...message.additionals];
	// What a text says is left to the fields.
	const answers = records.map((r) => ` ${r.type}${r.type === 'TXT' ? '' : ` ${recordData(r)}`}`);
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
