/** Notes on the canvas: how large their text is. */
import { sansFont } from './fonts.ts';
import { wrapText } from './text-wrap.ts';

/** Model pixels. */
export const noteText = { size: 13, line: 19, padding: 12, width: 240 } as const;

const cache = new Map<string, { lines: string[]; width: number; height: number }>();
let context: CanvasRenderingContext2D | null = null;

/** Lines of a note and the size of its paper, model pixels. */
export function layNote(text: string): { lines: string[]; width: number; height: number } {
	const known = cache.get(text);
	if (known !== undefined) return known;
	context ??= document.createElement('canvas').getContext('2d')!;
	context.font = sansFont(noteText.size);
	const measure = (part: string) => context!.measureText(part).width;
	const lines = wrapText(text, noteText.width, measure);
	const widest = Math.max(40, ...lines.map(measure));
	const laid = {
		lines,
		width: Math.ceil(widest) + 2 * noteText.padding,
		height: lines.length * noteText.line + 2 * noteText.padding - 4
	};
	if (cache.size > 200) cache.clear();
	cache.set(text, laid);
	return laid;
}

/** The page's type face has come: what was measured with another is wrong. */
export function forgetNotes(): void {
	cache.clear();
}
