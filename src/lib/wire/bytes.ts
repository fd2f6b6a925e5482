/** Network byte order (big endian) at an offset of a frame. No bounds checks: a protocol's check function made them. */

export function u16(b: Uint8Array, at: number): number {
	return (b[at] << 8) | b[at + 1];
}

export function u32(b: Uint8Array, at: number): number {
	return ((b[at] << 24) | (b[at + 1] << 16) | (b[at + 2] << 8) | b[at + 3]) >>> 0;
}

export function setU16(b: Uint8Array, at: number, value: number): void {
	b[at] = value >>> 8;
	b[at + 1] = value;
}

export function setU32(b: Uint8Array, at: number, value: number): void {
	b[at] = value >>> 24;
	b[at + 1] = value >>> 16;
	b[at + 2] = value >>> 8;
	b[at + 3] = value;
}

/** Bytes from hexadecimal digits, white space between them ignored: "0a000001" or "0a 00 00 01". */
export function fromHex(text: string): Uint8Array {
	const digits = text.replace(/\s+/g, '');
	return Uint8Array.from({ length: digits.length / 2 }, (_, i) => Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16));
}

/** One behind the other. */
export function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
	const whole = new Uint8Array(a.length + b.length);
	whole.set(a);
	whole.set(b, a.length);
	return whole;
}
