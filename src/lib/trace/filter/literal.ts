/** A value that is written in a filter, as the type that it is compared with. */
import { isIpv4, parseCidr, parseIpv4 } from '../../net/ipv4.ts';
import { parseMac } from '../../net/mac.ts';
import { maskOf } from '../../net/prefix.ts';
import type { FieldType, FieldValue } from '../../wire/dissect/field.ts';
import { FilterError, type Literal } from './syntax.ts';

/** What an operand is. `protocol` is a header with what it carries: bytes. */
export type ValueType = FieldType | 'protocol';

/** `mask`: an address range, as 10.0.0.0/8. */
export interface Constant {
	value: FieldValue;
	mask: number | null;
}

const ESCAPES: Readonly<Record<string, string>> = {
	n: '\n',
	r: '\r',
	t: '\t',
	0: '\0',
	a: '\x07',
	b: '\b',
	f: '\f',
	v: '\v'
};

/** Without its quotes; in a raw text (r"...") a backslash is itself. */
export function textOf({ text }: Literal): string {
	if (/^r"/i.test(text)) return text.slice(2, -1);
	return text
		.slice(1, -1)
		.replace(/\\(x[0-9a-fA-F]{2}|[0-7]{1,3}|.)/gs, (_all, code: string) =>
			code.startsWith('x') && code.length === 3
				? String.fromCharCode(parseInt(code.slice(1), 16))
				: (ESCAPES[code] ?? (/^[0-7]+$/.test(code) ? String.fromCharCode(parseInt(code, 8)) : code))
		);
}

export function bytesOfText(text: string): Uint8Array {
	return new TextEncoder().encode(text);
}

function refuse(literal: Literal, what: string): never {
	throw new FilterError(`${literal.text} is not ${what}`, literal);
}

function number(literal: Literal): number {
	const { kind, text } = literal;
	if (kind === 'number') return text.startsWith("'") ? textOf(literal).charCodeAt(0) : numberOf(text);
	if (kind === 'word' && /^(true|false)$/i.test(text)) return text.toLowerCase() === 'true' ? 1 : 0;
	return refuse(literal, 'a number');
}

/** "0x1f", "017" and "15", with a sign. */
function numberOf(text: string): number {
	const bare = text.replace(/^[+-]/, '');
	const value = /^0[0-7]+$/.test(bare) ? parseInt(bare, 8) : Number(bare);
	return text.startsWith('-') ? -value : value;
}

function address(literal: Literal): Constant {
	const { text } = literal;
	if (literal.kind === 'address') {
		if (isIpv4(text)) return { value: parseIpv4(text), mask: null };
		const [bare, length] = text.split('/');
		if (length !== undefined && isIpv4(bare) && Number(length) <= 32) {
			const cidr = parseCidr(text);
			const mask = maskOf(cidr.length);
			return { value: (cidr.address & mask) >>> 0, mask };
		}
	}
	return refuse(literal, 'an IPv4 address, such as 10.0.0.1 or 10.0.0.0/8');
}

function bytes(literal: Literal): Uint8Array {
	const { kind, text } = literal;
	if (kind === 'string') return bytesOfText(textOf(literal));
	if (kind === 'bytes') return Uint8Array.from(text.split(/[:-]/).filter(Boolean), (pair) => parseInt(pair, 16));
	if ((kind === 'word' || kind === 'number') && /^[0-9a-fA-F]{2}$/.test(text)) return Uint8Array.of(parseInt(text, 16));
	if (kind === 'number') {
		const value = number(literal);
		if (Number.isInteger(value) && value >= 0 && value < 256) return Uint8Array.of(value);
	}
	return refuse(literal, 'bytes, such as 02:00:5e, or a text in quotes');
}

/** Throws a FilterError where it can't be one. */
export function constantOf(literal: Literal, type: ValueType): Constant {
	switch (type) {
		case 'uint':
		case 'seconds':
		case 'boolean':
			return { value: number(literal), mask: null };
		case 'ipv4':
			return address(literal);
		case 'ether': {
			const text = literal.text.replaceAll('-', ':');
			if (literal.kind !== 'bytes' || !/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/i.test(text))
				return refuse(literal, 'a MAC address, such as 02:00:00:00:00:01');
			return { value: parseMac(text), mask: null };
		}
		case 'string':
			if (literal.kind === 'string') return { value: textOf(literal), mask: null };
			return refuse(literal, `a text: put it in quotes, "${literal.text}"`);
		case 'bytes':
		case 'protocol':
			return { value: bytes(literal), mask: null };
		case 'none':
			return refuse(literal, 'something that can be compared here');
	}
}
