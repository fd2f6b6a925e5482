/**
 * What each record caused, as lists in columns: the first effect of every record, and for every record the next one with the
 * same cause. Built when somebody asks, and from then on only for the records that are new.
 */
import type { TraceRecorder } from '../sim/recorder.ts';

const NONE = -1;

function wider(column: Int32Array, length: number): Int32Array<ArrayBuffer> {
	const next = new Int32Array(length).fill(NONE);
	next.set(column);
	return next;
}

export class Effects {
	readonly #trace: TraceRecorder;
	#first = new Int32Array(0);
	#last = new Int32Array(0);
	#next = new Int32Array(0);
	/** Records that are in the lists. */
	#known = 0;

	constructor(trace: TraceRecorder) {
		this.#trace = trace;
	}

	/** The trace was cut: links may lead to what is no more. */
	forget(): void {
		this.#known = 0;
		this.#first.fill(NONE);
		this.#next.fill(NONE);
	}

	/** The first record that `id` caused, or -1. */
	firstOf(id: number): number {
		this.#catchUp();
		return this.#first[id];
	}

	/** The next record after `id` with the same cause, or -1. */
	nextOf(id: number): number {
		return this.#next[id];
	}

	#catchUp(): void {
		const { count } = this.#trace;
		if (this.#known === count) return;
		if (count > this.#first.length) {
			const length = Math.max(1024, count + (count >> 1));
			this.#first = wider(this.#first, length);
			this.#last = wider(this.#last, length);
			this.#next = wider(this.#next, length);
		}
		for (let id = this.#known; id < count; id++) {
			const cause = this.#trace.causeOf(id);
			if (cause < 0) continue;
			if (this.#first[cause] === NONE) this.#first[cause] = id;
			else this.#next[this.#last[cause]] = id;
			this.#last[cause] = id;
		}
		this.#known = count;
	}
}
