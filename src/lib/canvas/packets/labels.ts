/**
 * Labels of packets as ready pictures: a rounded pill in the colour of the class with the packet's short text. Drawn
 * once a text and class, then only copied.
 */
import type { Theme } from '../api.ts';
import { packetColours } from '../colours.ts';
import { sansFont } from '../fonts.ts';
import { shortened } from '../text-wrap.ts';
import { packetClasses } from './buffer.ts';

/** CSS pixels at scale 1. */
const HEIGHT = 20;
const PADDING = 9;
const TEXT = 11.5;
const WIDEST = 190;
/** Pictures kept of each class. A lab under load has a few hundred different labels. */
const KEEP = 300;

export interface Label {
	picture: HTMLCanvasElement;
	/** CSS pixels on the screen. */
	width: number;
	height: number;
}

export class Labels {
	#theme: Theme = 'light';
	/** Device pixels a CSS pixel, and CSS pixels a pixel of the design. */
	#density = 1;
	#scale = 1;
	/** By class, then by text. */
	#pictures = packetClasses.map(() => new Map<string, Label>());

	/** Throws the pictures away if they would look different now. */
	setLook(theme: Theme, density: number, scale: number): void {
		if (theme === this.#theme && density === this.#density && scale === this.#scale) return;
		this.#theme = theme;
		this.#density = density;
		this.#scale = scale;
		this.forget();
	}

	forget(): void {
		for (const pictures of this.#pictures) pictures.clear();
	}

	of(text: string, cls: number): Label {
		const pictures = this.#pictures[cls];
		const known = pictures.get(text);
		if (known !== undefined) return known;
		const label = this.#draw(text, cls);
		if (pictures.size >= KEEP) pictures.delete(pictures.keys().next().value!);
		pictures.set(text, label);
		return label;
	}

	#draw(text: string, cls: number): Label {
		const name = packetClasses[cls];
		const colour = packetColours[this.#theme][name];
		const picture = document.createElement('canvas');
		const context = picture.getContext('2d')!;
		context.font = sansFont(TEXT, 600);
		const measure = (part: string) => context.measureText(part).width;
		const shown = shortened(text, WIDEST - 2 * PADDING, measure);
		const width = Math.ceil(measure(shown)) + 2 * PADDING;
		const zoom = this.#density * this.#scale;
		picture.width = Math.ceil(width * zoom);
		picture.height = Math.ceil(HEIGHT * zoom);
		context.scale(zoom, zoom);
		context.font = sansFont(TEXT, 600);
		context.textBaseline = 'middle';
		context.fillStyle = colour.fill;
		context.beginPath();
		// Datagrams are angular, streams and control messages round: a second sign beside the head's figure.
		context.roundRect(0, 0, width, HEIGHT, name === 'udp' || name === 'dns' || name === 'other' ? 5 : HEIGHT / 2);
		context.fill();
		if (name === 'arp') {
			context.strokeStyle = colour.text;
			context.lineWidth = 1;
			context.setLineDash([3, 2.5]);
			context.beginPath();
			context.roundRect(2, 2, width - 4, HEIGHT - 4, HEIGHT / 2);
			context.stroke();
		}
		context.fillStyle = colour.text;
		context.fillText(shown, PADDING, HEIGHT / 2 + 0.5);
		return { picture, width: width * this.#scale, height: HEIGHT * this.#scale };
	}
}
