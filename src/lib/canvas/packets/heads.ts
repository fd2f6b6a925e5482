/**
 * Draws heads of packets. Filled outlines only: where there is no graphics card a stroke or a turned picture costs
 * four to six times as much (500 heads of one frame: fill 3 ms of processor time, stroke 12, turned picture 18).
 */
import type { Theme } from '../api.ts';
import { canvasColours, packetColours } from '../colours.ts';
import { packetClasses } from './buffer.ts';
import { headPaths } from './shapes.ts';

/** How much larger the rim's figure is than the head's, so that about 1.5 pixels of it show. */
const RIM = 1.22;
const SELECTED_RIM = 1.5;

export class Heads {
	readonly #paths = packetClasses.map((name) => new Path2D(headPaths[name]));

	/**
	 * `dx`, `dy`: unit vector of the direction. `x`, `y`: CSS pixels. `scale`: CSS pixels a pixel of the design. `rim`
	 * parts the head from the link under it; without it when there are very many.
	 */
	draw(
		context: CanvasRenderingContext2D,
		cls: number,
		theme: Theme,
		x: number,
		y: number,
		dx: number,
		dy: number,
		scale: number,
		density: number,
		rim: boolean,
		selected: boolean
	): void {
		const path = this.#paths[cls];
		const zoom = scale * density;
		if (rim || selected) {
			const larger = zoom * (selected ? SELECTED_RIM : RIM);
			context.setTransform(dx * larger, dy * larger, -dy * larger, dx * larger, x * density, y * density);
			context.fillStyle = selected ? canvasColours[theme].ink : canvasColours[theme].canvas;
			context.fill(path);
		}
		context.setTransform(dx * zoom, dy * zoom, -dy * zoom, dx * zoom, x * density, y * density);
		context.fillStyle = packetColours[theme][packetClasses[cls]].fill;
		context.fill(path);
	}
}
