/**
 * All text of the network itself: names and addresses under nodes, titles of boxes, interfaces near link ends, notes; and the
 * marks of breakpoints.
 * On a canvas of its own, because cytoscape's labels have one size and one place each. Redrawn after cytoscape draws.
 */
import type { Core } from 'cytoscape';
import type { Theme } from './api.ts';
import { drawBreakpoints, type BreakpointPlaces } from './breakpoint-marks.ts';
import { canvasColours, type CanvasColours } from './colours.ts';
import { boxElement, type BoxSpec, type NoteSpec, type Spec } from './elements/specs.ts';
import { monoFont, sansFont } from './fonts.ts';
import { PATH_SIZE } from './geometry/link-path.ts';
import { NODE_SIZE, type Scene } from './geometry/scene.ts';
import { kindName } from './kind-name.ts';
import { EndTexts, type Obstacle } from './link-ends.ts';
import { layNote, noteText } from './notes.ts';
import { Surface } from './surface.ts';
import { shortened } from './text-wrap.ts';

/** Sizes in model pixels, and the zoom from which each is shown. */
const NAME = { size: 13, from: 0.24, crowded: 0.42 };
const ADDRESS = { size: 11.5, from: 0.52 };
const END = { size: 10.5, from: 0.68 };
const TITLE = { size: 13, from: 0.3 };
const NOTE = { from: 0.3 };
/** Nodes in a lab from which names far out would lie on one another. */
const CROWD = 60;
/** CSS pixels: text never gets smaller than this while it is shown, nor larger, so that zooming in makes room. */
const SMALLEST = 9;
const LARGEST = 1.35;
/** Model pixels: longer names end in an ellipsis. */
const WIDEST = 150;
/** CSS pixels: far out, a name may still be this wide. */
const SHORTEST = 60;

export class Captions {
	readonly #surface: Surface;
	readonly #cy: Core;
	readonly #scene: Scene;
	/** By font, then by text: CSS pixels. */
	readonly #widths = new Map<string, Map<string, number>>();
	readonly #ends = new EndTexts();
	/** By element id: where the text drawn last at a node is, so that other text keeps clear of it. */
	readonly #obstacles = new Map<string, Obstacle[]>();
	#boxes: BoxSpec[] = [];
	#notes: NoteSpec[] = [];
	#breakpoints: BreakpointPlaces = { nodes: [], links: [] };
	#colours: CanvasColours = canvasColours.light;
	#scale = 1;

	constructor(root: HTMLElement, cy: Core, scene: Scene) {
		this.#surface = new Surface(root, 'lab-canvas-layer');
		this.#cy = cy;
		this.#scene = scene;
	}

	setSpecs(specs: readonly Spec[]): void {
		this.#boxes = specs.filter((spec) => spec.type === 'box');
		this.#notes = specs.filter((spec) => spec.type === 'note');
	}

	setTheme(theme: Theme): void {
		this.#colours = canvasColours[theme];
	}

	setBreakpoints(places: BreakpointPlaces): void {
		this.#breakpoints = places;
		this.draw();
	}

	setPresentation(on: boolean): void {
		this.#scale = on ? 1.3 : 1;
	}

	/** The page's type face has come. */
	forget(): void {
		this.#widths.clear();
	}

	resize(root: HTMLElement): void {
		this.#surface.fit(root);
		this.draw();
	}

	draw(): void {
		const context = this.#surface.begin();
		const zoom = this.#cy.zoom();
		this.#scene.refresh();
		if (zoom >= NOTE.from) this.#drawNotes(context, zoom);
		if (zoom >= TITLE.from) this.#drawTitles(context, zoom);
		this.#obstacles.clear();
		const crowded = this.#scene.nodeSpecs.length > CROWD;
		if (zoom >= (crowded ? NAME.crowded : NAME.from)) this.#drawNames(context, zoom);
		if (zoom >= END.from) this.#drawEnds(context, zoom);
		drawBreakpoints(context, this.#cy, this.#breakpoints, this.#colours);
	}

	destroy(): void {
		this.#surface.destroy();
	}

	#drawNames(context: CanvasRenderingContext2D, zoom: number): void {
		const { nodes, nodeSlots, nodeSpecs } = this.#scene;
		const pan = this.#cy.pan();
		const name = this.#pixels(NAME.size, zoom);
		const address = this.#pixels(ADDRESS.size, zoom);
		const widest = Math.max(SHORTEST, WIDEST * zoom);
		const { width, height } = this.#surface;
		context.textAlign = 'center';
		context.textBaseline = 'top';
		for (const { id, parent, data } of nodeSpecs) {
			const at = nodeSlots.of(data.key) * NODE_SIZE;
			const x = nodes[at] * zoom + pan.x;
			let y = (nodes[at + 1] + nodes[at + 3] / 2) * zoom + pan.y + 5;
			if (x < -widest || x > width + widest || y < -60 || y > height + 20) continue;
			// Inside its own box a node says what it is, quietly: the box has the name.
			const font = sansFont(name, data.boxed ? 450 : 600);
			const paper = parent === null ? this.#colours.canvas : this.#colours.box;
			const colour = data.boxed ? this.#colours.muted : this.#colours.ink;
			const top = y;
			let half = this.#text(context, font, data.name, x, y, name, widest, colour, paper);
			y += name * 1.28;
			if (data.address !== '' && zoom >= ADDRESS.from) {
				const small = monoFont(address);
				const wide = widest * 1.1;
				half = Math.max(
					half,
					this.#text(context, small, data.address, x, y, address, wide, this.#colours.muted, paper)
				);
				y += address * 1.28;
			}
			this.#obstacles.set(id, [{ left: x - half, top: top - 4, right: x + half, bottom: y }]);
		}
	}

	/** One line with its middle at x, on a patch so that a link under it does not strike it through. Half its width. */
	#text(
		context: CanvasRenderingContext2D,
		font: string,
		text: string,
		x: number,
		y: number,
		size: number,
		widest: number,
		colour: string,
		paper: string
	): number {
		let shown = text;
		let width = this.#width(context, font, text);
		if (width > widest) {
			shown = shortened(text, widest, (part) => this.#width(context, font, part));
			width = this.#width(context, font, shown);
		}
		context.font = font;
		context.globalAlpha = 0.82;
		context.fillStyle = paper;
		context.fillRect(x - width / 2 - 3, y - 1, width + 6, size * 1.22 + 1);
		context.globalAlpha = 1;
		context.fillStyle = colour;
		context.fillText(shown, x, y + size * 0.08);
		return width / 2 + 3;
	}

	#drawTitles(context: CanvasRenderingContext2D, zoom: number): void {
		const pan = this.#cy.pan();
		const size = this.#pixels(TITLE.size, zoom);
		context.textBaseline = 'middle';
		context.textAlign = 'left';
		for (const { data } of this.#boxes) {
			const box = this.#cy.getElementById(boxElement(data.key));
			const bounds = box.boundingBox({ includeLabels: false, includeOverlays: false, includeUnderlays: false });
			const left = bounds.x1 * zoom + pan.x;
			const y = bounds.y1 * zoom + pan.y + Math.min(22 * zoom, 26);
			const room = bounds.w * zoom - 28 * zoom;
			if (left > this.#surface.width || left + bounds.w * zoom < 0 || y < -20 || y > this.#surface.height + 20)
				continue;
			const x = left + 16 * zoom;
			const nameFont = sansFont(size, 650);
			context.font = nameFont;
			const shown = shortened(data.name, room, (part) => this.#width(context, nameFont, part));
			context.fillStyle = this.#colours.ink;
			context.fillText(shown, x, y);
			const after = x + this.#width(context, nameFont, shown) + 7;
			const kindFont = sansFont(size * 0.88);
			const kind = kindName(data.kind);
			if (after + this.#width(context, kindFont, kind) > x + room) continue;
			context.font = kindFont;
			context.fillStyle = this.#colours.muted;
			context.fillText(kind, after, y + 0.5);
		}
	}

	#drawEnds(context: CanvasRenderingContext2D, zoom: number): void {
		const pixels = this.#pixels(END.size, zoom);
		const pan = this.#cy.pan();
		const font = monoFont(pixels);
		const line = pixels * 1.25;
		context.font = font;
		context.textAlign = 'center';
		context.textBaseline = 'middle';
		const placed = this.#ends;
		for (const { data } of this.#scene.linkSpecs) {
			const path = this.#scene.linkSlots.of(data.key) * PATH_SIZE;
			for (const from of ['source', 'target'] as const) {
				const up = from === 'source' ? data.sourceUp : data.targetUp;
				let lines = endLines(from === 'source' ? data.sourceText : data.targetText, up);
				const obstacles = this.#obstaclesOf(data[from]);
				// Where there is no room for the address there may be for the name.
				let size: { width: number; height: number } | null = null;
				while (size === null && lines.length > 0) {
					const width = Math.max(...lines.map((text) => this.#width(context, font, text))) + 6;
					const height = lines.length * line + 2;
					if (placed.place(this.#scene.paths, path, from === 'target', zoom, pan, width, height, obstacles))
						size = { width, height };
					else lines = lines.slice(0, -1);
				}
				if (size === null) continue;
				const { x, y } = placed;
				const { width, height } = size;
				if (!this.#onScreen(x, y, width, height)) continue;
				obstacles.push({ left: x - width / 2, top: y - height / 2, right: x + width / 2, bottom: y + height / 2 });
				context.globalAlpha = 0.88;
				context.fillStyle = this.#colours.canvas;
				context.fillRect(x - width / 2, y - height / 2, width, height);
				context.globalAlpha = 1;
				context.fillStyle = up ? this.#colours.muted : this.#colours.danger;
				lines.forEach((text, i) => context.fillText(text, x, y + (i - (lines.length - 1) / 2) * line + 0.5));
			}
		}
	}

	#obstaclesOf(element: string): Obstacle[] {
		let list = this.#obstacles.get(element);
		if (list === undefined) this.#obstacles.set(element, (list = []));
		return list;
	}

	#onScreen(x: number, y: number, width: number, height: number): boolean {
		return x > -width && x < this.#surface.width + width && y > -height && y < this.#surface.height + height;
	}

	#drawNotes(context: CanvasRenderingContext2D, zoom: number): void {
		const pan = this.#cy.pan();
		context.textAlign = 'left';
		context.textBaseline = 'middle';
		context.font = sansFont(noteText.size * zoom);
		context.fillStyle = this.#colours.ink;
		for (const { id, data } of this.#notes) {
			const at = this.#cy.getElementById(id).position();
			const x = (at.x - data.width / 2 + noteText.padding) * zoom + pan.x;
			let y = (at.y - data.height / 2 + noteText.padding + noteText.line / 2 - 2) * zoom + pan.y;
			if (x > this.#surface.width || x + data.width * zoom < 0 || y > this.#surface.height) continue;
			for (const line of layNote(data.text).lines) {
				context.fillText(line, x, y);
				y += noteText.line * zoom;
			}
		}
	}

	/** Size on the screen, CSS pixels, in halves so that few different fonts are used while zooming. */
	#pixels(size: number, zoom: number): number {
		const scaled = size * Math.min(Math.max(zoom, SMALLEST / size), LARGEST) * this.#scale;
		return Math.round(scaled * 2) / 2;
	}

	/** Sets the context's font, too, when it has to measure. */
	#width(context: CanvasRenderingContext2D, font: string, text: string): number {
		let widths = this.#widths.get(font);
		if (widths === undefined) {
			// A font of every half pixel of every zoom: seldom more than a dozen, but not for ever.
			if (this.#widths.size > 40) this.#widths.clear();
			this.#widths.set(font, (widths = new Map()));
		}
		const known = widths.get(text);
		if (known !== undefined) return known;
		context.font = font;
		const width = context.measureText(text).width;
		widths.set(text, width);
		return width;
	}
}

/** The interface, its address, and that it is down: one below the other, so that little of the link is covered. */
function endLines(text: string, up: boolean): string[] {
	const lines = text.split(' ');
	if (!up) lines[0] = `${lines[0]} ✕ down`;
	return lines;
}
