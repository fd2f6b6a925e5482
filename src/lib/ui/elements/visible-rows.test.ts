import { describe, expect, it } from 'vitest';
import { VisibleRows } from './visible-rows.svelte.ts';

const ROW = 26;

function listOf(count: number) {
	const scroller = { scrollTop: 0, clientHeight: 520 } as HTMLElement;
	const rows = new VisibleRows(ROW, () => count);
	rows.scroller = scroller;
	rows.height = 520;
	const scrollTo = (top: number) => {
		scroller.scrollTop = Math.max(0, Math.min(top, rows.size - 520));
		rows.onscroll();
	};
	/** The first row that is wholly in view. */
	const first = () => {
		for (let row = rows.from; row < rows.to; row++) if (rows.topOf(row) >= scroller.scrollTop - 0.5) return row;
		return -1;
	};
	return { rows, scroller, scrollTo, first };
}

describe('the rows in view', () => {
	it('of a list of some thousand rows are where the browser has scrolled to', () => {
		const { rows, scrollTo, first } = listOf(100_000);
		scrollTo(26_000);
		expect([first(), rows.topOf(1000), rows.size]).toEqual([1000, 26_000, 2_600_000]);
		rows.reveal(99_999);
		expect(rows.scroller!.scrollTop).toBe(100_000 * ROW - 520 + 2 * ROW);
	});

	it('of ten million rows are all reached, in what a browser can lay out', () => {
		const { rows, scroller, scrollTo, first } = listOf(10_000_000);
		expect(rows.size).toBeLessThan(17_000_000);
		scrollTo(rows.size);
		expect(rows.to).toBe(10_000_000);
		scrollTo(rows.size / 2);
		expect(Math.abs(first() - 5_000_000)).toBeLessThan(300);
		scrollTo(0);
		expect(rows.from).toBe(0);
		for (const index of [9_999_999, 7, 4_321_000]) {
			rows.reveal(index);
			const top = rows.topOf(index);
			expect(top).toBeGreaterThanOrEqual(scroller.scrollTop);
			expect(top + ROW).toBeLessThanOrEqual(scroller.scrollTop + 520);
		}
	});

	it('move by what the wheel was turned, row by row, to both ends', () => {
		const { rows, scroller, scrollTo, first } = listOf(10_000_000);
		rows.reveal(5_000_000);
		let before = first();
		for (let turn = 0; turn < 50; turn++) {
			scrollTo(scroller.scrollTop + 4 * ROW);
			expect(first() - before).toBe(4);
			before = first();
		}
		rows.reveal(300);
		for (let turn = 0; turn < 200 && rows.from > 0; turn++) scrollTo(scroller.scrollTop - 4 * ROW);
		for (let turn = 0; turn < 6; turn++) scrollTo(scroller.scrollTop - 4 * ROW);
		expect([first(), scroller.scrollTop]).toEqual([0, 0]);
		rows.reveal(9_999_700);
		for (let turn = 0; turn < 200; turn++) scrollTo(scroller.scrollTop + 4 * ROW);
		expect(rows.to).toBe(10_000_000);
		expect(rows.topOf(9_999_999) + ROW).toBeLessThanOrEqual(scroller.scrollTop + 520);
	});
});
