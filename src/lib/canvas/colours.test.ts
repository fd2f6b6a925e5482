import { describe, expect, it } from 'vitest';
import { canvasColours, packetColours, packetVariables } from './colours.ts';

/** WCAG 2.2 relative luminance of #rrggbb. */
function luminance(colour: string): number {
	const channel = (at: number) => {
		const value = parseInt(colour.slice(at, at + 2), 16) / 255;
		return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
	};
	return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

function contrast(a: string, b: string): number {
	const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
	return (high + 0.05) / (low + 0.05);
}

describe.each(['light', 'dark'] as const)('colours of the %s theme', (theme) => {
	const canvas = canvasColours[theme];
	const pills = Object.entries(packetColours[theme]);

	it.each(pills)('%s stands out from the canvas and from a host that holds others', (_, pill) => {
		expect(contrast(pill.fill, canvas.canvas)).toBeGreaterThanOrEqual(4.5);
		expect(contrast(pill.fill, canvas.box)).toBeGreaterThanOrEqual(4.5);
	});

	it.each(pills)('text on %s can be read', (_, pill) => {
		expect(contrast(pill.fill, pill.text)).toBeGreaterThanOrEqual(4.5);
	});

	it.each(['ink', 'muted', 'accent', 'danger'] as const)('%s is readable as text', (name) => {
		expect(contrast(canvas[name], canvas.canvas)).toBeGreaterThanOrEqual(4.5);
		expect(contrast(canvas[name], canvas.box)).toBeGreaterThanOrEqual(4.5);
	});

	it.each(['line', 'edge'] as const)('%s reaches the 3:1 of graphics', (name) => {
		expect(contrast(canvas[name], canvas.canvas)).toBeGreaterThanOrEqual(3);
	});

	it('text of a note can be read', () => {
		expect(contrast(canvas.ink, canvas.note)).toBeGreaterThanOrEqual(4.5);
	});

	it('no two classes share a colour', () => {
		expect(new Set(pills.map(([, pill]) => pill.fill)).size).toBe(pills.length);
	});
});

it('the style sheet gets one property for each fill and one for the text on it', () => {
	expect(packetVariables('dark')['--packet-arp']).toBe(packetColours.dark.arp.fill);
	expect(packetVariables('dark')['--packet-drop-text']).toBe(packetColours.dark.drop.text);
});
