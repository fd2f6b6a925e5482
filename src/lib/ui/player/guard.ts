/** Looks ahead of Play for the next record that it has to stop at. */
import type { Condition } from '../../engine/condition.ts';
import type { EngineClient } from '../../engine/protocol.ts';

export class Guard {
	/** The next stop, once it is found. */
	hit: { record: number; condition: Condition } | null = null;
	#looked = 0;
	#conditions: readonly Condition[] = [];
	#engine: Pick<EngineClient, 'find'>;
	#asking: Promise<void> | null = null;
	#era = 0;

	constructor(engine: Pick<EngineClient, 'find'>) {
		this.#engine = engine;
	}

	/** Records that Play may let happen. */
	get clear(): number {
		if (this.#conditions.length === 0) return Infinity;
		return this.hit === null ? this.#looked : this.hit.record + 1;
	}

	set conditions(conditions: readonly Condition[]) {
		this.#conditions = conditions;
		this.reset(this.#looked);
	}

	/** Nothing is known of records from `from` on. */
	reset(from = 0): void {
		this.#era++;
		this.#asking = null;
		this.hit = null;
		this.#looked = from;
	}

	/** Looks through what there is of `count` records. */
	look(count: number): Promise<void> {
		if (this.#conditions.length === 0 || this.hit !== null || this.#looked >= count) return Promise.resolve();
		this.#asking ??= this.#ask();
		return this.#asking;
	}

	async #ask(): Promise<void> {
		const era = this.#era;
		const conditions = this.#conditions;
		try {
			for (let done = false; !done && this.hit === null;) {
				const found = await this.#engine.find([...conditions], this.#looked, 1);
				if (era !== this.#era) return;
				({ done } = found);
				this.#looked = Math.max(this.#looked, found.looked);
				if (found.record >= 0) this.hit = { record: found.record, condition: conditions[found.condition] };
			}
		} finally {
			if (era === this.#era) this.#asking = null;
		}
	}
}
