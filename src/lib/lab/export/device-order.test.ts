import { expect, it } from 'vitest';
import { byIndex } from './device-order.ts';

const making = (line: string, ...makes: [string, number][]) => ({
	line,
	makes: makes.map(([netns, index]) => ({ netns, index }))
});

it('gives each netns its devices by ifindex', () => {
	const lines = [
		making('a2-b1', ['a', 2], ['b', 1]),
		making('a1-c1', ['a', 1], ['c', 1]),
		making('b2', ['b', 2]),
		making('a3', ['a', 3])
	];
	expect(byIndex(lines)).toEqual(['a1-c1', 'a2-b1', 'b2', 'a3']);
});

it('begins with the first where links go round in circles', () => {
	const lines = [making('a2-b1', ['a', 2], ['b', 1]), making('b2-a1', ['b', 2], ['a', 1])];
	expect(byIndex(lines)).toEqual(['a2-b1', 'b2-a1']);
});
