/**
 * The signs of the timeline. Each has a shape of its own: a frame is a bar in its protocol's colour, a lost packet a cross, a change of a
 * table a diamond, an input a flag; folded time is dotted. What it costs depends on the pixels alone.
 */
import { packetColours, type PacketColour } from '../../canvas/colours.ts';
import { HOPS, traits } from '../../engine/timeline/trait.ts';
import type { FrameClass } from '../../trace/record.ts';

const classes: FrameClass[] = ['arp', 'icmp', 'udp', 'tcp', 'dns', 'http', 'other'];
/** CSS pixels between two signs of one shape: closer ones are one. */
const APART = 8;

export interface Ink {
	line: string;
	muted: string;
	text: string;
	accent: string;
	change: string;
	packet: Record<PacketColour, { fill: string }>;
}

export function inkOf(dark: boolean): Ink {
	return {
		line: dark ? '#252a34' : '#e1e4ea',
		muted: dark ? '#a0a9b8' : '#565f6e',
		text: dark ? '#e8ebf1' : '#171b22',
		accent: dark ? '#7f9bff' : '#3355d8',
		change: dark ? '#f2b552' : '#8a5300',
		packet: packetColours[dark ? 'dark' : 'light']
	};
}

/** A canvas of this size in CSS pixels, empty, ready to be drawn on in CSS pixels. */
export function blank(canvas: HTMLCanvasElement, width: number, height: number): CanvasRenderingContext2D | null {
	const ratio = devicePixelRatio || 1;
	canvas.width = Math.round(width * ratio);
	canvas.height = Math.round(height * ratio);
	const g = canvas.getContext('2d');
	g?.scale(ratio, ratio);
	return g;
}

export interface Lane {
	flags: Uint16Array;
	folds: Uint8Array;
	left: number;
	width: number;
	/** Middle. */
	y: number;
	height: number;
}

export function drawLane(g: CanvasRenderingContext2D, { flags, folds, left, width, y, height }: Lane, ink: Ink): void {
	const step = width / flags.length;
	g.fillStyle = ink.line;
	for (let bin = 0; bin < flags.length; bin++) {
		if (folds[bin] === 0) g.fillRect(left + bin * step, y - 1, step + 0.5, 2);
	}
	g.fillStyle = ink.muted;
	for (let x = 0; x < width; x += 4) if (folds[Math.floor(x / step)]) g.fillRect(left + x, y - 1, 2, 2);
	for (let bin = 0; bin < flags.length; bin++)
		if (flags[bin] & HOPS) bars(g, flags[bin], left + bin * step, step, y, height, ink);
	signs(flags, step, traits.change, (x) => diamond(g, left + x, y + height / 2 - 5, 3.6, ink.change));
	signs(flags, step, traits.input, (x) => flag(g, left + x, y - height / 2 + 1, ink.accent));
	signs(flags, step, traits.drop, (x) => cross(g, left + x, y, 4.5, ink.packet.drop.fill));
}

/** One bar for all protocols of a piece, one above the other. */
function bars(
	g: CanvasRenderingContext2D,
	flags: number,
	x: number,
	step: number,
	y: number,
	height: number,
	ink: Ink
): void {
	const here = classes.filter((_, i) => flags & (1 << i));
	const tall = (height * 0.46) / here.length;
	here.forEach((one, i) => {
		g.fillStyle = ink.packet[one].fill;
		g.fillRect(x, y - height * 0.23 + i * tall, Math.max(2, step), tall);
	});
}

function signs(flags: Uint16Array, step: number, wanted: number, draw: (x: number) => void): void {
	let last = -Infinity;
	for (let bin = 0; bin < flags.length; bin++) {
		if ((flags[bin] & wanted) === 0 || bin * step - last < APART) continue;
		last = bin * step;
		draw(last + 1);
	}
}

export function diamond(g: CanvasRenderingContext2D, x: number, y: number, r: number, colour: string): void {
	g.fillStyle = colour;
	g.beginPath();
	g.moveTo(x, y - r);
	g.lineTo(x + r, y);
	g.lineTo(x, y + r);
	g.lineTo(x - r, y);
	g.fill();
}

function flag(g: CanvasRenderingContext2D, x: number, y: number, colour: string): void {
	g.fillStyle = colour;
	g.fillRect(x - 1, y, 1.5, 12);
	g.beginPath();
	g.moveTo(x, y);
	g.lineTo(x + 8, y + 3.5);
	g.lineTo(x, y + 7);
	g.fill();
}

function cross(g: CanvasRenderingContext2D, x: number, y: number, r: number, colour: string): void {
	g.strokeStyle = colour;
	g.lineWidth = 2.4;
	g.beginPath();
	g.moveTo(x - r, y - r);
	g.lineTo(x + r, y + r);
	g.moveTo(x + r, y - r);
	g.lineTo(x - r, y + r);
	g.stroke();
}
