/** The way of one packet: from what made it, by all that happened to it, to where it ended. */
import type { TraceRecord } from '../trace/record.ts';
import { isLoss } from '../trace/significance.ts';
import type { StepKind } from '../trace/steps/types.ts';
import type { Effects } from './effects.ts';
import { ownWait } from './own-wait.ts';
import type { TraceReader } from './trace-reader.ts';

/** One visit of the packet to a node. */
export interface Station {
	node: string;
	/** The frame that it came with, null: it was made here. */
	frame: TraceRecord | null;
	steps: TraceRecord[];
	/** Steps left out. */
	more: number;
}

export interface Way {
	stations: Station[];
	/** Stations left out in the middle, after the first `HEAD`. */
	more: number;
}

/** Records looked at, backwards and forwards: a packet in a loop has no end. */
const BACK = 20_000;
const FORWARD = 4096;
/** Stations told at the beginning, and at the end; steps told of one. */
export const HEAD = 12;
const TAIL = 36;
const STEPS = 40;

/** How well a record ends a packet's way. */
const received: ReadonlySet<StepKind> = new Set<StepKind>(['app-end', 'app-output', 'socket-receive', 'socket-error']);

function rank(reader: TraceReader, id: number): number {
	const { trace } = reader;
	if (trace.isHop(id)) return trace.readHop(id).lost ? 3 : 1;
	const { kind } = trace.factsOf(id)!;
	if (received.has(kind)) return 4;
	if (kind === 'drop') return isLoss(reader.step(id)) ? 3 : 1;
	if (kind === 'neigh-flush') return 2;
	return kind === 'neigh-state' ? 0 : 1;
}

/** The end that says most of what `id` led to; the earliest of equals. */
function endOf(reader: TraceReader, effects: Effects, id: number): number {
	const waiting = [id];
	let best = id;
	let most = -1;
	for (let i = 0; i < waiting.length && waiting.length < FORWARD; i++) {
		const first = effects.firstOf(waiting[i]);
		for (let effect = first; effect >= 0; effect = effects.nextOf(effect)) waiting.push(effect);
		if (first >= 0) continue;
		const value = rank(reader, waiting[i]);
		if (value < most || (value === most && waiting[i] > best)) continue;
		most = value;
		best = waiting[i];
	}
	return best;
}

/** Records from the first cause to the end. What waited in vain comes from its own wait, not from that of the first that waited. */
function chainOf(reader: TraceReader, effects: Effects, end: number): number[] {
	const chain: number[] = [];
	for (let id = end; id >= 0 && chain.length < BACK;) {
		chain.push(id);
		const cause = reader.trace.causeOf(id);
		const waited = ownWait(reader, effects, id);
		if (waited >= 0) chain.push(cause);
		id = waited >= 0 ? waited : cause;
	}
	return chain.reverse();
}

/** Of the packet that record `id` is about. */
export function wayOf(reader: TraceReader, effects: Effects, id: number): Way {
	const ids: { node: string; frame: number; steps: number[] }[] = [];
	for (const one of chainOf(reader, effects, endOf(reader, effects, id))) {
		if (reader.trace.isHop(one)) {
			const hop = reader.hop(one);
			if (ids.length === 0) ids.push({ node: hop.node, frame: -1, steps: [] });
			ids.push({ node: hop.to.node, frame: one, steps: [] });
			continue;
		}
		const { node } = reader.step(one);
		// From a bridge to the host around it there is no link.
		if (ids.at(-1)?.node !== node) ids.push({ node, frame: -1, steps: [] });
		ids.at(-1)!.steps.push(one);
	}
	const more = Math.max(0, ids.length - HEAD - TAIL);
	const shown = more > 0 ? [...ids.slice(0, HEAD), ...ids.slice(-TAIL)] : ids;
	return {
		more,
		stations: shown.map(({ node, frame, steps }) => ({
			node,
			frame: frame >= 0 ? reader.record(frame) : null,
			steps: steps.slice(0, STEPS).map((step) => reader.record(step)),
			more: Math.max(0, steps.length - STEPS)
		}))
	};
}
