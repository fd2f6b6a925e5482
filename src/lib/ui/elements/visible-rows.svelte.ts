/**
 * Which rows of a long list are in view: only these are in the page. All rows have the same height.
 *
 * Browsers lay nothing out beyond some million pixels (Firefox 17.8, Chromium 33.5). A longer list is a window of `TALLEST` that is
 * moved along it: a turn of the wheel scrolls it pixel by pixel, a drag of the bar goes to the same share of the list.
 */
const BEYOND = 8;
/** CSS pixels. */
const TALLEST = 10_000_000;

export class VisibleRows {
	scroller = $state<HTMLElement>();
	/** Of the list: what is at the top of the view. */
	#top = $state(0);
	/** What is above the window: 0 for a list that is short enough. */
	#above = $state(0);
	height = $state(300);
	readonly row: number;
	/** Of a head that stays at the top. */
	readonly #head: number;
	readonly #count: () => number;
	#before = 0;

	readonly from = $derived.by(() => Math.max(0, Math.floor(this.#top / this.row) - BEYOND));
	readonly to = $derived.by(() => Math.min(this.#count(), Math.ceil((this.#top + this.height) / this.row) + BEYOND));
	/** Of what is scrolled. */
	readonly size = $derived.by(() => Math.min(TALLEST, this.#count() * this.row));

	/** @param row @param head CSS pixels */
	constructor(row: number, count: () => number, head = 0) {
		this.row = row;
		this.#head = head;
		this.#count = count;
	}

	/** Where a row stands in what is scrolled. */
	topOf(index: number): number {
		return index * this.row - this.#above;
	}

	onscroll = (): void => {
		if (!this.scroller) return;
		const { scrollTop } = this.scroller;
		const far = Math.abs(scrollTop - this.#before) > 2 * this.height;
		this.#before = scrollTop;
		if (this.#whole <= TALLEST) {
			this.#above = 0;
			this.#top = scrollTop;
		} else if (far) this.#goTo((scrollTop / this.#scrolled) * (this.#whole - this.height), false);
		else this.#goTo(scrollTop + this.#above, this.#astray(scrollTop));
	};

	/** Scrolls no further than needed. */
	reveal(index: number): void {
		const { scroller } = this;
		if (!scroller || index < 0) return;
		const top = index * this.row;
		const view = scroller.clientHeight - this.#head;
		const seen = scroller.scrollTop + this.#above;
		let wanted = seen;
		if (top < seen) wanted = Math.max(0, top - this.row * 2);
		else if (top + this.row > seen + view) wanted = top + this.row * 3 - view;
		if (wanted === seen) return;
		if (this.#whole <= TALLEST) scroller.scrollTop = wanted;
		else this.#goTo(wanted, true);
	}

	/** CSS pixels of all rows. */
	get #whole(): number {
		return this.#count() * this.row;
	}

	/** How far the window scrolls. */
	get #scrolled(): number {
		return TALLEST - this.height;
	}

	/** The window is about to end, and the list is not there yet. */
	#astray(scrollTop: number): boolean {
		const top = scrollTop + this.#above;
		const atStart = scrollTop < this.height !== top < this.height;
		const atEnd = scrollTop > this.#scrolled - this.height !== top > this.#whole - 2 * this.height;
		return atStart || atEnd;
	}

	/** Where the window is scrolled to for a place of the list: near both ends pixel by pixel, between them by its share. */
	#windowAt(top: number): number {
		const left = this.#whole - this.height - top;
		if (top < TALLEST / 4) return top;
		if (left < TALLEST / 4) return this.#scrolled - left;
		return Math.round((top / (this.#whole - this.height)) * this.#scrolled);
	}

	/** @param moves The window too. */
	#goTo(wanted: number, moves: boolean): void {
		const top = Math.max(0, Math.min(wanted, this.#whole - this.height));
		if (moves) this.#before = this.scroller!.scrollTop = this.#windowAt(top);
		this.#above = Math.round(top - this.scroller!.scrollTop);
		this.#top = top;
	}
}
