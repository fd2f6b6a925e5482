/**
 * Which of a row's items have room, in their order. When not all have, room is left for the button that opens the rest,
 * and the item that has to be seen comes last if it isn't one of the first.
 * @param widths px
 * @param more px; the button's
 * @param kept index of the item that has to be seen; -1: none
 */
export function fitting(widths: readonly number[], room: number, more: number, kept: number): number[] {
	const all = widths.map((_, i) => i);
	if (sum(widths) <= room) return all;
	for (let count = widths.length - 1; count > 0; count--) {
		const shown = all.slice(0, count);
		if (kept >= count) shown.push(kept);
		if (sum(shown.map((i) => widths[i])) + more <= room) return shown;
	}
	return kept < 0 ? [] : [kept];
}

function sum(widths: readonly number[]): number {
	return widths.reduce((total, width) => total + width, 0);
}
