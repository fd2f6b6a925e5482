/**
 * Drawing a link: from the handle at a node's edge, or with the connect tool from anywhere on a node. A ghost line
 * follows the pointer, what can't be the other end is dimmed, Escape gives up.
 */
import type { Point } from '../api.ts';
import { nodeElement } from '../elements/specs.ts';
import { boundary } from '../geometry/link-path.ts';
import { NODE_SIZE } from '../geometry/scene.ts';
import { Listeners, toLocal, toModel, type Gesture, type Stage } from '../stage.ts';

const SVG = 'http://www.w3.org/2000/svg';
/** CSS pixels from a node's edge to the middle of its handle. */
const HANDLE_OUT = 15;
/** ms that the handle stays after the pointer has left the node: time to reach it. */
const HANDLE_STAYS = 350;

export class ConnectGesture implements Gesture {
	readonly #stage: Stage;
	readonly #listeners = new Listeners();
	readonly #handle = document.createElement('div');
	readonly #ghost = document.createElementNS(SVG, 'svg');
	readonly #line = document.createElementNS(SVG, 'path');
	#hovered: string | null = null;
	/** The node that is selected, when it is the only one. */
	#selected: string | null = null;
	#hideTimer = 0;
	/** Node that the handle belongs to. */
	#owner: string | null = null;
	#drag: { pointer: number; from: string; over: string | null } | null = null;

	constructor(stage: Stage) {
		this.#stage = stage;
		this.#handle.className = 'lab-canvas-handle';
		this.#handle.setAttribute('aria-hidden', 'true');
		this.#handle.hidden = true;
		this.#ghost.setAttribute('class', 'lab-canvas-ghost');
		this.#ghost.setAttribute('aria-hidden', 'true');
		this.#ghost.append(this.#line);
		stage.root.append(this.#ghost, this.#handle);

		const on = this.#listeners;
		on.on(stage.root, 'pointerdown', (event) => this.#down(event), { capture: true });
		// Cytoscape listens to mouse and touch: while a link is drawn it must not hear of them.
		for (const type of ['mousedown', 'touchstart', 'touchmove'] as const)
			on.on(stage.root, type, (event) => this.#claim(event), { capture: true, passive: false });
		on.on(window, 'pointermove', (event) => this.#move(event));
		on.on(window, 'pointerup', (event) => this.#up(event), { capture: true });
		on.on(window, 'pointercancel', () => this.cancel());
		on.onGraph(stage.cy, 'mouseover', '.node', (event) => this.#hover(event.target.data('key') as string));
		on.onGraph(stage.cy, 'mouseout', '.node', () => this.#hover(null));
		on.onGraph(stage.cy, 'render', '', () => this.#placeHandle());
		on.onGraph(stage.cy, 'select unselect', '', () => this.#select());
	}

	get active(): boolean {
		return this.#drag !== null;
	}

	update(): void {
		if (this.#drag !== null && this.#stage.scene.nodeSlots.of(this.#drag.from) < 0) this.cancel();
		this.#stage.root.classList.toggle('is-connecting', this.#stage.tool.kind === 'connect');
		this.#placeHandle();
	}

	cancel(): void {
		if (this.#drag === null) return;
		this.#drag = null;
		this.#line.removeAttribute('d');
		this.#stage.cy.batch(() => this.#stage.cy.$('.dim, .target').removeClass('dim target'));
		this.#placeHandle();
	}

	destroy(): void {
		this.#listeners.destroy();
		clearTimeout(this.#hideTimer);
		this.#handle.remove();
		this.#ghost.remove();
	}

	#allowed(from: string, to: string): boolean {
		return from !== to && (this.#stage.options.canConnect?.(from, to) ?? true);
	}

	#down(event: PointerEvent): void {
		if (event.button !== 0 || this.#drag !== null || this.#stage.presentation) return;
		let from: string | null = null;
		if (event.target === this.#handle) from = this.#owner;
		else if (this.#stage.tool.kind === 'connect') {
			const at = toModel(this.#stage, event.clientX, event.clientY);
			from = this.#stage.scene.nodeAt(at.x, at.y);
		}
		if (from === null) return;
		event.preventDefault();
		const chosen = from;
		this.#drag = { pointer: event.pointerId, from, over: null };
		this.#handle.hidden = true;
		this.#stage.cy.batch(() => {
			for (const { id, data } of this.#stage.scene.nodeSpecs)
				if (data.key !== chosen && !this.#allowed(chosen, data.key)) this.#stage.cy.getElementById(id).addClass('dim');
		});
	}

	#claim(event: Event): void {
		if (this.#drag === null) return;
		event.stopPropagation();
		if (event.cancelable) event.preventDefault();
	}

	#move(event: PointerEvent): void {
		const drag = this.#drag;
		if (drag === null || event.pointerId !== drag.pointer) return;
		const at = toModel(this.#stage, event.clientX, event.clientY);
		const { scene, cy } = this.#stage;
		const under = scene.nodeAt(at.x, at.y, 10);
		const over = under !== null && this.#allowed(drag.from, under) ? under : null;
		if (over !== drag.over) {
			if (drag.over !== null) cy.getElementById(nodeElement(drag.over)).removeClass('target');
			if (over !== null) cy.getElementById(nodeElement(over)).addClass('target');
			drag.over = over;
		}
		this.#drawLine(drag.from, over, toLocal(this.#stage, event.clientX, event.clientY));
	}

	#up(event: PointerEvent): void {
		const drag = this.#drag;
		if (drag === null || event.pointerId !== drag.pointer) return;
		this.cancel();
		if (drag.over !== null) this.#stage.options.onConnect?.(drag.from, drag.over);
	}

	/** From the edge of the first node to the pointer, or to the edge of the node that would be the other end. */
	#drawLine(from: string, over: string | null, pointer: Point): void {
		const start = this.#outline(from);
		const end = over === null ? null : this.#outline(over);
		const first = boundary(start, end ?? pointer);
		const last = end === null ? pointer : boundary(end, start);
		this.#line.setAttribute('d', `M${first.x} ${first.y}L${last.x} ${last.y}`);
		this.#ghost.classList.toggle('is-landing', over !== null);
	}

	/** A node's outline in CSS pixels of the canvas. */
	#outline(node: string) {
		const { scene, cy } = this.#stage;
		scene.refresh();
		const at = scene.nodeSlots.of(node) * NODE_SIZE;
		const [zoom, pan] = [cy.zoom(), cy.pan()];
		return {
			x: scene.nodes[at] * zoom + pan.x,
			y: scene.nodes[at + 1] * zoom + pan.y,
			width: scene.nodes[at + 2] * zoom,
			height: scene.nodes[at + 3] * zoom,
			round: false
		};
	}

	#hover(node: string | null): void {
		clearTimeout(this.#hideTimer);
		if (node !== null) {
			this.#hovered = node;
			this.#placeHandle();
		} else
			this.#hideTimer = window.setTimeout(() => {
				if (this.#handle.matches(':hover')) return this.#hover(null);
				this.#hovered = null;
				this.#placeHandle();
			}, HANDLE_STAYS);
	}

	#select(): void {
		const selected = this.#stage.cy.$('.node:selected');
		this.#selected = selected.length === 1 ? (selected[0].data('key') as string) : null;
		this.#placeHandle();
	}

	/** On the hovered node, else on the one that is selected. */
	#placeHandle(): void {
		const { tool, presentation, dragging, scene } = this.#stage;
		const owner = this.#hovered ?? this.#selected;
		const shown =
			owner !== null &&
			scene.nodeSlots.of(owner) >= 0 &&
			this.#drag === null &&
			!dragging &&
			!presentation &&
			tool.kind === 'select';
		if (this.#handle.hidden === shown) this.#handle.hidden = !shown;
		if (!shown) return;
		this.#owner = owner;
		const { x, y, width } = this.#outline(owner);
		this.#handle.style.transform = `translate(${x + width / 2 + HANDLE_OUT}px, ${y}px)`;
	}
}
