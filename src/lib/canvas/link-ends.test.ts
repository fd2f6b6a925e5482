import { describe, expect, it } from 'vitest';
import { PATH_SIZE, writePath } from './geometry/link-path.ts';
import { EndTexts } from './link-ends.ts';

function path(toX: number, toY: number) {
	const outline = (x: number, y: number) => ({ x, y, width: 40, height: 40, round: false });
	const out = new Float32Array(PATH_SIZE);
	writePath(out, 0, outline(0, 0), outline(toX, toY), 0);
	return out;
}
const pan = { x: 0, y: 0 };

describe('text near the end of a link', () => {
	it('lies on the link, clear of the node, at either end', () => {
		const ends = new EndTexts();
		const right = path(400, 0);
		expect(ends.place(right, 0, false, 1, pan, 50, 14, [])).toBe(true);
		expect(ends.x).toBeCloseTo(20 + 8 + 25, 3);
		expect(ends.y).toBeCloseTo(0, 3);
		ends.place(right, 0, true, 1, pan, 50, 14, []);
		expect(ends.x).toBeCloseTo(380 - 8 - 25, 3);
	});

	it('below a node starts under its caption', () => {
		const ends = new EndTexts();
		const caption = { left: -50, right: 50, top: 22, bottom: 60 };
		expect(ends.place(path(0, 300), 0, false, 1, pan, 50, 14, [caption])).toBe(true);
		expect(ends.y - 7).toBeGreaterThanOrEqual(60);
	});

	it('is left out where the link is too short for both ends', () => {
		expect(new EndTexts().place(path(120, 0), 0, false, 1, pan, 60, 14, [])).toBe(false);
	});
});
