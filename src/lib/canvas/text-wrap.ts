/** Breaks text into lines for drawing on a canvas, which has no line breaking of its own. */

/** Width of a text in the pixels of the font in use. */
export type Measure = (text: string) => number;

/** Lines no wider than `width`; a word that is wider by itself is broken. Line breaks of the text are kept. */
export function wrapText(text: string, width: number, measure: Measure): string[] {
	const lines: string[] = [];
	for (const paragraph of text.split('\n')) {
		let line = '';
		for (const word of paragraph.split(/\s+/).filter((part) => part !== '')) {
			const longer = line === '' ? word : `${line} ${word}`;
			if (measure(longer) <= width) {
				line = longer;
				continue;
			}
			if (line !== '') lines.push(line);
			line = word;
			while (measure(line) > width && line.length > 1) {
				const fits = longestThatFits(line, width, measure);
				lines.push(line.slice(0, fits));
				line = line.slice(fits);
			}
		}
		lines.push(line);
	}
	return lines;
}

/** The text, or as much of it as fits and an ellipsis. */
export function shortened(text: string, width: number, measure: Measure): string {
	if (measure(text) <= width) return text;
	const room = width - measure('…');
	return `${text.slice(0, longestThatFits(text, room, measure)).trimEnd()}…`;
}

/** At least 1, so that a loop over it ends. */
function longestThatFits(text: string, width: number, measure: Measure): number {
	let count = text.length - 1;
	while (count > 1 && measure(text.slice(0, count)) > width) count--;
	return Math.max(1, count);
}
