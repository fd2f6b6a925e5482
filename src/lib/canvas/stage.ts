/** What the gestures share: cytoscape, where things are, which tool is active. */
import type { Core, EventHandler } from 'cytoscape';
import type { CanvasOptions, Point, Tool } from './api.ts';
import type { Elements } from './elements/elements.ts';
import type { Scene } from './geometry/scene.ts';
import type { PacketLayer } from './packets/packet-layer.ts';

export interface Stage {
	readonly root: HTMLElement;
	/** Cytoscape's own container, inside `root`. */
	readonly host: HTMLElement;
	readonly cy: Core;
	readonly scene: Scene;
	readonly elements: Elements;
	readonly packets: PacketLayer;
	readonly options: CanvasOptions;
	tool: Tool;
	presentation: boolean;
	/** A node or note is being dragged: positions belong to the pointer. */
	dragging: boolean;
	/** A line of text for screen readers. */
	say(text: string): void;
}

/** A part of the canvas that listens to the user. `update` is called when tool, presentation or lab changed. */
export interface Gesture {
	update(): void;
	destroy(): void;
}

/** Client coordinates to CSS pixels from the top left of the canvas. */
export function toLocal(stage: Pick<Stage, 'root'>, clientX: number, clientY: number): Point {
	const bounds = stage.root.getBoundingClientRect();
	return { x: clientX - bounds.left, y: clientY - bounds.top };
}

export function toModel(stage: Pick<Stage, 'root' | 'cy'>, clientX: number, clientY: number): Point {
	const local = toLocal(stage, clientX, clientY);
	const pan = stage.cy.pan();
	const zoom = stage.cy.zoom();
	return { x: (local.x - pan.x) / zoom, y: (local.y - pan.y) / zoom };
}

/** Listeners, to the page and to cytoscape, that end together. */
export class Listeners {
	#aborter = new AbortController();
	#ends: (() => void)[] = [];

	on<K extends keyof HTMLElementEventMap>(
		target: EventTarget,
		type: K,
		listener: (event: HTMLElementEventMap[K]) => void,
		options: { capture?: boolean; passive?: boolean } = {}
	): void {
		target.addEventListener(type, listener as EventListener, { ...options, signal: this.#aborter.signal });
	}

	/** Cytoscape's events; `selector` "" for all, those of the canvas itself too. */
	onGraph(cy: Core, events: string, selector: string, handler: EventHandler): void {
		if (selector === '') {
			cy.on(events, handler);
			this.#ends.push(() => cy.off(events, handler));
		} else {
			cy.on(events, selector, handler);
			this.#ends.push(() => cy.off(events, selector, handler));
		}
	}

	destroy(): void {
		this.#aborter.abort();
		for (const end of this.#ends) end();
	}
}
