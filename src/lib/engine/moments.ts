/** Moments of a trace: which frames are on their way at one, and where the next one is. */
import type { HopRecord } from '../trace/record.ts';
import type { Moment } from './protocol.ts';
import type { TraceReader } from './trace-reader.ts';

/** The moment after records 0 to at - 1. */
export function momentOf(reader: TraceReader, wanted: number): Moment {
	const { trace } = reader;
	const at = Math.max(0, Math.min(wanted, trace.count));
	const time = at === 0 ? 0 : trace.timeOf(at - 1);
	return { at, time, inFlight: inFlight(reader, at, time), next: at < trace.count ? trace.timeOf(at) : -1 };
}

/** All that has happened when virtual time `time` (ns) has come. */
export function momentAt(reader: TraceReader, time: number): Moment {
	return { ...momentOf(reader, reader.trace.firstAfter(time)), time };
}

function inFlight(reader: TraceReader, at: number, time: number): HopRecord[] {
	const { trace } = reader;
	const earliest = time - reader.longestDelay;
	// Frames whose arrival has been dealt with, among those due at this very time.
	const arrived = new Set<number>();
	const found: HopRecord[] = [];
	for (let id = at - 1; id >= 0 && trace.timeOf(id) >= earliest; id--) {
		if (!trace.isHop(id)) {
			if (trace.timeOf(id) === time && trace.hopOf(id) >= 0) arrived.add(trace.hopOf(id));
			continue;
		}
		const arrive = trace.arriveOf(id);
		if (arrive > time || (arrive === time && !arrived.has(id))) found.push(reader.hop(id));
	}
	return found.reverse();
}

/** Something crosses or has crossed a link in the records from `from` to `to`. */
function hasHop(reader: TraceReader, from: number, to: number): boolean {
	const { trace } = reader;
	for (let id = from; id < to; id++) if (trace.isHop(id) || trace.hopOf(id) >= 0) return true;
	return false;
}

/** The moment one hop on or back: after all that happens at the time when a frame is sent or arrives. */
export function nextHop(reader: TraceReader, at: number, dir: 1 | -1): Moment {
	const { trace } = reader;
	if (dir === 1) {
		for (let from = at; from < trace.count;) {
			const to = trace.firstAfter(trace.timeOf(from));
			if (hasHop(reader, from, to)) return momentOf(reader, to);
			from = to;
		}
		return momentOf(reader, trace.count);
	}
	// Back to the end of an earlier time at which something crossed a link.
	let end = at === 0 ? 0 : startOf(reader, at - 1);
	while (end > 0) {
		const from = startOf(reader, end - 1);
		if (hasHop(reader, from, end)) return momentOf(reader, end);
		end = from;
	}
	return momentOf(reader, 0);
}

/** First record of the time of record `id`. */
function startOf(reader: TraceReader, id: number): number {
	return reader.trace.firstAfter(reader.trace.timeOf(id) - 0.5);
}
