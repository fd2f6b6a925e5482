/** Where labels of this frame lie already, so that the next one finds a free place. */
export class LabelRoom {
	#count = 0;
	/** left, top, right, bottom in CSS pixels. */
	#taken = new Float32Array(256 * 4);

	clear(): void {
		this.#count = 0;
	}

	isFree(left: number, top: number, width: number, height: number): boolean {
		const taken = this.#taken;
		const right = left + width;
		const bottom = top + height;
		for (let i = 0; i < this.#count * 4; i += 4)
			if (left < taken[i + 2] && right > taken[i] && top < taken[i + 3] && bottom > taken[i + 1]) return false;
		return true;
	}

	take(left: number, top: number, width: number, height: number): void {
		const at = this.#count++ * 4;
		if (at === this.#taken.length) {
			const taken = this.#taken;
			this.#taken = new Float32Array(at * 2);
			this.#taken.set(taken);
		}
		this.#taken[at] = left;
		this.#taken[at + 1] = top;
		this.#taken[at + 2] = left + width;
		this.#taken[at + 3] = top + height;
	}
}
