/** The timeline of a trace: grows with it, and tells any range of it in as many pieces as there are pixels. */
import type { TraceRecorder } from '../../sim/recorder.ts';
import type { LaneCounts, TimelineRange, TimelineSummary } from '../protocol.ts';
import { Axis } from './axis.ts';
import { Blocks } from './blocks.ts';
import { HOPS, traits } from './trait.ts';
import { traitsOf } from './traits.ts';

const MOST_BINS = 4096;
const MOST_LANES = 200;

export class Timeline {
	readonly axis: Axis;
	readonly blocks: Blocks;
	#trace: TraceRecorder;
	/** By flow + 1: flow -1 is what the network does by itself. */
	#counts: LaneCounts[] = [];

	constructor(trace: TraceRecorder) {
		this.#trace = trace;
		this.axis = new Axis(trace);
		this.blocks = new Blocks(trace);
	}

	/** Takes the next record; they come in order. */
	add(id: number): void {
		const flags = traitsOf(this.#trace, id);
		this.axis.add(id);
		this.blocks.add(flags);
		this.#tally(this.#trace.flowOf(id), flags, 1);
	}

	truncate(count: number): void {
		for (let id = count; id < this.blocks.count; id++) this.#tally(this.#trace.flowOf(id), this.blocks.flags(id), -1);
		this.blocks.truncate(count);
		this.axis.truncate(count);
	}

	summary({ from, to: wanted, bins, flows }: TimelineRange): TimelineSummary {
		const { axis } = this;
		const to = wanted === Infinity ? Math.max(from + 1, axis.total) : wanted;
		const pieces = Math.max(1, Math.min(MOST_BINS, Math.floor(bins)));
		const first = flows[0];
		const lanes = Math.max(0, Math.min(MOST_LANES, flows[1] - first));
		const width = (to - from) / pieces;
		const masks = Array.from({ length: lanes }, () => new Uint16Array(pieces));
		const all = new Uint16Array(pieces);
		const folds = new Uint8Array(pieces);
		const times = new Float64Array(pieces + 1);
		const records = new Int32Array(pieces + 1);
		for (let edge = 0; edge <= pieces; edge++) {
			const place = from + edge * width;
			times[edge] = axis.timeAt(place);
			records[edge] = axis.recordAt(place);
		}
		for (let bin = 0; bin < pieces; bin++) {
			if (axis.folded(from + (bin + 0.5) * width)) folds[bin] = 1;
			this.blocks.visit(records[bin], records[bin + 1], (flow, flags) => {
				all[bin] |= flags;
				if (flow >= first && flow < first + lanes) masks[flow - first][bin] |= flags;
			});
		}
		const counts = Array.from(
			{ length: lanes },
			(_, i) => this.#counts[first + i + 1] ?? { hops: 0, drops: 0, changes: 0 }
		);
		return { total: axis.total, from, to, first, lanes: masks, counts, all, folds, times, records };
	}

	#tally(flow: number, flags: number, by: 1 | -1): void {
		if (flags === 0) return;
		const counts = (this.#counts[flow + 1] ??= { hops: 0, drops: 0, changes: 0 });
		if (flags & HOPS) counts.hops += by;
		if (flags & traits.drop) counts.drops += by;
		if (flags & traits.change) counts.changes += by;
	}
}
