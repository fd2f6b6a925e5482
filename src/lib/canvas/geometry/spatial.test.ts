import { describe, expect, it } from 'vitest';
import { nextInDirection, readingOrder } from './spatial.ts';

//  a   b   c
//      d        e
const places = [
	{ id: 'a', x: 0, y: 0 },
	{ id: 'b', x: 100, y: 5 },
	{ id: 'c', x: 200, y: -5 },
	{ id: 'd', x: 110, y: 150 },
	{ id: 'e', x: 400, y: 160 }
];
const from = (id: string) => places.find((place) => place.id === id)!;

describe('arrow keys', () => {
	it('walk along a row before they leave it', () => {
		expect(nextInDirection(from('a'), places, 'right')).toBe('b');
		expect(nextInDirection(from('b'), places, 'right')).toBe('c');
	});

	it('go to the nearest above and below', () => {
		expect(nextInDirection(from('b'), places, 'down')).toBe('d');
		expect(nextInDirection(from('d'), places, 'up')).toBe('b');
	});

	it('stay where nothing lies that way', () => {
		expect(nextInDirection(from('a'), places, 'left')).toBeNull();
	});
});

it('reading order goes by rows, each from the left', () => {
	expect(readingOrder([...places].reverse()).map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd', 'e']);
});
