/** The same "random" numbers on every machine: xorshift32 (Marsaglia 2003). Answers unsigned 32 bits. */
export function seeded(seed: number): () => number {
	let state = seed >>> 0 || 1;
	return () => {
		state ^= state << 13;
		state ^= state >>> 17;
		state ^= state << 5;
		return (state >>>= 0);
	};
}
