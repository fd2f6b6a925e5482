import { describe, expect, it } from 'vitest';
import { siphash } from './siphash.ts';

/** The key 00 01 ... 0f and the vectors of lib/tests/siphash_kunit.c, their low words. */
const key = [0x03020100, 0x07060504, 0x0b0a0908, 0x0f0e0d0c] as const;

describe('SipHash-2-4', () => {
	it.each([
		[0, 0xdd0e0e31],
		[8, 0x9a932462],
		[48, 0x9ecba951]
	])('of the bytes 0 to %i', (length, expected) => {
		const words = Array.from({ length: length / 4 }, (_, i) => 0x03020100 + i * 0x04040404);
		expect(siphash(words, [...key])).toBe(expected);
	});
});
