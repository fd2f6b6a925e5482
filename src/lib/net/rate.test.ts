import { describe, expect, it } from 'vitest';
import { isRate, parseRate } from './rate.ts';

describe('rates', () => {
	it.each([
		['10mbit', 10_000_000],
		['1.5Mbit', 1_500_000],
		['1gbit', 1_000_000_000],
		['512kbit', 512_000],
		['9600bit', 9600]
	])('%s', (text, rate) => expect(parseRate(text)).toBe(rate));

	it.each(['', '10', 'mbit', '0mbit', '-1mbit', '10mbps', '1e3bit'])('%j is none', (text) => {
		expect(isRate(text)).toBe(false);
		expect(() => parseRate(text)).toThrow(`${text} is not a rate`);
	});
});
