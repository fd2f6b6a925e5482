/** About how much memory plain data takes: what a bound on checkpoints is kept by. */

/** Bytes; V8's usual sizes, rounded up. An object's header and map, a field, an entry of a Map or Set. */
const OBJECT = 24;
const FIELD = 8;
const ENTRY = 32;

/** Bytes that a structured copy of `value` holds, give or take a third. Strings are shared by those who hold them: they count as a field. */
export function weigh(value: unknown): number {
	if (typeof value !== 'object' || value === null) return 0;
	if (ArrayBuffer.isView(value)) return OBJECT * 2 + value.byteLength;
	let bytes = OBJECT;
	if (value instanceof Map) {
		for (const [key, held] of value) bytes += ENTRY + weigh(key) + weigh(held);
	} else if (value instanceof Set) {
		for (const held of value) bytes += ENTRY + weigh(held);
	} else if (Array.isArray(value)) {
		bytes += FIELD * value.length;
		for (const held of value) bytes += weigh(held);
	} else {
		for (const key in value) bytes += FIELD + weigh((value as Record<string, unknown>)[key]);
	}
	return bytes;
}
