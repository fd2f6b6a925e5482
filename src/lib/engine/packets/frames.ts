/** The frames that a scope sees, in the order in which they are seen, and how they belong together. Grows with the trace. */
import { Conversations } from '../../wire/dissect/conversations.ts';
import type { Context } from '../../wire/dissect.ts';
import type { TraceReader } from '../trace-reader.ts';
import type { PacketScope } from './query.ts';

const OUT = 0;
const IN = 1;

/** A frame on its way to an interface of the scope. */
interface Coming {
	hop: number;
	arrive: number;
}

export class SeenFrames {
	readonly conversations = new Conversations((place) => this.#reader.trace.frame(this.hops[place]));
	readonly hops: number[] = [];
	/** Hops whose frame was dropped by whom it came to, with the step that says so. */
	readonly drops = new Map<number, number>();
	#directions: (typeof OUT | typeof IN)[] = [];
	#times: number[] = [];
	/** In the order of arrival. */
	#coming: Coming[] = [];
	#scanned = 0;
	readonly #reader: TraceReader;
	readonly #scope: PacketScope;

	constructor(reader: TraceReader, scope: PacketScope) {
		this.#reader = reader;
		this.#scope = scope;
	}

	/** Each frame is there once, where it is sent. */
	get wholeLab(): boolean {
		return this.#scope.kind === 'lab';
	}

	get count(): number {
		return this.hops.length;
	}

	timeOf(place: number): number {
		return this.#times[place];
	}

	directionOf(place: number): 'in' | 'out' {
		return this.#directions[place] === IN ? 'in' : 'out';
	}

	/** The interface that saw it, or the one at the other end of the link. */
	endOf(place: number, own: boolean): { node: string; interface: string } {
		const { link, end } = this.#reader.trace.readHop(this.hops[place]);
		return this.#reader.endsOf(link)[(this.#directions[place] === OUT) === own ? end : 1 - end];
	}

	/** Takes in what has been recorded since. @param now ns that the world has reached. @param more Asked now and then whether there is time. Answers whether it is done. */
	grow(now: number, more: () => boolean): boolean {
		const { trace } = this.#reader;
		while (this.#scanned < trace.count) {
			if ((this.#scanned & 63) === 0 && !more()) return false;
			const id = this.#scanned++;
			if (trace.isHop(id)) this.#hop(id);
			else if (trace.isDrop(id) && trace.hopOf(id) >= 0) this.drops.set(trace.hopOf(id), id);
		}
		this.#arrivals(now);
		return true;
	}

	#hop(id: number): void {
		const { link, end, time, arrive } = this.#reader.trace.readHop(id);
		this.#arrivals(time);
		const ends = this.#reader.endsOf(link);
		if (this.#scope.kind === 'lab' || this.#sees(ends[end])) this.#add(id, OUT, time);
		if (this.#scope.kind === 'lab' || !this.#sees(ends[1 - end])) return;
		// Most arrive later than all before: only the last few are passed.
		let at = this.#coming.length;
		while (at > 0 && this.#coming[at - 1].arrive > arrive) at--;
		this.#coming.splice(at, 0, { hop: id, arrive });
	}

	#sees(end: { node: string; interface: string }): boolean {
		const scope = this.#scope;
		if (scope.kind === 'lab' || end.node !== scope.node) return scope.kind === 'lab';
		return scope.kind === 'node' || end.interface === scope.interface;
	}

	/** Those that have come in up to `now`, but for what was lost meanwhile. */
	#arrivals(now: number): void {
		let taken = 0;
		for (; taken < this.#coming.length && this.#coming[taken].arrive <= now; taken++) {
			const { hop, arrive } = this.#coming[taken];
			if (!this.#reader.trace.readHop(hop).lost) this.#add(hop, IN, arrive);
		}
		if (taken > 0) this.#coming.splice(0, taken);
	}

	#add(hop: number, direction: typeof OUT | typeof IN, time: number): void {
		this.hops.push(hop);
		this.#directions.push(direction);
		this.#times.push(time);
		this.conversations.add(this.#reader.trace.frame(hop), { time, place: this.#reader.trace.readHop(hop).link });
	}

	/** What the other frames tell of the one of `hop`; undefined: it is not seen here, or not yet. */
	contextOf(hop: number, now: number, more: () => boolean): Context | undefined {
		this.grow(now, more);
		const place = this.placeOf(hop);
		return this.hops[place] === hop ? this.conversations.context(place) : undefined;
	}

	/** Place of the frame of `hop`, or of the last one before it; -1: none. */
	placeOf(hop: number): number {
		if (this.wholeLab) return lastUpTo(this.hops, hop);
		const time = this.#reader.trace.timeOf(hop);
		let low = 0;
		let high = this.count;
		while (low < high) {
			const middle = (low + high) >> 1;
			if (this.#times[middle] < time) low = middle + 1;
			else high = middle;
		}
		// It may be seen when it comes in only.
		const latest = this.#reader.trace.isHop(hop) ? this.#reader.trace.arriveOf(hop) : time;
		let before = low - 1;
		for (let place = low; place < this.count && this.#times[place] <= latest; place++) {
			if (this.hops[place] === hop) return place;
			if (this.#times[place] <= time && this.hops[place] < hop) before = place;
		}
		return before;
	}
}

/** Place of the last of `sorted` that is not beyond `value`; -1: none. */
export function lastUpTo(sorted: readonly number[], value: number): number {
	let low = 0;
	let high = sorted.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if (sorted[middle] <= value) low = middle + 1;
		else high = middle;
	}
	return low - 1;
}
