/**
 * A question to the engine that is asked again and again while the shown moment moves. One at a time: while an answer
 * is awaited the newest wish waits, all between are skipped, so a fast playhead never makes a queue.
 */
export class Question<Wish, Answer> {
	answer = $state.raw<Answer | undefined>(undefined);
	/** What `answer` is the answer to. */
	asked = $state.raw<Wish | undefined>(undefined);

	#ask: (wish: Wish) => Promise<Answer>;
	#next: { wish: Wish } | null = null;
	#busy = false;
	#era = 0;

	constructor(ask: (wish: Wish) => Promise<Answer>) {
		this.#ask = ask;
	}

	want(wish: Wish): void {
		this.#next = { wish };
		if (!this.#busy) void this.#work();
	}

	/** Forgets the answer and what is being asked. */
	clear(): void {
		this.#era++;
		this.#next = null;
		this.answer = undefined;
		this.asked = undefined;
	}

	async #work(): Promise<void> {
		this.#busy = true;
		while (this.#next) {
			const { wish } = this.#next;
			this.#next = null;
			const era = this.#era;
			try {
				const answer = await this.#ask(wish);
				if (era === this.#era) {
					this.answer = answer;
					this.asked = wish;
				}
			} catch {
				// The moment that was asked about is no more (the trace was cut): a newer wish is on its way.
			}
		}
		this.#busy = false;
	}
}
