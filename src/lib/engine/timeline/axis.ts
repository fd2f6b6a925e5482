/**
 * The shape of time on the timeline. Every stretch between two events of frames is as wide as any other, whatever it lasts, and a time in
 * which nothing is on its way is folded. A place is a number of such widths from the start. Grows with the trace, in columns.
 */
import type { TraceRecorder } from '../../sim/recorder.ts';

/** Width of a folded time, where any other stretch is 1. */
const FOLD = 0.6;
/** ns. What follows closer on something belongs to it. */
const CLOSE = 1000;
/** ns. A shorter idle time is not marked as folded: it is no longer than the time of a frame. */
export const FOLD_SHOWN = 1_000_000;

export class Axis {
	/** Marks on the axis: where the time changes that frames are sent or arrive at. */
	#count = 0;
	#time = new Float64Array(1024);
	#record = new Int32Array(1024);
	#place = new Float64Array(1024);
	/** ns; all frames up to this mark have arrived then. */
	#quiet = new Float64Array(1024);
	#trace: TraceRecorder;

	constructor(trace: TraceRecorder) {
		this.#trace = trace;
	}

	/** Place of the end. */
	get total(): number {
		return this.#count === 0 ? 0 : this.#place[this.#count - 1] + 1;
	}

	get count(): number {
		return this.#count;
	}

	add(id: number): void {
		const { isHop, time, arrive } = this.#look(id);
		const last = this.#count - 1;
		if (last < 0) this.#mark(id, time, 0, time);
		else if (time > this.#time[last]) {
			const idle = this.#quiet[last] <= this.#time[last];
			const edge = isHop || this.#trace.hopOf(id) >= 0 || (idle && time - this.#time[last] >= CLOSE);
			if (edge) this.#mark(id, time, this.#place[last] + (idle ? FOLD : 1), Math.max(this.#quiet[last], time));
		}
		const now = this.#count - 1;
		if (isHop && arrive > this.#quiet[now]) this.#quiet[now] = arrive;
	}

	truncate(count: number): void {
		while (this.#count > 0 && this.#record[this.#count - 1] >= count) this.#count--;
	}

	/** First record at or after a place. */
	recordAt(place: number): number {
		const mark = this.#firstFrom(this.#place, place);
		return mark === this.#count ? this.#trace.count : this.#record[mark];
	}

	/** ns at a place. */
	timeAt(place: number): number {
		if (this.#count === 0) return 0;
		const next = this.#firstFrom(this.#place, place);
		if (next === 0) return this.#time[0];
		const before = next - 1;
		const to = next === this.#count ? Math.max(this.#quiet[before], this.#time[before]) : this.#time[next];
		const width = (next === this.#count ? this.total : this.#place[next]) - this.#place[before];
		const share = Math.min(1, (place - this.#place[before]) / width);
		return this.#time[before] + share * (to - this.#time[before]);
	}

	placeOf(time: number): number {
		if (this.#count === 0) return 0;
		const next = this.#firstFrom(this.#time, time);
		if (next < this.#count && this.#time[next] === time) return this.#place[next];
		if (next === 0) return 0;
		const before = next - 1;
		const from = this.#time[before];
		const to = next === this.#count ? this.#quiet[before] : this.#time[next];
		const width = (next === this.#count ? this.total : this.#place[next]) - this.#place[before];
		return this.#place[before] + (to > from ? Math.min(1, (time - from) / (to - from)) * width : 0);
	}

	/** The place lies in a folded time that is worth a mark. */
	folded(place: number): boolean {
		const next = this.#firstFrom(this.#place, place);
		if (next === 0 || next === this.#count) return false;
		const from = this.#time[next - 1];
		return this.#quiet[next - 1] <= from && this.#time[next] - from >= FOLD_SHOWN;
	}

	#look(id: number): { isHop: boolean; time: number; arrive: number } {
		const isHop = this.#trace.isHop(id);
		return { isHop, time: this.#trace.timeOf(id), arrive: isHop ? this.#trace.arriveOf(id) : 0 };
	}

	#mark(id: number, time: number, place: number, quiet: number): void {
		const at = this.#count++;
		if (at === this.#time.length) {
			const wider = <T extends Float64Array | Int32Array>(column: T): T => {
				const next = new (column.constructor as new (n: number) => T)(column.length * 2);
				next.set(column as never);
				return next;
			};
			this.#time = wider(this.#time);
			this.#record = wider(this.#record);
			this.#place = wider(this.#place);
			this.#quiet = wider(this.#quiet);
		}
		this.#time[at] = time;
		this.#record[at] = id;
		this.#place[at] = place;
		this.#quiet[at] = quiet;
	}

	/** First mark whose value is not less. */
	#firstFrom(column: Float64Array, value: number): number {
		let low = 0;
		let high = this.#count;
		while (low < high) {
			const middle = (low + high) >> 1;
			if (column[middle] < value) low = middle + 1;
			else high = middle;
		}
		return low;
	}
}
