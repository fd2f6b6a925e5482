/**
 * Flags by record, and by flow for blocks of 64 and of 4,096 records: what any stretch of the trace holds is known after
 * looking at some hundred numbers, however long it is.
 */
import type { TraceRecorder } from '../../sim/recorder.ts';

const SMALL = 64;
const LARGE = SMALL * 64;

/** Flow and flags, one after another. */
type Block = Int32Array;
type Visit = (flow: number, flags: number) => void;

export class Blocks {
	count = 0;
	#flags = new Uint16Array(1024);
	#small: Block[] = [];
	#large: Block[] = [];
	#trace: TraceRecorder;

	constructor(trace: TraceRecorder) {
		this.#trace = trace;
	}

	flags(id: number): number {
		return this.#flags[id];
	}

	add(flags: number): void {
		if (this.count === this.#flags.length) {
			const wider = new Uint16Array(this.#flags.length * 2);
			wider.set(this.#flags);
			this.#flags = wider;
		}
		this.#flags[this.count++] = flags;
		// Each is made of the pieces below it.
		if (this.count % SMALL === 0) this.#small.push(sum((visit) => this.#each(this.count - SMALL, this.count, visit)));
		if (this.count % LARGE === 0) {
			const small = this.#small.slice(-LARGE / SMALL);
			this.#large.push(sum((visit) => small.forEach((block) => read(block, visit))));
		}
	}

	truncate(count: number): void {
		if (count >= this.count) return;
		this.count = count;
		this.#small.length = Math.floor(count / SMALL);
		this.#large.length = Math.floor(count / LARGE);
	}

	/** Calls `visit` with every flow in records `from` to `to` (not included), more than once for some. */
	visit(from: number, to: number, visit: Visit): void {
		let id = from;
		while (id < to) {
			if (id % LARGE === 0 && id + LARGE <= to) {
				read(this.#large[id / LARGE], visit);
				id += LARGE;
			} else if (id % SMALL === 0 && id + SMALL <= to) {
				read(this.#small[id / SMALL], visit);
				id += SMALL;
			} else {
				const next = Math.min(to, (Math.floor(id / SMALL) + 1) * SMALL);
				this.#each(id, next, visit);
				id = next;
			}
		}
	}

	/** Of records `from` to `to` (not included) the first (dir 1) or last (dir -1) with one of `wanted` flags (0: any) for which `fits` holds; -1: none. */
	find(from: number, to: number, dir: 1 | -1, wanted: number, fits: (id: number) => boolean): number {
		for (let id = dir === 1 ? from : to - 1; id >= from && id < to; id += dir)
			if ((wanted === 0 || (this.#flags[id] & wanted) !== 0) && fits(id)) return id;
		return -1;
	}

	#each(from: number, to: number, visit: Visit): void {
		for (let id = from; id < to; id++) if (this.#flags[id] !== 0) visit(this.#trace.flowOf(id), this.#flags[id]);
	}
}

function read(block: Block, visit: Visit): void {
	for (let i = 0; i < block.length; i += 2) visit(block[i], block[i + 1]);
}

function sum(each: (visit: Visit) => void): Block {
	const found = new Map<number, number>();
	each((flow, flags) => found.set(flow, (found.get(flow) ?? 0) | flags));
	return Int32Array.from([...found].flat());
}
