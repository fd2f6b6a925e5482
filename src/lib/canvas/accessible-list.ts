/**
 * The canvas for keyboard and screen reader: two list boxes that can't be seen but can have the focus, one of nodes
 * and notes, one of links. Tab goes to a list, arrows walk among the nodes as they lie on the canvas, Space selects,
 * Enter opens (or picks, or draws a link, as the tool says). Alt and an arrow moves a node.
 */
import type { EdgeSingular } from 'cytoscape';
import type { Point } from './api.ts';
import { describe, type Described } from './descriptions.ts';
import { nodeElement, type Spec } from './elements/specs.ts';
import { nextInDirection, readingOrder, type Direction, type Placed } from './geometry/spatial.ts';
import { Listeners, type Gesture, type Stage } from './stage.ts';

const arrows: Record<string, Direction> = {
	ArrowLeft: 'left',
	ArrowRight: 'right',
	ArrowUp: 'up',
	ArrowDown: 'down'
};
const steps: Record<Direction, Point> = {
	left: { x: -1, y: 0 },
	right: { x: 1, y: 0 },
	up: { x: 0, y: -1 },
	down: { x: 0, y: 1 }
};
/** Model pixels of one keyboard move, and with Shift. */
const STEP = 10;
const LONG_STEP = 50;
/** CSS pixels between a focused node and the edge of the view. */
const MARGIN = 80;

export class AccessibleList implements Gesture {
	readonly #stage: Stage;
	readonly #listeners = new Listeners();
	readonly #nodes: HTMLElement;
	readonly #links: HTMLElement;
	readonly #select: (element: string, add: boolean) => void;
	#options = new Map<string, HTMLElement>();
	/** First node of a link that is drawn by keyboard. */
	#from: string | null = null;

	/** `select` chooses an element as a click would. */
	constructor(stage: Stage, select: (element: string, add: boolean) => void) {
		this.#stage = stage;
		this.#select = select;
		this.#nodes = this.#listBox('Nodes and notes');
		this.#links = this.#listBox('Links');
		stage.root.prepend(this.#nodes, this.#links);
		this.#listeners.onGraph(stage.cy, 'select unselect', '', () => this.#markSelected());
	}

	setSpecs(specs: readonly Spec[]): void {
		const focused = document.activeElement?.getAttribute('data-element') ?? null;
		const words = describe(specs);
		const old = this.#options;
		this.#options = new Map();
		this.#fill(this.#nodes, this.#inOrder(words.nodes), old);
		this.#fill(this.#links, words.links, old);
		if (focused !== null && old.get(focused) !== undefined && !this.#options.has(focused)) this.focus();
		this.#markSelected();
	}

	update(): void {
		if (this.#stage.tool.kind !== 'connect') this.#from = null;
	}

	/** The option of a node, or the one that Tab would reach. */
	focus(node?: string): void {
		const option =
			node === undefined
				? this.#nodes.querySelector<HTMLElement>('[tabindex="0"]')
				: this.#options.get(nodeElement(node));
		(option ?? this.#nodes).focus();
	}

	destroy(): void {
		this.#listeners.destroy();
		this.#nodes.remove();
		this.#links.remove();
	}

	#listBox(label: string): HTMLElement {
		const box = document.createElement('div');
		box.className = 'lab-canvas-list';
		box.setAttribute('role', 'listbox');
		box.setAttribute('aria-label', label);
		box.setAttribute('aria-multiselectable', 'true');
		box.tabIndex = -1;
		const on = this.#listeners;
		on.on(box, 'keydown', (event) => this.#key(event));
		on.on(box, 'focusin', (event) => this.#focused(event.target as HTMLElement));
		on.on(box, 'focusout', () => this.#stage.cy.$('.focused').removeClass('focused'));
		on.on(box, 'contextmenu', (event) => this.#menu(event));
		return box;
	}

	/** Reading order, so that Tab and a screen reader's own commands go through the network as it lies there. */
	#inOrder(words: Described[]): Described[] {
		return readingOrder(words.map((one) => ({ ...one, ...this.#stage.cy.getElementById(one.id).position() })));
	}

	#fill(box: HTMLElement, words: readonly Described[], old: Map<string, HTMLElement>): void {
		const wanted: HTMLElement[] = [];
		for (const { id, text } of words) {
			const option = old.get(id) ?? document.createElement('div');
			if (!old.has(id)) {
				option.setAttribute('role', 'option');
				option.setAttribute('data-element', id);
				option.tabIndex = -1;
			}
			if (option.textContent !== text) option.textContent = text;
			this.#options.set(id, option);
			wanted.push(option);
		}
		// Touch only what changed: to take the focused option out and put it back would lose the focus.
		const same = box.children.length === wanted.length && wanted.every((option, i) => box.children[i] === option);
		if (!same) {
			const focused = document.activeElement as HTMLElement | null;
			box.replaceChildren(...wanted);
			if (focused !== null && wanted.includes(focused)) focused.focus();
		}
		box.hidden = wanted.length === 0;
		if (wanted.length > 0 && !wanted.some((option) => option.tabIndex === 0)) wanted[0].tabIndex = 0;
	}

	#focused(option: HTMLElement): void {
		const id = option.getAttribute('data-element');
		if (id === null) return;
		for (const other of option.parentElement!.children) (other as HTMLElement).tabIndex = other === option ? 0 : -1;
		const { cy } = this.#stage;
		cy.$('.focused').removeClass('focused');
		cy.getElementById(id).addClass('focused');
		this.#reveal(this.#middle(id));
	}

	/** Middle of an element in CSS pixels of the canvas. */
	#middle(id: string): Point {
		const element = this.#stage.cy.getElementById(id);
		return id.startsWith('l:') ? (element as EdgeSingular).renderedMidpoint() : element.renderedPosition();
	}

	/** Pans as little as needed to bring a place into view. */
	#reveal(at: Point): void {
		const { root, cy } = this.#stage;
		const shift = (value: number, size: number) =>
			value < MARGIN ? MARGIN - value : value > size - MARGIN ? size - MARGIN - value : 0;
		const [x, y] = [shift(at.x, root.clientWidth), shift(at.y, root.clientHeight)];
		if (x !== 0 || y !== 0) cy.panBy({ x, y });
	}

	#key(event: KeyboardEvent): void {
		const option = (event.target as HTMLElement).closest<HTMLElement>('[data-element]');
		if (option === null || event.ctrlKey || event.metaKey) return;
		const id = option.getAttribute('data-element')!;
		const direction = arrows[event.key];
		const isNode = id.startsWith('n:') || id.startsWith('t:');
		if (direction !== undefined && event.altKey) {
			if (isNode) this.#move(id, direction, event.shiftKey ? LONG_STEP : STEP);
		} else if (direction !== undefined) this.#step(option, id, direction);
		else if (event.key === 'Home' || event.key === 'End')
			(option.parentElement![event.key === 'Home' ? 'firstElementChild' : 'lastElementChild'] as HTMLElement).focus();
		else if (event.key === ' ') this.#activate(id, false, event.shiftKey);
		else if (event.key === 'Enter') this.#activate(id, true, false);
		else return;
		event.preventDefault();
		event.stopPropagation();
	}

	#step(option: HTMLElement, id: string, direction: Direction): void {
		if (id.startsWith('l:')) {
			const back = direction === 'up' || direction === 'left';
			const next = back ? option.previousElementSibling : option.nextElementSibling;
			(next as HTMLElement | null)?.focus();
			return;
		}
		const places: Placed[] = [];
		for (const other of this.#options.keys())
			if (!other.startsWith('l:')) places.push({ id: other, ...this.#stage.cy.getElementById(other).position() });
		const next = nextInDirection(
			places.find((place) => place.id === id)!,
			places,
			direction
		);
		if (next !== null) this.#options.get(next)!.focus();
	}

	#activate(id: string, open: boolean, add: boolean): void {
		const { tool, options, cy } = this.#stage;
		const key = cy.getElementById(id).data('key') as string;
		const isNode = id.startsWith('n:');
		if (tool.kind === 'pick') {
			if (isNode && !tool.not?.includes(key)) options.onPick?.(key);
		} else if (tool.kind === 'connect' && isNode) this.#connect(key);
		else if (!open) this.#select(id, add);
		else if (isNode) options.onOpen?.(key);
		else if (id.startsWith('t:')) options.onOpenNote?.(key);
		else this.#select(id, false);
	}

	#connect(node: string): void {
		const { options } = this.#stage;
		const from = this.#from;
		const name = this.#options.get(nodeElement(node))?.textContent ?? node;
		if (from === null) {
			this.#from = node;
			this.#stage.say(`Link from ${name}. Choose the other end.`);
		} else if (from !== node && (options.canConnect?.(from, node) ?? true)) {
			this.#from = null;
			options.onConnect?.(from, node);
		} else this.#stage.say(`A link can't end at ${name}.`);
	}

	#move(id: string, direction: Direction, length: number): void {
		const { cy, presentation, elements, options, scene } = this.#stage;
		if (presentation) return;
		const step = steps[direction];
		const focused = cy.getElementById(id);
		const chosen = focused.selected() ? cy.$('.node:selected, .note:selected') : focused;
		cy.batch(() => {
			chosen.positions((element) => {
				const at = element.position();
				return { x: at.x + step.x * length, y: at.y + step.y * length };
			});
		});
		scene.invalidate();
		const { nodes, notes } = elements.moved();
		options.onMove?.(nodes, notes);
		this.#reveal(focused.renderedPosition());
	}

	#menu(event: MouseEvent): void {
		const id = (event.target as HTMLElement).getAttribute('data-element');
		if (id === null) return;
		event.preventDefault();
		const { cy, root, options } = this.#stage;
		const at = this.#middle(id);
		const bounds = root.getBoundingClientRect();
		const kind = id.startsWith('n:') ? 'node' : id.startsWith('l:') ? 'link' : 'note';
		options.onContextMenu?.(
			{ kind, id: cy.getElementById(id).data('key') as string },
			bounds.left + at.x,
			bounds.top + at.y
		);
	}

	#markSelected(): void {
		for (const [id, option] of this.#options)
			option.setAttribute('aria-selected', String(this.#stage.cy.getElementById(id).selected()));
	}
}
