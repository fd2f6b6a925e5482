/** A <canvas> of our own over cytoscape's, as large as the container, sharp on dense screens. */

/** More device pixels than this a CSS pixel cost time and show nothing. */
const MAX_DENSITY = 2;

export class Surface {
	readonly element = document.createElement('canvas');
	readonly context: CanvasRenderingContext2D;
	/** CSS pixels. */
	width = 0;
	height = 0;
	/** Device pixels a CSS pixel. */
	density = 1;

	constructor(root: HTMLElement, className: string) {
		this.element.className = className;
		this.element.setAttribute('aria-hidden', 'true');
		root.append(this.element);
		const context = this.element.getContext('2d');
		if (context === null) throw new Error('this browser has no 2D canvas');
		this.context = context;
		this.fit(root);
	}

	/** Takes the container's size. */
	fit(root: HTMLElement): void {
		this.width = root.clientWidth;
		this.height = root.clientHeight;
		this.density = Math.min(window.devicePixelRatio || 1, MAX_DENSITY);
		const [width, height] = [Math.round(this.width * this.density), Math.round(this.height * this.density)];
		if (this.element.width !== width) this.element.width = width;
		if (this.element.height !== height) this.element.height = height;
	}

	/** Empties it and makes one unit a CSS pixel. */
	begin(): CanvasRenderingContext2D {
		this.context.setTransform(1, 0, 0, 1, 0, 0);
		this.context.clearRect(0, 0, this.element.width, this.element.height);
		this.context.setTransform(this.density, 0, 0, this.density, 0, 0);
		return this.context;
	}

	destroy(): void {
		this.element.remove();
	}
}
