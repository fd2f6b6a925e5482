/** All that one netns did with one packet: from the frame that came, or the program that made it, to the frames that left. */
import type { HopRecord, StepRecord } from '../trace/record.ts';
import type { StepKind } from '../trace/steps/types.ts';
import type { Effects } from './effects.ts';
import type { TraceReader } from './trace-reader.ts';

export interface Visit {
	node: string;
	/** The frame that came; null: the packet was made here. */
	frame: HopRecord | null;
	steps: StepRecord[];
	/** Frames that left, or copies of it. */
	out: HopRecord[];
	/** Of these, those left out. */
	more: number;
}

/** Frames that are told: a flood goes out of all ports. */
const TOLD = 8;
/** Records of one visit: more would be a mistake in the trace. */
const MOST = 400;

/** Steps that make another packet than the one that they are caused by. */
const makers: ReadonlySet<StepKind> = new Set<StepKind>(['arp-request', 'arp-announce', 'socket-send', 'tcp-send']);

function makes({ verdict, facts }: StepRecord): boolean {
	return verdict === 'reply' || makers.has(facts.kind);
}

/** The first step of the visit that `step` belongs to. */
function beginning(reader: TraceReader, from: StepRecord): StepRecord {
	let step = from;
	for (let i = 0; i < MOST; i++) {
		if (step.verdict === 'reply' || step.facts.kind === 'arp-request' || step.facts.kind === 'arp-announce')
			return step;
		if (step.cause < 0 || reader.trace.isHop(step.cause)) return step;
		const cause = reader.step(step.cause);
		if (cause.netns !== step.netns || cause.hop !== step.hop) return step;
		step = cause;
	}
	return step;
}

/** The step that record `id` belongs to, or null: a hop's is the one that sent it. */
function stepOf(reader: TraceReader, id: number): StepRecord | null {
	const record = reader.record(id);
	if (record.type === 'step') return record;
	return record.cause >= 0 && !reader.trace.isHop(record.cause) ? reader.step(record.cause) : null;
}

/** Of the netns that record `id` is in; null: the frame comes from nowhere that is recorded. */
export function visitOf(reader: TraceReader, effects: Effects, id: number): Visit | null {
	const asked = stepOf(reader, id);
	if (asked === null) return null;
	const first = beginning(reader, asked);
	const steps: StepRecord[] = [];
	const out: number[] = [];
	// What led to the asked record is part of it, also where it comes after a pause.
	const back = new Set<number>();
	for (let one = asked.id; one > first.id; one = reader.trace.causeOf(one)) back.add(one);
	const waiting = [first];
	while (waiting.length > 0 && steps.length < MOST) {
		const step = waiting.shift()!;
		steps.push(step);
		for (let effect = effects.firstOf(step.id); effect >= 0; effect = effects.nextOf(effect)) {
			if (reader.trace.isHop(effect)) {
				out.push(effect);
				continue;
			}
			const next = reader.step(effect);
			const same = next.netns === step.netns && next.hop === step.hop && next.time === step.time && !makes(next);
			if (same || back.has(effect)) waiting.push(next);
		}
	}
	const frame = first.hop;
	return {
		node: asked.node,
		frame: frame >= 0 ? reader.hop(frame) : null,
		steps: steps.sort((a, b) => a.id - b.id),
		out: out.slice(0, TOLD).map((hop) => reader.hop(hop)),
		more: Math.max(0, out.length - TOLD)
	};
}
