import { describe, expect, it } from 'vitest';
import { caps, matches } from './keys.ts';

const press = (key: string, held: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', boolean>> = {}) => ({
	key,
	ctrlKey: false,
	metaKey: false,
	altKey: false,
	shiftKey: false,
	...held
});

describe('keys', () => {
	it('tells Undo from Redo', () => {
		expect(matches(press('z', { ctrlKey: true }), 'Mod+Z')).toBe(true);
		expect(matches(press('Z', { ctrlKey: true, shiftKey: true }), 'Mod+Z')).toBe(false);
		expect(matches(press('Z', { ctrlKey: true, shiftKey: true }), 'Mod+Shift+Z')).toBe(true);
	});

	it('takes a sign whatever keys make it', () => {
		expect(matches(press('?', { shiftKey: true }), '?')).toBe(true);
		expect(matches(press('+', { shiftKey: true }), '+')).toBe(true);
		expect(matches(press('+'), '+')).toBe(true);
	});

	it('knows the space bar and the arrows', () => {
		expect(matches(press(' '), 'Space')).toBe(true);
		expect(matches(press('ArrowRight', { shiftKey: true }), 'ArrowRight')).toBe(false);
		expect(matches(press('ArrowRight', { shiftKey: true }), 'Shift+ArrowRight')).toBe(true);
	});

	it('shows them as caps', () => {
		expect(caps('Mod+Shift+Z').at(-1)).toBe('Z');
		expect(caps('+')).toEqual(['+']);
	});
});
