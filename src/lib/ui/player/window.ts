/**
 * The part of the trace that the page has at hand: pages of records around the playhead, fetched when they are
 * needed and forgotten when they are far. The engine keeps the whole trace; the page never does. Other lists that the engine
 * answers by range are kept the same way.
 */
import type { TraceRecord } from '../../trace/record.ts';

/** Records of a page, where nothing else is wished for. */
const PAGE = 256;
/** Pages kept: 40 of 256 records are about 10,000. */
const KEPT = 40;

export type Fetch<T> = (from: number, count: number) => Promise<T[]>;

export class RecordWindow<T = TraceRecord> {
	/** Insertion order is order of use: the first is the one used longest ago. */
	#pages = new Map<number, T[]>();
	#asked = new Map<number, Promise<void>>();
	/** Goes up when the trace is cut: an answer that was asked for before is thrown away. */
	#generation = 0;
	#fetch: Fetch<T>;
	readonly #page: number;

	constructor(fetch: Fetch<T>, page = PAGE) {
		this.#fetch = fetch;
		this.#page = page;
	}

	/** The record, or undefined when it isn't here (ask `want`) or doesn't exist. */
	get(id: number): T | undefined {
		return id < 0 ? undefined : this.#pages.get(Math.floor(id / this.#page))?.[id % this.#page];
	}

	/** Fetches what is missing of records `from` to `to` (not included). Resolves when they are here. */
	async want(from: number, to: number): Promise<void> {
		const waits: Promise<void>[] = [];
		for (let page = Math.floor(Math.max(0, from) / this.#page); page * this.#page < to; page++) {
			const last = Math.min(to, (page + 1) * this.#page) - 1;
			if (this.get(last)) this.#touch(page);
			else waits.push(this.#ask(page));
		}
		await Promise.all(waits);
	}

	/** The trace from record `at` on is no more, or is another one. */
	cut(at: number): void {
		this.#generation++;
		this.#asked.clear();
		for (const [page, records] of this.#pages) {
			if (page * this.#page >= at) this.#pages.delete(page);
			else if (page * this.#page + records.length > at) records.length = at - page * this.#page;
		}
	}

	#touch(page: number): void {
		const records = this.#pages.get(page)!;
		this.#pages.delete(page);
		this.#pages.set(page, records);
	}

	#ask(page: number): Promise<void> {
		const under = this.#asked.get(page);
		if (under) return under;
		const generation = this.#generation;
		const asked = this.#fetch(page * this.#page, this.#page)
			.then((records) => {
				if (generation !== this.#generation) return;
				this.#pages.delete(page);
				this.#pages.set(page, records);
				for (const old of this.#pages.keys()) {
					if (this.#pages.size <= KEPT) break;
					this.#pages.delete(old);
				}
			})
			.finally(() => {
				if (this.#asked.get(page) === asked) this.#asked.delete(page);
			});
		this.#asked.set(page, asked);
		return asked;
	}
}
