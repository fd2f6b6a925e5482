/** Placing: by a click with the place tool, by a drop from the palette; a ghost shows where it would land. */
import type { EventObject } from 'cytoscape';
import type { PlaceKind, Point } from '../api.ts';
import { bodies, glyphUri } from '../bodies.ts';
import { NODE_SIZE } from '../geometry/scene.ts';
import { Listeners, toLocal, toModel, type Gesture, type Stage } from '../stage.ts';
import { holderAt, HolderMark } from './holders.ts';

export class PlaceGesture implements Gesture {
	readonly #stage: Stage;
	readonly #listeners = new Listeners();
	readonly #ghost = document.createElement('div');
	readonly #picture = document.createElement('img');
	readonly #mark: HolderMark;
	#colour = '';

	constructor(stage: Stage) {
		this.#stage = stage;
		this.#mark = new HolderMark(stage);
		this.#ghost.className = 'lab-canvas-place';
		this.#ghost.setAttribute('aria-hidden', 'true');
		this.#ghost.hidden = true;
		this.#picture.alt = '';
		this.#ghost.append(this.#picture);
		stage.root.append(this.#ghost);
		this.#listeners.onGraph(stage.cy, 'tap', '', (event) => this.#tap(event));
		this.#listeners.on(stage.root, 'pointermove', (event) => {
			if (this.#stage.tool.kind === 'place' && event.pointerType === 'mouse')
				this.over(this.#stage.tool.node, event.clientX, event.clientY);
		});
		this.#listeners.on(stage.root, 'pointerleave', () => this.over('host'));
	}

	setColour(colour: string): void {
		this.#colour = colour;
	}

	update(): void {
		const placing = this.#stage.tool.kind === 'place';
		this.#stage.root.classList.toggle('is-placing', placing);
		if (!placing) this.over('host');
	}

	destroy(): void {
		this.#listeners.destroy();
		this.#ghost.remove();
	}

	/** Shows where it would land; without coordinates the ghost goes. */
	over(kind: PlaceKind, clientX?: number, clientY?: number): void {
		if (clientX === undefined || clientY === undefined || !this.#inside(clientX, clientY)) {
			this.#ghost.hidden = true;
			this.#mark.show(null);
			return;
		}
		this.#draw(kind);
		const local = toLocal(this.#stage, clientX, clientY);
		this.#ghost.style.transform = `translate(${local.x}px, ${local.y}px) scale(${this.#stage.cy.zoom()})`;
		this.#ghost.hidden = false;
		this.#mark.show(this.#parentAt(kind, toModel(this.#stage, clientX, clientY)));
	}

	drop(kind: PlaceKind, clientX: number, clientY: number): boolean {
		this.over(kind);
		if (!this.#inside(clientX, clientY)) return false;
		const position = toModel(this.#stage, clientX, clientY);
		this.#stage.options.onPlace?.(kind, position, this.#parentAt(kind, position) ?? undefined);
		return true;
	}

	/** A place near the middle of the view where no node is. */
	free(): Point {
		const { scene, root } = this.#stage;
		scene.refresh();
		const bounds = root.getBoundingClientRect();
		const middle = toModel(this.#stage, bounds.left + bounds.width / 2, bounds.top + bounds.height / 2);
		const taken = (x: number, y: number) => {
			for (const { data } of scene.nodeSpecs) {
				const at = scene.nodeSlots.of(data.key) * NODE_SIZE;
				if (Math.abs(scene.nodes[at] - x) < 110 && Math.abs(scene.nodes[at + 1] - y) < 110) return true;
			}
			return false;
		};
		// Outwards on a spiral: near the middle first.
		for (let i = 0; i < 400; i++) {
			const radius = 34 * Math.sqrt(i);
			const x = middle.x + radius * Math.cos(i * 2.4);
			const y = middle.y + radius * Math.sin(i * 2.4);
			if (!taken(x, y)) return { x: Math.round(x), y: Math.round(y) };
		}
		return { x: Math.round(middle.x), y: Math.round(middle.y) };
	}

	#tap(event: EventObject): void {
		const { tool, options } = this.#stage;
		if (tool.kind !== 'place') return;
		const parent = this.#parentAt(tool.node, event.position);
		options.onPlace?.(tool.node, event.position, parent ?? undefined);
	}

	#inside(clientX: number, clientY: number): boolean {
		const { left, top, right, bottom } = this.#stage.root.getBoundingClientRect();
		return clientX >= left && clientX <= right && clientY >= top && clientY <= bottom;
	}

	#draw(kind: PlaceKind): void {
		const [width, height] = kind === 'note' ? [120, 60] : [bodies[kind].width, bodies[kind].height];
		this.#ghost.style.width = `${width}px`;
		this.#ghost.style.height = `${height}px`;
		this.#ghost.style.marginLeft = `${-width / 2}px`;
		this.#ghost.style.marginTop = `${-height / 2}px`;
		this.#ghost.classList.toggle('is-round', kind === 'router' || kind === 'internet');
		this.#picture.hidden = kind === 'note';
		if (kind === 'note') return;
		const source = glyphUri(kind, this.#colour);
		if (this.#picture.src !== source) this.#picture.src = source;
	}

	#parentAt(kind: PlaceKind, at: Point): string | null {
		return kind === 'note' ? null : holderAt(this.#stage, kind, at);
	}
}
