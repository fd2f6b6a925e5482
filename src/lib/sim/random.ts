/** The seeded random state: sfc32 (Chris Doty-Humphrey, PractRand), four words of plain data. */
export type RandomState = Uint32Array;

/** Unsigned 32 bits. */
export function nextRandom(s: RandomState): number {
	const t = (s[0] + s[1] + s[3]) >>> 0;
	s[3] = s[3] + 1;
	s[0] = s[1] ^ (s[1] >>> 9);
	s[1] = s[2] + (s[2] << 3);
	s[2] = ((s[2] << 21) | (s[2] >>> 11)) + t;
	return t;
}

export function createRandom(seed: number): RandomState {
	const state = new Uint32Array([0x9e3779b9, 0x243f6a88, seed >>> 0, 1]);
	for (let i = 0; i < 15; i++) nextRandom(state);
	return state;
}
