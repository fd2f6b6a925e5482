/** What a field of a header is: its name in Wireshark's filter language, its type, and what it means to a person. */
import { formatIpv4 } from '../../net/ipv4.ts';
import { formatMac } from '../../net/mac.ts';

/** `none` has no value: a heading, or an option that is there or isn't. `seconds` may have a fraction. */
export type FieldType = 'uint' | 'boolean' | 'ipv4' | 'ether' | 'string' | 'bytes' | 'seconds' | 'none';

/** uint, boolean (0 or 1), ipv4 and ether (host order), seconds: a number. */
export type FieldValue = number | string | Uint8Array;

export interface FieldKind {
	name: string;
	type: FieldType;
	/** One line, for completion and beside the value. */
	meaning: string;
	/** Of a number that is written in hexadecimal. */
	digits?: number;
	/** "bytes" */
	unit?: string;
	/** Other fields that this one counts as: `ip.src` is an `ip.addr`. */
	also?: readonly string[];
	/** Its bits, where it is a part of the bytes that it stands in; it is shown below the field before it. */
	mask?: number;
	/** It belongs to the field before it. */
	part?: boolean;
	/** What values mean. */
	values?: Readonly<Record<number, string>>;
}

export type FieldKinds = Readonly<Record<string, FieldKind>>;

/** A field of a frame; `from` and `to` are offsets in the frame, `to` one past the last byte. */
export interface Field {
	/** Wireshark's name: "ip.ttl"; "" for a heading of ours. */
	key: string;
	name: string;
	type: FieldType;
	raw: FieldValue;
	/** For a person. */
	value: string;
	from: number;
	to: number;
	/** What the value means or what is wrong with it, "" for nothing. */
	note: string;
	meaning: string;
	/** 0: whole bytes. */
	mask: number;
	part: boolean;
	also: readonly string[];
}

/** Bytes of a value that are shown. */
const BYTES_SHOWN = 16;
const NONE: readonly string[] = [];

/** Makes the fields of one protocol. `note` is what the kind says of the value where none is given. */
export function fieldMaker<K extends string>(kinds: Readonly<Record<K, FieldKind>>) {
	return (key: K, raw: FieldValue, from: number, length: number, note?: string): Field => {
		const kind: FieldKind = kinds[key];
		return {
			key,
			name: kind.name,
			type: kind.type,
			raw,
			value: valueText(kind, raw),
			from,
			to: from + length,
			note: note ?? (typeof raw === 'number' ? (kind.values?.[raw] ?? '') : ''),
			meaning: kind.meaning,
			mask: kind.mask ?? 0,
			part: kind.mask !== undefined || kind.part === true,
			also: kind.also ?? NONE
		};
	};
}

/** A line above fields that belong together; it has no name in Wireshark's language. */
export function heading(name: string, value: string, from: number, length: number, note = ''): Field {
	const to = from + length;
	return {
		key: '',
		name,
		type: 'none',
		raw: '',
		value,
		from,
		to,
		note,
		meaning: '',
		mask: 0,
		part: false,
		also: NONE
	};
}

function valueText(kind: FieldKind, raw: FieldValue): string {
	if (kind.type === 'none') return '';
	if (typeof raw === 'string') return raw;
	if (typeof raw !== 'number') return bytesText(raw);
	if (kind.type === 'ipv4') return formatIpv4(raw);
	if (kind.type === 'ether') return formatMac(raw);
	if (kind.type === 'boolean') return raw === 0 ? 'not set' : 'set';
	if (kind.type === 'seconds') return `${+raw.toFixed(6)} s`;
	const text = kind.digits === undefined ? String(raw) : hex(raw, kind.digits);
	return kind.unit === undefined ? text : `${text} ${kind.unit}`;
}

function bytesText(bytes: Uint8Array): string {
	const shown = Array.from(bytes.subarray(0, BYTES_SHOWN), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
	return bytes.length > BYTES_SHOWN ? `${shown} …` : shown;
}

/** The same bytes as text, a dot for what can't be printed. */
export function asciiText(bytes: Uint8Array): string {
	const shown = bytes.subarray(0, BYTES_SHOWN);
	return Array.from(shown, (byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.')).join('');
}

/** "0x0800" */
export function hex(value: number, digits: number): string {
	return `0x${value.toString(16).padStart(digits, '0')}`;
}
