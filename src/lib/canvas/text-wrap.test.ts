import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shortened, wrapText } from './text-wrap.ts';

/** Every character is 10 pixels wide. */
const measure = (text: string) => text.length * 10;

describe('wrapping', () => {
	it('breaks between words', () => {
		expect(wrapText('No route to 8.8.8.8', 110, measure)).toEqual(['No route to', '8.8.8.8']);
	});

	it('keeps line breaks and empty lines', () => {
		expect(wrapText('one\n\ntwo', 100, measure)).toEqual(['one', '', 'two']);
	});

	it('breaks a word that is wider than a line', () => {
		expect(wrapText('see abcdefghijkl', 50, measure)).toEqual(['see', 'abcde', 'fghij', 'kl']);
	});

	it('loses no letter and makes no line too wide', () => {
		fc.assert(
			fc.property(fc.string({ maxLength: 80 }), (text) => {
				const lines = wrapText(text, 60, measure);
				expect(lines.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
				for (const line of lines) expect(measure(line)).toBeLessThanOrEqual(60);
			})
		);
	});
});

describe('shortening', () => {
	it('leaves alone what fits', () => {
		expect(shortened('web', 30, measure)).toBe('web');
	});

	it('ends in an ellipsis within the width', () => {
		expect(shortened('a-printer-with-a-long-name', 80, measure)).toBe('a-print…');
	});
});
