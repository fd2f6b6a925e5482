import { expect, it } from 'vitest';
import { Slots } from './slots.ts';

it('a place stays the same while its id stays', () => {
	const slots = new Slots();
	slots.keep(['a', 'b', 'c']);
	const c = slots.of('c');
	slots.keep(['c', 'd']);
	expect(slots.of('c')).toBe(c);
});

it('places of what is gone are used again', () => {
	const slots = new Slots();
	slots.keep(['a', 'b', 'c']);
	slots.keep(['b']);
	slots.keep(['b', 'd', 'e']);
	expect(slots.size).toBe(3);
	expect(new Set(['b', 'd', 'e'].map((id) => slots.of(id))).size).toBe(3);
});

it('an id that is not there has no place', () => {
	expect(new Slots().of('gone')).toBe(-1);
});
