/** SipHash-2-4 (lib/siphash.c), on 64-bit words as pairs of 32-bit ones. */

/** The state: v0 to v3, each low word before high word. One for all: nobody else runs while it is used. */
const v = new Int32Array(8);

function add(a: number, b: number): void {
	const low = (v[a] >>> 0) + (v[b] >>> 0);
	v[a] = low;
	v[a + 1] = v[a + 1] + v[b + 1] + (low > 0xffff_ffff ? 1 : 0);
}

/** v[a] = rotate(v[a], bits) ^ v[b]; bits are less than 32. */
function rotateXor(a: number, bits: number, b: number): void {
	const [low, high] = [v[a], v[a + 1]];
	v[a] = ((low << bits) | (high >>> (32 - bits))) ^ v[b];
	v[a + 1] = ((high << bits) | (low >>> (32 - bits))) ^ v[b + 1];
}

function swapHalves(a: number): void {
	const low = v[a];
	v[a] = v[a + 1];
	v[a + 1] = low;
}

function round(): void {
	add(0, 2);
	rotateXor(2, 13, 0);
	swapHalves(0);
	add(4, 6);
	rotateXor(6, 16, 4);
	add(0, 6);
	rotateXor(6, 21, 0);
	add(4, 2);
	rotateXor(2, 17, 4);
	swapHalves(4);
}

function compress(low: number, high: number): void {
	v[6] ^= low;
	v[7] ^= high;
	round();
	round();
	v[0] ^= low;
	v[1] ^= high;
}

/**
 * The low 32 bits of the hash of `words` (an even number of them, little-endian bytes).
 * @param key Four words, lowest first.
 */
export function siphash(words: readonly number[], key: readonly [number, number, number, number]): number {
	v[0] = 0x70736575 ^ key[0];
	v[1] = 0x736f6d65 ^ key[1];
	v[2] = 0x6e646f6d ^ key[2];
	v[3] = 0x646f7261 ^ key[3];
	v[4] = 0x6e657261 ^ key[0];
	v[5] = 0x6c796765 ^ key[1];
	v[6] = 0x79746573 ^ key[2];
	v[7] = 0x74656462 ^ key[3];
	for (let i = 0; i < words.length; i += 2) compress(words[i], words[i + 1]);
	compress(0, words.length << 26);
	v[4] ^= 0xff;
	for (let i = 0; i < 4; i++) round();
	return (v[0] ^ v[2] ^ v[4] ^ v[6]) >>> 0;
}
