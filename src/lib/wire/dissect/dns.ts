import { u16, u32 } from '../bytes.ts';
import { decodeDns, describeDns, DNS_HEADER_LENGTH, type DnsMessage, type DnsRecord, recordData } from '../dns.ts';
import { fieldMaker, heading, type Field } from './field.ts';
import type { Protocol } from './protocol.ts';

/** Type and class after a question's name; and type, class, TTL and length after a record's. */
const QUESTION_TAIL = 4;
const RECORD_TAIL = 10;

/** One past the end of a name in its written form: labels, then a zero or a pointer. Stops at `to`. */
function nameEnd(b: Uint8Array, at: number, to: number): number {
	let next = at;
	while (next < to) {
		if (b[next] === 0) return next + 1;
		if (b[next] >= 0xc0) return Math.min(to, next + 2);
		next += b[next] + 1;
	}
	return to;
}

const types = {
	1: 'A',
	2: 'NS',
	5: 'CNAME',
	6: 'SOA',
	12: 'PTR',
	15: 'MX',
	16: 'TXT',
	28: 'AAAA',
	33: 'SRV',
	255: 'ANY'
};
const codes = {
	0: 'no error',
	1: 'format error',
	2: 'server failure',
	3: 'no such name',
	4: 'not implemented',
	5: 'refused'
};

const fields = {
	'dns.length': { name: 'Length', type: 'uint', unit: 'bytes', meaning: 'Of the message behind it in the stream' },
	'dns.id': { name: 'Transaction ID', type: 'uint', digits: 4, meaning: 'The answer has the same as the question' },
	'dns.flags': { name: 'Flags', type: 'uint', digits: 4, meaning: 'Question or answer, and what came of it' },
	'dns.flags.response': { name: 'Response', type: 'boolean', meaning: 'It is an answer', mask: 0x8000 },
	'dns.flags.opcode': { name: 'Opcode', type: 'uint', meaning: '0: a standard query', mask: 0x7800 },
	'dns.flags.authoritative': {
		name: 'Authoritative',
		type: 'boolean',
		meaning: 'The server owns the zone',
		mask: 0x0400
	},
	'dns.flags.truncated': {
		name: 'Truncated',
		type: 'boolean',
		meaning: 'It did not fit: ask again over TCP',
		mask: 0x0200
	},
	'dns.flags.recdesired': {
		name: 'Recursion desired',
		type: 'boolean',
		meaning: 'Ask others if you do not know',
		mask: 0x0100
	},
	'dns.flags.recavail': {
		name: 'Recursion available',
		type: 'boolean',
		meaning: 'The server asks others',
		mask: 0x0080
	},
	'dns.flags.z': { name: 'Z', type: 'boolean', meaning: 'Must be 0', mask: 0x0040 },
	'dns.flags.authenticated': { name: 'Authenticated', type: 'boolean', meaning: 'DNSSEC was checked', mask: 0x0020 },
	'dns.flags.checkdisable': {
		name: 'Checking disabled',
		type: 'boolean',
		meaning: 'DNSSEC need not be checked',
		mask: 0x0010
	},
	'dns.flags.rcode': { name: 'Reply code', type: 'uint', meaning: 'What came of it', mask: 0x000f, values: codes },
	'dns.count.queries': { name: 'Questions', type: 'uint', meaning: 'How many' },
	'dns.count.answers': { name: 'Answers', type: 'uint', meaning: 'How many' },
	'dns.count.auth_rr': { name: 'Authority records', type: 'uint', meaning: 'How many' },
	'dns.count.add_rr': { name: 'Additional records', type: 'uint', meaning: 'How many' },
	'dns.qry.name': { name: 'Name', type: 'string', meaning: 'Name that is asked for', part: true },
	'dns.qry.type': {
		name: 'Type',
		type: 'uint',
		meaning: 'Kind of record that is asked for',
		part: true,
		values: types
	},
	'dns.qry.class': { name: 'Class', type: 'uint', digits: 4, meaning: '1: the internet', part: true },
	'dns.resp.name': { name: 'Name', type: 'string', meaning: 'Name that the record is about', part: true },
	'dns.resp.type': { name: 'Type', type: 'uint', meaning: 'Kind of record', part: true, values: types },
	'dns.resp.class': { name: 'Class', type: 'uint', digits: 4, meaning: '1: the internet', part: true },
	'dns.resp.ttl': {
		name: 'Time to live',
		type: 'uint',
		unit: 's',
		meaning: 'How long it may be remembered',
		part: true
	},
	'dns.resp.len': { name: 'Data length', type: 'uint', unit: 'bytes', meaning: 'Of the data below', part: true },
	'dns.a': { name: 'Address', type: 'ipv4', meaning: 'Address of the name', part: true },
	'dns.cname': { name: 'Canonical name', type: 'string', meaning: 'The name that is meant', part: true },
	'dns.ns': { name: 'Name server', type: 'string', meaning: 'Server of the zone', part: true },
	'dns.ptr.domain_name': {
		name: 'Name of the address',
		type: 'string',
		meaning: 'Name that has the address',
		part: true
	},
	'dns.mx.preference': { name: 'Preference', type: 'uint', meaning: 'The lowest is tried first', part: true },
	'dns.mx.mail_exchange': { name: 'Mail server', type: 'string', meaning: 'Where mail goes', part: true },
	'dns.txt': { name: 'Text', type: 'string', meaning: 'Any text', part: true },
	'dns.srv.priority': { name: 'Priority', type: 'uint', meaning: 'The lowest is tried first', part: true },
	'dns.srv.weight': { name: 'Weight', type: 'uint', meaning: 'Share among equal priorities', part: true },
	'dns.srv.port': { name: 'Port', type: 'uint', meaning: 'Where the service listens', part: true },
	'dns.srv.target': { name: 'Target', type: 'string', meaning: 'Host of the service', part: true },
	'dns.soa.mname': { name: 'Primary server', type: 'string', meaning: 'First server of the zone', part: true }
} as const satisfies Protocol['fields'];
const field = fieldMaker(fields);

const REQUEST_BITS = ['response', 'opcode', 'truncated', 'recdesired', 'z', 'checkdisable'] as const;
const RESPONSE_BITS = [
	'response',
	'opcode',
	'authoritative',
	'truncated',
	'recdesired',
	'recavail',
	'z',
	'authenticated',
	'checkdisable',
	'rcode'
] as const;

function flagFields(b: Uint8Array, at: number, message: DnsMessage): Field[] {
	const flags = u16(b, at);
	const bits = (message.response ? RESPONSE_BITS : REQUEST_BITS).map((name) => {
		const { mask } = fields[`dns.flags.${name}`];
		// From the mask's lowest bit on.
		return field(`dns.flags.${name}`, (flags & mask) / (mask & -mask), at, 2);
	});
	return [field('dns.flags', flags, at, 2, flagsNote(message)), ...bits];
}

/** What stands in a record's data, from `at`. */
function recordFields(record: DnsRecord, at: number, length: number): Field[] {
	switch (record.type) {
		case 'A':
			return [field('dns.a', record.address, at, length)];
		case 'CNAME':
			return [field('dns.cname', record.target, at, length)];
		case 'NS':
			return [field('dns.ns', record.target, at, length)];
		case 'PTR':
			return [field('dns.ptr.domain_name', record.target, at, length)];
		case 'MX':
			return [
				field('dns.mx.preference', record.preference, at, 2),
				field('dns.mx.mail_exchange', record.target, at + 2, length - 2)
			];
		case 'TXT':
			return [field('dns.txt', record.text, at, length)];
		case 'SRV':
			return [
				field('dns.srv.priority', record.priority, at, 2),
				field('dns.srv.weight', record.weight, at + 2, 2),
				field('dns.srv.port', record.port, at + 4, 2),
				field('dns.srv.target', record.target, at + 6, length - 6)
			];
		case 'SOA':
			return [field('dns.soa.mname', record.target, at, length)];
	}
}

/** Questions and records by their place; those of types that we don't read have no field. */
function sectionFields(b: Uint8Array, from: number, to: number, message: DnsMessage): Field[] {
	const found: Field[] = [];
	let at = from + DNS_HEADER_LENGTH;
	if (message.questions.length === u16(b, from + 4)) {
		for (const { name, type } of message.questions) {
			const tail = nameEnd(b, at, to);
			const end = Math.min(to, tail + QUESTION_TAIL);
			found.push(heading('Question', `${name} ${type}`, at, end - at));
			found.push(field('dns.qry.name', name === '' ? '<Root>' : name, at, tail - at));
			if (tail + QUESTION_TAIL <= to)
				found.push(field('dns.qry.type', u16(b, tail), tail, 2), field('dns.qry.class', u16(b, tail + 2), tail + 2, 2));
			at = end;
		}
	}
	const sections = [
		{ title: 'Answer', records: message.answers, count: u16(b, from + 6) },
		{ title: 'Authority', records: message.authorities, count: u16(b, from + 8) },
		{ title: 'Additional', records: message.additionals, count: u16(b, from + 10) }
	];
	for (const { title, records, count } of sections) {
		// A record of a type that we don't read: what comes after it has no place that we know.
		if (records.length !== count) break;
		for (const record of records) {
			const tail = nameEnd(b, at, to);
			const whole = tail + RECORD_TAIL <= to;
			const end = whole ? Math.min(to, tail + RECORD_TAIL + u16(b, tail + 8)) : to;
			const text = `${record.name} ${record.type} ${recordData(record)}`;
			found.push(heading(title, text, at, end - at, `TTL ${record.ttl} s`));
			if (whole)
				found.push(
					field('dns.resp.name', record.name === '' ? '<Root>' : record.name, at, tail - at),
					field('dns.resp.type', u16(b, tail), tail, 2),
					field('dns.resp.class', u16(b, tail + 2), tail + 2, 2),
					field('dns.resp.ttl', u32(b, tail + 4), tail + 4, 4),
					field('dns.resp.len', u16(b, tail + 8), tail + 8, 2),
					...recordFields(record, tail + RECORD_TAIL, end - tail - RECORD_TAIL)
				);
			at = end;
		}
	}
	return found;
}

function shortText(message: DnsMessage): string {
	const [question] = message.questions;
	if (question === undefined) return message.response ? 'DNS response' : 'DNS query';
	if (!message.response) return `DNS ${question.type} ${question.name}?`;
	const first = message.answers.find((record) => record.type === question.type) ?? message.answers[0];
	if (first !== undefined) return `DNS ${question.name} is ${recordData(first)}`;
	if (message.code === 'NXDOMAIN') return `DNS ${question.name}: no such name`;
	return message.code === 'NOERROR'
		? `DNS ${question.name}: no ${question.type} record`
		: `DNS ${question.name}: ${message.code}`;
}

function flagsNote(message: DnsMessage): string {
	const notes = [message.response ? 'response' : 'query'];
	if (message.authoritative) notes.push('authoritative');
	if (message.truncated) notes.push('truncated');
	if (message.recursionDesired) notes.push('recursion desired');
	if (message.recursionAvailable) notes.push('recursion available');
	if (message.response) notes.push(message.code);
	return notes.join(', ');
}

export const dns: Protocol = {
	name: 'DNS',
	key: 'dns',
	meaning: 'Names: which address has this name?',
	fields,
	check: (b, from, to) => decodeDns(b, from, to) !== null,
	layer(b, from, to) {
		const message = decodeDns(b, from, to)!;
		return {
			name: 'DNS',
			summary: describeDns(message),
			from,
			to,
			fields: [
				field('dns.id', message.id, from, 2),
				...flagFields(b, from + 2, message),
				field('dns.count.queries', u16(b, from + 4), from + 4, 2),
				field('dns.count.answers', u16(b, from + 6), from + 6, 2),
				field('dns.count.auth_rr', u16(b, from + 8), from + 8, 2),
				field('dns.count.add_rr', u16(b, from + 10), from + 10, 2),
				...sectionFields(b, from, to, message)
			]
		};
	},
	label: (b, from, to) => shortText(decodeDns(b, from, to)!),
	payload: () => null,
	end: (_b, _from, to) => to
};

/** Bytes of the length before each message in a TCP stream (RFC 1035, 4.2.2). */
const LENGTH_PREFIX = 2;

/** Its length stands before each message. */
export const dnsOverTcp: Protocol = {
	...dns,
	extent(b, from, to) {
		if (to - from < LENGTH_PREFIX) return { more: 'segment' };
		const end = from + LENGTH_PREFIX + u16(b, from);
		return end > to ? { more: end - to } : { end };
	},
	check: (b, from, to) =>
		to - from > LENGTH_PREFIX &&
		u16(b, from) === to - from - LENGTH_PREFIX &&
		decodeDns(b, from + LENGTH_PREFIX, to) !== null,
	layer(b, from, to, around) {
		const layer = dns.layer(b, from + LENGTH_PREFIX, to, around);
		return { ...layer, from, fields: [field('dns.length', u16(b, from), from, LENGTH_PREFIX), ...layer.fields] };
	},
	label: (b, from, to) => dns.label(b, from + LENGTH_PREFIX, to)
};
