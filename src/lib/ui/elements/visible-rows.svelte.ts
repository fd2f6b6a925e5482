/** Which rows of a long list are in view: only these are in the page. All rows have the same height. */
const BEYOND = 8;

export class VisibleRows {
	scroller = $state<HTMLElement>();
	#top = $state(0);
	height = $state(300);
	readonly row: number;
	/** Of a head that stays at the top. */
	readonly #head: number;
	readonly #count: () => number;

	readonly from = $derived.by(() => Math.max(0, Math.floor(this.#top / this.row) - BEYOND));
	readonly to = $derived.by(() => Math.min(this.#count(), Math.ceil((this.#top + this.height) / this.row) + BEYOND));

	/** @param row @param head CSS pixels */
	constructor(row: number, count: () => number, head = 0) {
		this.row = row;
		this.#head = head;
		this.#count = count;
	}

	onscroll = (): void => {
		if (this.scroller) this.#top = this.scroller.scrollTop;
	};

	/** Scrolls no further than needed. */
	reveal(index: number): void {
		const { scroller } = this;
		if (!scroller || index < 0) return;
		const top = index * this.row;
		if (top < scroller.scrollTop) scroller.scrollTop = Math.max(0, top - this.row * 2);
		else if (top + this.row > scroller.scrollTop + scroller.clientHeight - this.#head)
			scroller.scrollTop = top + this.row * 3 - scroller.clientHeight + this.#head;
	}
}
