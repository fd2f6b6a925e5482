/**
 * The one table of colours that mean something: a class of packet has the same colour on the canvas, in the packet
 * list, on the timeline and in the explanations. Every fill reaches 4.5:1 (WCAG 2.2, 1.4.3 AA) against the canvas and
 * against the text on it; colours.test.ts holds that. Nodes are drawn in ink alone, so that colour is left to packets.
 */
import type { FrameClass } from '../trace/record.ts';
import type { Theme } from './api.ts';

export interface PillColour {
	fill: string;
	/** Text and marks on the fill. */
	text: string;
}

export type PacketColour = FrameClass | 'drop';

const onLight = (fill: string): PillColour => ({ fill, text: '#ffffff' });
const onDark = (fill: string): PillColour => ({ fill, text: '#0b0e13' });

export const packetColours: Record<Theme, Record<PacketColour, PillColour>> = {
	light: {
		arp: onLight('#a34a06'),
		icmp: onLight('#047054'),
		udp: onLight('#0369a1'),
		tcp: onLight('#6d28d9'),
		dns: onLight('#b8135a'),
		http: onLight('#46700c'),
		other: onLight('#4b5667'),
		drop: onLight('#bf2130')
	},
	dark: {
		arp: onDark('#f7b23e'),
		icmp: onDark('#3ddba4'),
		udp: onDark('#56bdf8'),
		tcp: onDark('#b79bff'),
		dns: onDark('#fb86bb'),
		http: onDark('#b4dd52'),
		other: onDark('#a3adbd'),
		drop: onDark('#ff8189')
	}
};

export interface CanvasColours {
	canvas: string;
	/** A node's body. */
	surface: string;
	/** Outlines, glyphs and names. */
	ink: string;
	/** Addresses and interface names. */
	muted: string;
	/** Links. */
	line: string;
	/** A node's outline. */
	edge: string;
	/** Inside of a host that holds others, and inside of one of those. */
	box: string;
	boxLine: string;
	accent: string;
	accentSoft: string;
	danger: string;
	note: string;
	noteLine: string;
}

export const canvasColours: Record<Theme, CanvasColours> = {
	light: {
		canvas: '#f5f6f8',
		surface: '#ffffff',
		ink: '#171b22',
		muted: '#565f6e',
		line: '#6f7989',
		edge: '#7d8797',
		box: '#ffffff',
		boxLine: '#a9b1be',
		accent: '#3355d8',
		accentSoft: '#c9d5fb',
		danger: '#bf2130',
		note: '#fff8df',
		noteLine: '#d9c06a'
	},
	dark: {
		canvas: '#0d0f13',
		surface: '#1b1f27',
		ink: '#e8ebf1',
		muted: '#a0a9b8',
		line: '#7a8496',
		edge: '#6b7484',
		box: '#14171d',
		boxLine: '#3d4554',
		accent: '#7f9bff',
		accentSoft: '#2b3a72',
		danger: '#ff8189',
		note: '#2b2614',
		noteLine: '#6e6130'
	}
};

/** Custom properties for a style sheet: `--packet-arp`, `--packet-arp-text`, ... */
export function packetVariables(theme: Theme): Record<string, string> {
	const variables: Record<string, string> = {};
	for (const [name, colour] of Object.entries(packetColours[theme])) {
		variables[`--packet-${name}`] = colour.fill;
		variables[`--packet-${name}-text`] = colour.text;
	}
	return variables;
}
