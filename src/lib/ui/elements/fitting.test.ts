import { describe, expect, test } from 'vitest';
import { fitting } from './fitting.ts';

describe('what of a row has room', () => {
	const widths = [50, 60, 70, 80];

	test('everything, where it fits to the pixel', () => {
		expect(fitting(widths, 260, 40, 3)).toEqual([0, 1, 2, 3]);
	});

	test('the first ones, with room for the button that opens the rest', () => {
		expect(fitting(widths, 259, 40, 0)).toEqual([0, 1, 2]);
		expect(fitting(widths, 219, 40, 0)).toEqual([0, 1]);
	});

	test('the one that has to be seen takes the place of the last', () => {
		expect(fitting(widths, 259, 40, 3)).toEqual([0, 1, 3]);
		expect(fitting(widths, 229, 40, 3)).toEqual([0, 3]);
	});

	test('the one that has to be seen alone, where there is room for nothing', () => {
		expect(fitting(widths, 100, 40, 2)).toEqual([2]);
		expect(fitting(widths, 80, 40, -1)).toEqual([]);
	});
});
