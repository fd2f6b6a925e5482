/**
 * The packets: one <canvas> over cytoscape's, placed with its pan and zoom, drawn on animation frames only while
 * something moves or the view changes.
 */
import type { Core } from 'cytoscape';
import type { Theme } from '../api.ts';
import type { Scene } from '../geometry/scene.ts';
import { Surface } from '../surface.ts';
import { PacketBuffer, type PacketSource } from './buffer.ts';
import type { Hit } from './hit-boxes.ts';
import { Painter, type Look } from './painter.ts';
import type { View } from './placement.ts';

/** Sizes of a packet's head, which follows the zoom between them. */
const SMALLEST_HEAD = 0.6;
const LARGEST_HEAD = 1.2;

export class PacketLayer {
	/** ms that the last frame took here. */
	lastFrame = 0;

	readonly #surface: Surface;
	readonly #cy: Core;
	readonly #scene: Scene;
	readonly #painter: Painter;
	readonly #buffer = new PacketBuffer();
	readonly #view: View = { zoom: 1, panX: 0, panY: 0, width: 0, height: 0 };
	readonly #look: Look = { theme: 'light', density: 1, scale: 1, headScale: 1, quarters: false };
	readonly #reduced = window.matchMedia('(prefers-reduced-motion: reduce)');
	readonly #draw = (now: number) => this.#frame(now);
	readonly #motionChanged = () => this.wake();
	#presentation = false;
	#source: PacketSource | null = null;
	#request = 0;

	constructor(root: HTMLElement, cy: Core, scene: Scene, dismissable: boolean) {
		this.#surface = new Surface(root, 'lab-canvas-layer');
		this.#cy = cy;
		this.#scene = scene;
		this.#painter = new Painter(dismissable);
		this.#reduced.addEventListener('change', this.#motionChanged);
	}

	setSource(source: PacketSource | null): void {
		this.#source = source;
		this.wake();
	}

	setTheme(theme: Theme): void {
		this.#look.theme = theme;
		this.wake();
	}

	setPresentation(on: boolean): void {
		this.#presentation = on;
		this.wake();
	}

	/** Pictures of labels are drawn again: the type face came. */
	forget(): void {
		this.#painter.forget();
		this.wake();
	}

	resize(root: HTMLElement): void {
		this.#surface.fit(root);
		this.wake();
	}

	/** Draws on the next frame, and goes on for as long as anything moves. */
	wake(): void {
		if (this.#request === 0) this.#request = requestAnimationFrame(this.#draw);
	}

	/** CSS pixels from the top left of the container. */
	hit(x: number, y: number, reach: number): Hit | null {
		return this.#painter.hits.find(x, y, reach);
	}

	get empty(): boolean {
		return this.#painter.hits.count === 0;
	}

	destroy(): void {
		cancelAnimationFrame(this.#request);
		this.#reduced.removeEventListener('change', this.#motionChanged);
		this.#surface.destroy();
	}

	#frame(now: number): void {
		this.#request = 0;
		const begun = performance.now();
		const buffer = this.#buffer;
		buffer.clear();
		const moving = this.#source?.collect(buffer, now) ?? false;
		this.#scene.refresh();
		const pan = this.#cy.pan();
		const view = this.#view;
		view.zoom = this.#cy.zoom();
		view.panX = pan.x;
		view.panY = pan.y;
		view.width = this.#surface.width;
		view.height = this.#surface.height;
		this.#look.density = this.#surface.density;
		const larger = this.#presentation ? 1.4 : 1;
		this.#look.scale = labelScale(view.zoom) * larger;
		this.#look.headScale = Math.min(Math.max(view.zoom, SMALLEST_HEAD), LARGEST_HEAD) * larger;
		this.#look.quarters = this.#reduced.matches;
		const context = this.#surface.begin();
		if (this.#source !== null) this.#painter.paint(context, buffer, this.#source, this.#scene, view, this.#look);
		this.lastFrame = performance.now() - begun;
		if (moving) this.wake();
	}
}

/** Labels grow with the zoom in three steps, so that their pictures need not be drawn anew all the time. */
function labelScale(zoom: number): number {
	if (zoom < 0.9) return 0.85;
	return zoom < 1.5 ? 1 : 1.2;
}
