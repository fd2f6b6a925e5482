import { describe, expect, it } from 'vitest';
import { moved, showing, zoomed } from './zoom.ts';

describe('the view of the timeline', () => {
	it('keeps the place under the pointer where it is', () => {
		const view = zoomed({ from: 0, to: 100 }, 100, 2, 0.25);
		expect(view).toEqual({ from: 12.5, to: 62.5 });
		expect(view.from + 0.25 * 50).toBe(25);
	});

	it('never leaves the timeline, and never shows less than two places', () => {
		expect(zoomed({ from: 12.5, to: 62.5 }, 100, 0.1, 0.5)).toEqual({ from: 0, to: 100 });
		expect(moved({ from: 10, to: 30 }, 100, -50)).toEqual({ from: 0, to: 20 });
		expect(moved({ from: 10, to: 30 }, 100, 500)).toEqual({ from: 80, to: 100 });
		const close = zoomed({ from: 0, to: 100 }, 100, 1e6, 0.5);
		expect(close.to - close.from).toBe(2);
	});

	it('follows the playhead out of view', () => {
		expect(showing({ from: 0, to: 20 }, 100, 10)).toEqual({ from: 0, to: 20 });
		expect(showing({ from: 0, to: 20 }, 100, 50)).toEqual({ from: 44, to: 64 });
	});
});
