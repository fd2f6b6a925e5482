/** Holds the frames of the whole lab against display filters, as the packet list does. */
import { filterOf, type FilterFrame } from '../../trace/filter/filter.ts';
import type { FrameFilters } from '../condition.ts';
import type { TraceReader } from '../trace-reader.ts';
import { SeenFrames } from './frames.ts';
import { filterFrame } from './filter-frame.ts';

/** Filters that are kept as they were compiled: breakpoints ask again with every slice of the run. */
const KEPT = 32;

export class Sieve implements FrameFilters {
	readonly #reader: TraceReader;
	#frames: SeenFrames;
	#filters = new Map<string, (frame: FilterFrame) => boolean>();

	constructor(reader: TraceReader) {
		this.#reader = reader;
		this.#frames = new SeenFrames(reader, { kind: 'lab' });
	}

	/** Takes in what has been recorded since: what a frame is may depend on those around it. Answers whether it is done. */
	grow(now: number, more: () => boolean): boolean {
		return this.#frames.grow(now, more);
	}

	/** The trace is another one. */
	forget(): void {
		this.#frames = new SeenFrames(this.#reader, { kind: 'lab' });
	}

	/** A filter with a mistake passes nothing. */
	passes(text: string): (hop: number) => boolean {
		const passes = this.#filter(text);
		return (hop) => passes(filterFrame(this.#reader, this.#frames, this.#frames.placeOf(hop)));
	}

	#filter(text: string): (frame: FilterFrame) => boolean {
		const known = this.#filters.get(text);
		if (known !== undefined) return known;
		const filter = filterOf(text);
		const passes = filter.ok ? filter.passes : () => false;
		if (this.#filters.size >= KEPT) this.#filters.clear();
		this.#filters.set(text, passes);
		return passes;
	}
}
