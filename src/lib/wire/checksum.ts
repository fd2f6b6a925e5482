/** The Internet checksum (RFC 1071) and its incremental update (RFC 1624). */

/**
 * Checksum of the bytes `from` to `to`, complemented: what stands in a header. Over bytes that hold their own right
 * checksum it is 0. `initial` is a sum of 16-bit words to begin with, such as `pseudoHeaderSum`.
 */
export function checksum(b: Uint8Array, from: number, to: number, initial = 0): number {
	let sum = initial;
	let at = from;
	// 65,535 bytes add up to less than 2^31: one fold at the end is enough.
	for (const last = to - 1; at < last; at += 2) sum += (b[at] << 8) | b[at + 1];
	if (at < to) sum += b[at] << 8;
	return ~fold(sum) & 0xffff;
}

/** Sum of the words of TCP's and UDP's pseudo header (RFC 9293, 3.1), for `checksum`. `length` is of the segment, header included. */
export function pseudoHeaderSum(source: number, destination: number, protocol: number, length: number): number {
	return (source >>> 16) + (source & 0xffff) + (destination >>> 16) + (destination & 0xffff) + protocol + length;
}

/** The checksum after a 16-bit word has changed from `before` to `after`; RFC 1624, equation 3. */
export function adjustChecksum(sum: number, before: number, after: number): number {
	return ~fold((~sum & 0xffff) + (~before & 0xffff) + after) & 0xffff;
}

/** The checksum after a 32-bit word, such as an address, has changed. */
export function adjustChecksum32(sum: number, before: number, after: number): number {
	return (
		~fold((~sum & 0xffff) + (~(before >>> 16) & 0xffff) + (~before & 0xffff) + (after >>> 16) + (after & 0xffff)) &
		0xffff
	);
}

/** Carries added back in until 16 bits are left. */
function fold(sum: number): number {
	let folded = sum;
	while (folded > 0xffff) folded = (folded & 0xffff) + (folded >>> 16);
	return folded;
}
