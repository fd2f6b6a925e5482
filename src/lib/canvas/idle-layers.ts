/**
 * Cytoscape keeps two canvases of the full size for what is being dragged and for the selection box. They are empty
 * unless a pointer is down, yet a browser without a graphics card blends them into every frame of moving packets
 * (a fifth of its time). So they are shown only while a pointer is down.
 */
import { Listeners, type Gesture, type Stage } from './stage.ts';

/** ms after the pointer has gone up: cytoscape puts what was dragged back on the next frame. */
const STAYS = 300;

export class IdleLayers implements Gesture {
	readonly #host: HTMLElement;
	readonly #listeners = new Listeners();
	#timer = 0;

	constructor(stage: Stage) {
		this.#host = stage.host;
		this.#host.classList.add('is-idle');
		const on = this.#listeners;
		on.on(stage.root, 'pointerdown', () => this.#show(), { capture: true });
		for (const type of ['pointerup', 'pointercancel'] as const)
			on.on(window, type, () => this.#hide(), { capture: true });
	}

	update(): void {}

	destroy(): void {
		clearTimeout(this.#timer);
		this.#listeners.destroy();
	}

	#show(): void {
		clearTimeout(this.#timer);
		this.#host.classList.remove('is-idle');
	}

	#hide(): void {
		clearTimeout(this.#timer);
		this.#timer = window.setTimeout(() => this.#host.classList.add('is-idle'), STAYS);
	}
}
