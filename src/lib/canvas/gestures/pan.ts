/**
 * Who pans: a finger, the middle button, or space and the mouse. A mouse drag on empty canvas selects with a box
 * instead. Wheel and pinch zoom are cytoscape's.
 */
import { Listeners, type Gesture, type Stage } from '../stage.ts';

export class PanGesture implements Gesture {
	readonly #stage: Stage;
	readonly #listeners = new Listeners();
	#space = false;
	/** Pointer that pans, with its last place. */
	#panning: { id: number; x: number; y: number } | null = null;

	constructor(stage: Stage) {
		this.#stage = stage;
		const { root } = stage;
		const on = this.#listeners;
		on.on(root, 'pointerdown', (event) => this.#down(event), { capture: true });
		on.on(root, 'mousedown', (event) => this.#claim(event), { capture: true });
		on.on(window, 'pointermove', (event) => this.#move(event));
		on.on(window, 'pointerup', (event) => this.#up(event), { capture: true });
		on.on(window, 'pointercancel', (event) => this.#up(event), { capture: true });
		on.on(window, 'keydown', (event) => this.#key(event, true));
		on.on(window, 'keyup', (event) => this.#key(event, false));
		on.on(window, 'blur', () => this.#setSpace(false));
	}

	update(): void {}

	destroy(): void {
		this.#listeners.destroy();
	}

	#down(event: PointerEvent): void {
		if (event.pointerType !== 'mouse') return;
		if (event.button === 1 || (event.button === 0 && this.#space)) {
			this.#panning = { id: event.pointerId, x: event.clientX, y: event.clientY };
			this.#stage.root.classList.add('is-panning');
		} else if (event.button === 0 && this.#stage.tool.kind === 'select') {
			// Cytoscape draws a selection box when panning is off. Wheel zoom needs it on, so: until the button is released.
			this.#stage.cy.userPanningEnabled(false);
		}
	}

	/** Cytoscape must not see the press that pans; the browser must not start its own scrolling. */
	#claim(event: MouseEvent): void {
		if (this.#panning === null) return;
		event.preventDefault();
		event.stopPropagation();
	}

	#move(event: PointerEvent): void {
		const last = this.#panning;
		if (last === null || event.pointerId !== last.id) return;
		this.#stage.cy.panBy({ x: event.clientX - last.x, y: event.clientY - last.y });
		last.x = event.clientX;
		last.y = event.clientY;
	}

	#up(event: PointerEvent): void {
		if (this.#panning?.id === event.pointerId) {
			this.#panning = null;
			this.#stage.root.classList.remove('is-panning');
		}
		// After cytoscape has seen the mouse button go up.
		setTimeout(() => {
			if (!this.#stage.cy.destroyed()) this.#stage.cy.userPanningEnabled(true);
		});
	}

	#key(event: KeyboardEvent, down: boolean): void {
		if (event.key !== ' ') return;
		const target = event.target as HTMLElement | null;
		// Space belongs to whatever has the focus: a button, a field, a terminal.
		if (down && target !== null && target !== document.body && target !== this.#stage.root) return;
		this.#setSpace(down);
	}

	#setSpace(down: boolean): void {
		this.#space = down;
		this.#stage.root.classList.toggle('can-pan', down);
	}
}
