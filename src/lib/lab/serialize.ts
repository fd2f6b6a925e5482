/** A lab as the file that people read, compare and keep in git: stable order, defaults left out. */
import type * as v from 'valibot';
import { type Lab, labSchema } from './document.ts';

/** Columns that an object may take to stand on one line. */
const WIDTH = 110;

type Schema = v.GenericSchema & {
	entries?: Record<string, Schema>;
	item?: Schema;
	items?: Schema[];
	key?: string;
	options?: Schema[];
	wrapped?: Schema;
	default?: unknown;
	literal?: unknown;
};

/** The alternative of a variant that a value is of. */
function optionOf(schema: Schema, value: Record<string, unknown>): Schema | undefined {
	return schema.options?.find((one) => one.entries?.[schema.key ?? '']?.literal === value[schema.key ?? '']);
}

/** Keys in the schema's order, without those whose value is what the schema gives when they are missing. */
function withoutDefaults(schema: Schema, value: unknown): unknown {
	if (schema.type === 'optional' && schema.wrapped !== undefined) return withoutDefaults(schema.wrapped, value);
	if (Array.isArray(value)) {
		return value.map((item, i) => {
			const inner = schema.item ?? schema.items?.[i];
			return inner === undefined ? item : withoutDefaults(inner, item);
		});
	}
	if (typeof value !== 'object' || value === null) return value;
	const object = value as Record<string, unknown>;
	const entries = schema.entries ?? optionOf(schema, object)?.entries;
	if (entries === undefined) return value;
	const kept: Record<string, unknown> = {};
	for (const [key, inner] of Object.entries(entries)) {
		const one = object[key];
		if (one === undefined) continue;
		if (inner.type === 'optional' && JSON.stringify(one) === JSON.stringify(inner.default)) continue;
		kept[key] = withoutDefaults(inner, one);
	}
	return kept;
}

/** JSON with tabs, where what fits stands on one line: an interface or a route reads as a row. */
export function prettyJson(value: unknown, indent = '', room = WIDTH): string {
	if (typeof value !== 'object' || value === null) return JSON.stringify(value);
	const flat = oneLine(value, room - indent.length * 4);
	if (flat !== null) return flat;
	const deeper = `${indent}\t`;
	const lines = Array.isArray(value)
		? value.map((item) => deeper + prettyJson(item, deeper))
		: Object.entries(value).map(([key, item]) => {
				const name = `${JSON.stringify(key)}: `;
				return deeper + name + prettyJson(item, deeper, WIDTH - name.length);
			});
	const [open, close] = Array.isArray(value) ? '[]' : '{}';
	return `${open}\n${lines.join(',\n')}\n${indent}${close}`;
}

/** A value on one line, or null where that takes more than `room` columns. */
function oneLine(value: unknown, room: number): string | null {
	if (typeof value !== 'object' || value === null) {
		const text = JSON.stringify(value);
		return text.length <= room ? text : null;
	}
	const isArray = Array.isArray(value);
	const parts: string[] = [];
	let left = room - (isArray ? 2 : 4);
	for (const [key, item] of Object.entries(value)) {
		const name = isArray ? '' : `${JSON.stringify(key)}: `;
		const text = oneLine(item, left - name.length);
		if (text === null) return null;
		parts.push(name + text);
		left -= name.length + text.length + 2;
	}
	if (left < -2) return null;
	const inside = parts.join(', ');
	if (isArray) return `[${inside}]`;
	return parts.length === 0 ? '{}' : `{ ${inside} }`;
}

/** `parseLab` gives the same lab back. Ends with a newline. */
export function serializeLab(lab: Lab): string {
	const kept = withoutDefaults(labSchema as unknown as Schema, lab) as object;
	// The top is always one line a key, however small the lab.
	return `${prettyJson(kept, '', 0)}\n`;
}
