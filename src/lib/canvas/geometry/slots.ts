/** Small numbers for ids: a place in typed arrays that stays the same while the id exists. */
export class Slots {
	#slots = new Map<string, number>();
	#free: number[] = [];
	#end = 0;

	/** Places ever used at once: the length that columns need. */
	get size(): number {
		return this.#end;
	}

	/** -1 when the id has none. */
	of(id: string): number {
		return this.#slots.get(id) ?? -1;
	}

	entries(): IterableIterator<[string, number]> {
		return this.#slots.entries();
	}

	/** Keeps the places of ids that stay, frees those of the others, gives new ids a place. */
	keep(ids: Iterable<string>): void {
		const wanted = new Set(ids);
		for (const [id, slot] of this.#slots)
			if (!wanted.has(id)) {
				this.#slots.delete(id);
				this.#free.push(slot);
			}
		for (const id of wanted) if (!this.#slots.has(id)) this.#slots.set(id, this.#free.pop() ?? this.#end++);
	}
}
