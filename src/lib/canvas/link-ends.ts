/** Finds the place of the text near a link's end: on the link, just clear of the node and of its caption. */
import type { Point } from './api.ts';
import { pathLength, pointOnPath, type PathPoint } from './geometry/link-path.ts';

/** CSS pixels between a node's outline and the text. */
const CLEAR = 9;

export class EndTexts {
	/** Middle of the text placed last, CSS pixels. */
	x = 0;
	y = 0;
	#at: PathPoint = { x: 0, y: 0, dx: 0, dy: 0 };
	#width = 0;
	#height = 0;

	begin(width: number, height: number): void {
		this.#width = width;
		this.#height = height;
	}

	/** False when it is off the screen or the link is too short for its two texts. */
	place(
		paths: Float32Array,
		path: number,
		atEnd: boolean,
		zoom: number,
		pan: Point,
		width: number,
		height: number,
		hanging: number
	): boolean {
		const length = pathLength(paths, path) * zoom;
		const at = this.#at;
		pointOnPath(paths, path, atEnd ? 1 : 0, at);
		const sign = atEnd ? -1 : 1;
		const [dx, dy] = [at.dx * sign, at.dy * sign];
		// How far along the link the text's own box reaches, and how much of the caption lies in the way.
		const half = Math.min(
			dx === 0 ? Infinity : width / 2 / Math.abs(dx),
			dy === 0 ? Infinity : height / 2 / Math.abs(dy)
		);
		const below = dy > 0.5 ? hanging * dy : 0;
		const distance = CLEAR + below + half;
		if (distance + half > length / 2) return false;
		pointOnPath(paths, path, atEnd ? 1 - distance / length : distance / length, at);
		this.x = at.x * zoom + pan.x;
		this.y = at.y * zoom + pan.y;
		return this.x > -width && this.x < this.#width + width && this.y > -height && this.y < this.#height + height;
	}
}
