/** The word that somebody may have meant. */

/** How many letters must change to make `a` into `b` (Levenshtein). */
function distance(a: string, b: string): number {
	let row = Array.from({ length: b.length + 1 }, (_, i) => i);
	for (let i = 1; i <= a.length; i++) {
		const next = [i];
		for (let j = 1; j <= b.length; j++) {
			next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
		}
		row = next;
	}
	return row[b.length];
}

/** One letter off, or two where at least the first is right. */
export function closest(word: string, words: readonly string[]): string | undefined {
	const near = words
		.filter((one) => one !== word)
		.map((one) => ({ one, far: distance(word, one) }))
		.filter(({ one, far }) => far <= (one[0] === word[0] ? 2 : 1) && far < one.length - 1);
	return near.sort((a, b) => a.far - b.far)[0]?.one;
}
