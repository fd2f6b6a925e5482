/** The picture under the timeline's handle: hops as ticks in their class's colour, folded gaps as hatched bands. */
import { packetColours } from '../../canvas/colours.ts';
import { placeOf, totalWidth, type HopMark, type Stretch } from './outline.ts';

const HEIGHT = 36;
/** Ticks drawn at most; a denser trace shows every n-th. */
const MOST_TICKS = 4000;

export function draw(
	canvas: HTMLCanvasElement,
	width: number,
	stretches: readonly Stretch[],
	hops: readonly HopMark[],
	dark: boolean
): void {
	const ratio = devicePixelRatio || 1;
	canvas.width = Math.round(width * ratio);
	canvas.height = Math.round(HEIGHT * ratio);
	const g = canvas.getContext('2d');
	if (!g) return;
	g.scale(ratio, ratio);
	g.clearRect(0, 0, width, HEIGHT);
	const ink = dark ? '#252a34' : '#e1e4ea';
	const faint = dark ? '#a0a9b8' : '#565f6e';
	g.fillStyle = ink;
	g.fillRect(0, HEIGHT / 2 - 1, width, 2);
	const total = totalWidth(stretches);
	if (!total) return;
	const x = (place: number) => 7 + (place / total) * (width - 14);

	for (const stretch of stretches) {
		if (!stretch.idle || stretch.to - stretch.from < 1_000_000) continue;
		const from = x(stretch.start);
		const to = x(stretch.start + stretch.width);
		g.clearRect(from, 0, to - from, HEIGHT);
		g.fillStyle = faint;
		for (let dot = from + 2; dot < to - 1; dot += 4) g.fillRect(dot, HEIGHT / 2 - 1, 2, 2);
	}
	const colours = packetColours[dark ? 'dark' : 'light'];
	const every = Math.max(1, Math.ceil(hops.length / MOST_TICKS));
	for (let i = 0; i < hops.length; i += every) {
		const hop = hops[i];
		const at = x(placeOf(stretches, hop.time));
		g.fillStyle = hop.lost ? colours.drop.fill : colours[hop.class].fill;
		g.fillRect(at - 1, HEIGHT / 2 - 8, 2, 16);
	}
}
