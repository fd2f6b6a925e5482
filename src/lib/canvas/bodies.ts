/**
 * How a kind of node is drawn: its outline and the glyph in it. No colour here: a kind is told by its shape.
 * Sizes in model pixels.
 */
import type { NodeKind } from '../lab/document.ts';

export interface Body {
	width: number;
	height: number;
	/** Cytoscape's name of the outline. */
	shape: 'round-rectangle' | 'ellipse' | 'round-octagon';
	dashed: boolean;
	/** SVG on a 24 by 24 grid, drawn as strokes. */
	glyph: string;
	/** Side of the glyph. */
	glyphSize: number;
}

const box = (width: number, height: number, glyph: string, glyphSize: number, dashed = false): Body => ({
	width,
	height,
	shape: 'round-rectangle',
	dashed,
	glyph,
	glyphSize
});

export const bodies: Record<NodeKind, Body> = {
	/** A monitor on its foot. */
	host: box(
		56,
		56,
		'<rect x="2.5" y="4" width="19" height="12.5" rx="1.8"/><path d="M12 16.5V20M8 20h8"/><path d="m6.5 8 2 2-2 2M11 12h3.5"/>',
		34
	),
	/** A prompt inside a border that is not a machine's. */
	netns: box(52, 52, '<path d="m5 7.5 4.5 4.5L5 16.5M12 17h7"/>', 28, true),
	/** A suspension bridge. */
	bridge: box(
		64,
		44,
		'<path d="M1.5 17.5h21M6 20V6.5M18 20V6.5M1.5 12.5C4 11.5 5.5 9 6 6.5c1.5 7 10.5 7 12 0 .5 2.5 2 5 4.5 6M10 11.3v6.2M14 11.3v6.2"/>',
		32
	),
	/** Arrows in and out. */
	router: {
		width: 58,
		height: 58,
		shape: 'ellipse',
		dashed: false,
		glyph:
			'<path d="M12 10V2.5M9.3 5.2 12 2.5l2.7 2.7M12 14v7.5M9.3 18.8 12 21.5l2.7-2.7M2.5 12H9.5M6.8 9.3 9.5 12l-2.7 2.7M21.5 12h-7M17.2 9.3 14.5 12l2.7 2.7"/>',
		glyphSize: 36
	},
	/** Two directions through a wall. */
	nat: {
		width: 60,
		height: 60,
		shape: 'round-octagon',
		dashed: false,
		glyph: '<path d="M12 2.5v3M12 18.5v3M12 10.7v2.6M2.5 8.5h18M17.5 5.5l3 3-3 3M21.5 15.5h-18M6.5 12.5l-3 3 3 3"/>',
		glyphSize: 36
	},
	/** Two arrows side by side. */
	switch: box(68, 44, '<path d="M3 8.5h17M16.5 5l3.5 3.5L16.5 12M21 15.5H4M7.5 12 4 15.5 7.5 19"/>', 32),
	/** The globe. */
	internet: {
		width: 84,
		height: 60,
		shape: 'ellipse',
		dashed: true,
		glyph:
			'<circle cx="12" cy="12" r="9.5"/><path d="M2.5 12h19M12 2.5c-5.5 5.3-5.5 13.7 0 19M12 2.5c5.5 5.3 5.5 13.7 0 19"/>',
		glyphSize: 36
	}
};

/** A kind's glyph as an SVG document of its own. */
export function glyphSvg(kind: NodeKind, colour: string, size = bodies[kind].glyphSize): string {
	return (
		`<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 24 24" fill="none" ` +
		`stroke="${colour}" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round">${bodies[kind].glyph}</svg>`
	);
}

export function glyphUri(kind: NodeKind, colour: string): string {
	return `data:image/svg+xml;utf8,${encodeURIComponent(glyphSvg(kind, colour))}`;
}
