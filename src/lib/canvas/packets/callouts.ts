/** What a dead packet says: its label, why it died, and a cross to put it away. One ready picture a hop. */
import type { Theme } from '../api.ts';
import { canvasColours, packetColours } from '../colours.ts';
import { sansFont } from '../fonts.ts';
import { shortened, wrapText } from '../text-wrap.ts';
import { packetClasses } from './buffer.ts';

/** CSS pixels at scale 1. */
const WIDTH = 210;
const PADDING = 10;
const TITLE = 11.5;
const TEXT = 12.5;
const LINE = 17;
const CROSS = 22;
const KEEP = 64;

export interface Callout {
	label: string;
	reason: string;
	picture: HTMLCanvasElement;
	/** CSS pixels on the screen. */
	width: number;
	height: number;
	/** Side of the square at the top right that dismisses; 0: none. */
	cross: number;
}

export class Callouts {
	#theme: Theme = 'light';
	#density = 1;
	#scale = 1;
	#byHop = new Map<number, Callout>();
	readonly #dismissable: boolean;

	constructor(dismissable: boolean) {
		this.#dismissable = dismissable;
	}

	setLook(theme: Theme, density: number, scale: number): void {
		if (theme === this.#theme && density === this.#density && scale === this.#scale) return;
		this.#theme = theme;
		this.#density = density;
		this.#scale = scale;
		this.forget();
	}

	forget(): void {
		this.#byHop.clear();
	}

	/** Drawn anew when the words have changed: a reason may come later than the packet's death. */
	of(hop: number, cls: number, label: string, reason: string): Callout {
		const known = this.#byHop.get(hop);
		if (known !== undefined && known.label === label && known.reason === reason) return known;
		const callout = this.#draw(label, reason, cls);
		if (this.#byHop.size >= KEEP) this.#byHop.delete(this.#byHop.keys().next().value!);
		this.#byHop.set(hop, callout);
		return callout;
	}

	#draw(label: string, reason: string, cls: number): Callout {
		const colours = canvasColours[this.#theme];
		const picture = document.createElement('canvas');
		const context = picture.getContext('2d')!;
		const measure = (part: string) => context.measureText(part).width;
		const cross = this.#dismissable ? CROSS : 0;
		context.font = sansFont(TEXT);
		const lines = reason === '' ? [] : wrapText(reason, WIDTH - 2 * PADDING, measure);
		const widest = Math.max(0, ...lines.map(measure));
		context.font = sansFont(TITLE, 600);
		const title = shortened(label, WIDTH - 2 * PADDING - cross, measure);
		const width = Math.ceil(Math.max(widest, measure(title) + cross)) + 2 * PADDING;
		const height = 2 * PADDING + 14 + lines.length * LINE;
		const zoom = this.#density * this.#scale;
		picture.width = Math.ceil(width * zoom);
		picture.height = Math.ceil(height * zoom);
		context.scale(zoom, zoom);

		context.fillStyle = colours.surface;
		context.strokeStyle = packetColours[this.#theme].drop.fill;
		context.lineWidth = 1.5;
		context.beginPath();
		context.roundRect(0.75, 0.75, width - 1.5, height - 1.5, 8);
		context.fill();
		context.stroke();

		context.textBaseline = 'middle';
		context.font = sansFont(TITLE, 600);
		context.fillStyle = packetColours[this.#theme][packetClasses[cls]].fill;
		context.fillText(title, PADDING, PADDING + 7);
		context.font = sansFont(TEXT);
		context.fillStyle = colours.ink;
		lines.forEach((line, i) => context.fillText(line, PADDING, PADDING + 14 + LINE * (i + 0.5) + 1));
		if (cross > 0) {
			const [x, y] = [width - PADDING - 4, PADDING + 6];
			context.strokeStyle = colours.muted;
			context.lineCap = 'round';
			context.beginPath();
			context.moveTo(x - 4, y - 4);
			context.lineTo(x + 4, y + 4);
			context.moveTo(x + 4, y - 4);
			context.lineTo(x - 4, y + 4);
			context.stroke();
		}
		return {
			label,
			reason,
			picture,
			width: width * this.#scale,
			height: height * this.#scale,
			cross: cross === 0 ? 0 : (cross + PADDING / 2) * this.#scale
		};
	}
}
