import { u16 } from '../bytes.ts';
import { decodeDns, describeDns, DNS_HEADER_LENGTH, type DnsMessage, recordData } from '../dns.ts';
import { field, hex, type Field, type Protocol } from './protocol.ts';

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

/** Questions and records by their place; those of types that we don't read have no field. */
function sectionFields(b: Uint8Array, from: number, to: number, message: DnsMessage): Field[] {
	const fields: Field[] = [];
	let at = from + DNS_HEADER_LENGTH;
	if (message.questions.length === u16(b, from + 4)) {
		for (const { name, type } of message.questions) {
			const end = Math.min(to, nameEnd(b, at, to) + QUESTION_TAIL);
			fields.push(field('Question', `${name} ${type}`, at, end - at));
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
			const end = tail + RECORD_TAIL <= to ? Math.min(to, tail + RECORD_TAIL + u16(b, tail + 8)) : to;
			const text = `${record.name} ${record.type} ${recordData(record)}`;
			fields.push(field(title, text, at, end - at, `TTL ${record.ttl} s`));
			at = end;
		}
	}
	return fields;
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
	check: (b, from, to) => decodeDns(b, from, to) !== null,
	layer(b, from, to) {
		const message = decodeDns(b, from, to)!;
		return {
			name: 'DNS',
			summary: describeDns(message),
			from,
			to,
			fields: [
				field('Transaction ID', hex(message.id, 4), from, 2),
				field('Flags', hex(u16(b, from + 2), 4), from + 2, 2, flagsNote(message)),
				field('Questions', u16(b, from + 4), from + 4, 2),
				field('Answers', u16(b, from + 6), from + 6, 2),
				field('Authority records', u16(b, from + 8), from + 8, 2),
				field('Additional records', u16(b, from + 10), from + 10, 2),
				...sectionFields(b, from, to, message)
			]
		};
	},
	label: (b, from, to) => shortText(decodeDns(b, from, to)!),
	payload: () => null,
	end: (_b, _from, to) => to
};
