/** Sequence numbers: unsigned 32 bits that wrap, compared as distances (RFC 9293 3.4; include/net/tcp.h, before). */

export function before(a: number, b: number): boolean {
	return ((a - b) | 0) < 0;
}

export function after(a: number, b: number): boolean {
	return ((a - b) | 0) > 0;
}

export function add(sequence: number, length: number): number {
	return (sequence + length) >>> 0;
}

/** How far `a` is ahead of `b`; negative: behind. */
export function distance(a: number, b: number): number {
	return (a - b) | 0;
}
