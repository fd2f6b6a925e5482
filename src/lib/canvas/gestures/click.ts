/** Clicks: picking a node, opening it, packets, and the context menu. */
import type { EventObject } from 'cytoscape';
import type { ContextTarget } from '../api.ts';
import type { Hit } from '../packets/hit-boxes.ts';
import { Listeners, toLocal, type Gesture, type Stage } from '../stage.ts';

/** CSS pixels around a packet that a mouse or a finger may miss it by. */
const MOUSE_REACH = 3;
const FINGER_REACH = 12;

export class ClickGesture implements Gesture {
	readonly #stage: Stage;
	readonly #listeners = new Listeners();
	/** A packet was pressed: cytoscape must not see this press. */
	#pressed: { hit: Hit; pointer: number; x: number; y: number } | null = null;
	constructor(stage: Stage) {
		this.#stage = stage;
		const { cy, root } = stage;
		const on = this.#listeners;
		on.onGraph(cy, 'tap', '.node, .box', (event) => this.#pick(event));
		on.onGraph(cy, 'dbltap', 'node', (event) => this.#opened(event));
		on.onGraph(cy, 'cxttap', '', (event) => this.#contextMenu(event));
		// A mouse that is held down is a drag that has not begun yet; a finger that rests asks for the menu.
		on.onGraph(cy, 'taphold', '', (event) => {
			if ((event.originalEvent as Event).type.startsWith('touch')) this.#contextMenu(event);
		});
		on.onGraph(cy, 'mouseover', '.node, edge', (event) => void event.target.addClass('hover'));
		on.onGraph(cy, 'mouseout', '.node, edge', (event) => void event.target.removeClass('hover'));
		on.on(root, 'pointerdown', (event) => this.#down(event), { capture: true });
		for (const type of ['mousedown', 'touchstart'] as const)
			on.on(root, type, (event) => this.#claim(event), { capture: true, passive: false });
		on.on(window, 'pointerup', (event) => this.#up(event), { capture: true });
		on.on(root, 'pointermove', (event) => this.#over(event));
	}

	update(): void {
		const { cy, tool, root } = this.#stage;
		cy.autounselectify(tool.kind !== 'select');
		root.classList.toggle('is-picking', tool.kind === 'pick');
		cy.batch(() => {
			cy.$('.node.dim').removeClass('dim');
			if (tool.kind === 'pick')
				for (const { id, data } of this.#stage.scene.nodeSpecs)
					if (tool.not?.includes(data.key)) cy.getElementById(id).addClass('dim');
		});
	}

	destroy(): void {
		this.#listeners.destroy();
	}

	#pick(event: EventObject): void {
		const { tool, options } = this.#stage;
		if (tool.kind !== 'pick') return;
		const key = event.target.data('key') as string;
		if (!tool.not?.includes(key)) options.onPick?.(key);
	}

	#opened(event: EventObject): void {
		if (this.#stage.tool.kind !== 'select') return;
		const key = event.target.data('key') as string;
		if (event.target.hasClass('note')) this.#stage.options.onOpenNote?.(key);
		else this.#stage.options.onOpen?.(key);
	}

	#contextMenu(event: EventObject): void {
		const { options, cy } = this.#stage;
		const source = event.originalEvent as MouseEvent | TouchEvent;
		const point = 'clientX' in source ? source : (source.touches[0] ?? source.changedTouches[0]);
		const hit = this.#hit(point.clientX, point.clientY, MOUSE_REACH);
		let target: ContextTarget;
		if (hit !== null) target = { kind: 'packet', hop: hit.hop };
		else if (event.target === cy) target = { kind: 'canvas', position: event.position };
		else {
			const id = event.target.data('key') as string;
			const kind = event.target.isEdge() ? 'link' : event.target.hasClass('note') ? 'note' : 'node';
			target = { kind, id };
		}
		options.onContextMenu?.(target, point.clientX, point.clientY);
	}

	#hit(clientX: number, clientY: number, reach: number): Hit | null {
		if (this.#stage.packets.empty) return null;
		const local = toLocal(this.#stage, clientX, clientY);
		return this.#stage.packets.hit(local.x, local.y, reach);
	}

	#down(event: PointerEvent): void {
		if (event.button !== 0 || this.#stage.tool.kind !== 'select') return;
		if (!this.#stage.host.contains(event.target as Node)) return;
		const hit = this.#hit(event.clientX, event.clientY, event.pointerType === 'mouse' ? MOUSE_REACH : FINGER_REACH);
		this.#pressed = hit === null ? null : { hit, pointer: event.pointerId, x: event.clientX, y: event.clientY };
	}

	#claim(event: Event): void {
		if (this.#pressed === null) return;
		event.stopPropagation();
		if (event.cancelable) event.preventDefault();
	}

	#up(event: PointerEvent): void {
		const pressed = this.#pressed;
		if (pressed === null || pressed.pointer !== event.pointerId) return;
		this.#pressed = null;
		if (Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) > 10) return;
		if (pressed.hit.part === 'dismiss') this.#stage.options.onPacketDismiss?.(pressed.hit.hop);
		else this.#stage.options.onPacketClick?.(pressed.hit.hop);
	}

	#over(event: PointerEvent): void {
		const over =
			event.pointerType === 'mouse' &&
			event.buttons === 0 &&
			this.#stage.tool.kind === 'select' &&
			this.#hit(event.clientX, event.clientY, MOUSE_REACH) !== null;
		this.#stage.root.classList.toggle('is-over-packet', over);
	}
}
