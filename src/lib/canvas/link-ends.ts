/** Finds the place of the text near a link's end: on the link, clear of the node, of its caption and of other ends. */
import type { Point } from './api.ts';
import { pathLength, pointOnPath, type PathPoint } from './geometry/link-path.ts';

/** CSS pixels between a node's outline and the text. */
const CLEAR = 8;
/** CSS pixels of one try further out. */
const TRY = 6;

/** left, top, right, bottom of what the text must not cover, CSS pixels. */
export interface Obstacle {
	left: number;
	top: number;
	right: number;
	bottom: number;
}

export class EndTexts {
	/** Middle of the text placed last, CSS pixels. */
	x = 0;
	y = 0;
	#at: PathPoint = { x: 0, y: 0, dx: 0, dy: 0 };

	/** False when the link is too short for its two texts. */
	place(
		paths: Float32Array,
		path: number,
		atEnd: boolean,
		zoom: number,
		pan: Point,
		width: number,
		height: number,
		obstacles: readonly Obstacle[]
	): boolean {
		const length = pathLength(paths, path) * zoom;
		const at = this.#at;
		pointOnPath(paths, path, atEnd ? 1 : 0, at);
		// How far along the link the text's own box reaches.
		const [dx, dy] = [Math.abs(at.dx), Math.abs(at.dy)];
		const half = Math.min(dx === 0 ? Infinity : width / 2 / dx, dy === 0 ? Infinity : height / 2 / dy);
		for (let distance = CLEAR + half; distance + half <= length / 2 + CLEAR; distance += TRY) {
			pointOnPath(paths, path, atEnd ? 1 - distance / length : distance / length, at);
			this.x = at.x * zoom + pan.x;
			this.y = at.y * zoom + pan.y;
			if (!obstacles.some((obstacle) => this.#covers(obstacle, width, height))) return true;
		}
		return false;
	}

	#covers(obstacle: Obstacle, width: number, height: number): boolean {
		return (
			this.x - width / 2 < obstacle.right &&
			this.x + width / 2 > obstacle.left &&
			this.y - height / 2 < obstacle.bottom &&
			this.y + height / 2 > obstacle.top
		);
	}
}
