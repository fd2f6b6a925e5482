/**
 * Why a flow failed: the record at which it was lost, and changes of the lab with which it would have succeeded. A change
 * is only told when it has been tried: in a copy of the world as it was before the flow, with nothing else different.
 */
import type { Input, Lab } from '../../lab/document.ts';
import type { World } from '../../sim/world.ts';
import { isLoss } from '../../trace/significance.ts';
import type { TraceReader } from '../trace-reader.ts';
import { explainRecord } from '../explain.ts';
import { tryInput } from '../trial.ts';
import { proposals, type Proposal } from './proposals.ts';
import { sceneOf } from './scene.ts';

export interface Verdict {
	flow: number;
	/** Record at which the packet was lost; -1: none was, and yet no answer came. */
	record: number;
	/** Tried, and with each of them alone the flow succeeds. The best first. */
	mends: TriedMend[];
}

export interface TriedMend {
	/** As on a button: "Let r1 forward". */
	text: string;
	/** What is wrong that it mends, a sentence without its full stop; "" where the loss itself says it. */
	because: string;
	/** The lab after it; null: the lab is as it should be, and another packet would have been right. */
	lab: Lab | null;
	/** What got through. */
	input: Input;
}

/** Mends shown at the most. */
const SHOWN = 3;
/** Ways in which a flow lost packets that are looked at, the last ones. */
const WAYS = 2;
/** Mends tried at the most. */
const TRIED = 32;
/** Events that one try may take: a mend that makes a storm is none. */
const EVENTS = 100_000;

/** Of a flow that has failed. `before`: the world just before its input. */
export function verdictOf(
	reader: TraceReader,
	lab: Lab,
	before: World,
	flow: number,
	from: number,
	input: Input
): Verdict {
	const losses = lastLosses(reader, flow, from);
	const mends: TriedMend[] = [];
	const seen = new Set<string>();
	let tried = 0;
	function* proposed(): Generator<{ lost: number; proposal: Proposal }> {
		for (const lost of losses)
			for (const proposal of proposals(sceneOf(reader, lab, lost, flow, from, input))) yield { lost, proposal };
	}
	for (const { lost, proposal } of proposed()) {
		if (mends.length === SHOWN || tried === TRIED) break;
		const {
			text,
			unless,
			because = lost === losses[0] ? '' : explainRecord(reader, lost).sentence.replace(/\.$/, '')
		} = proposal;
		if (unless !== undefined && mends.some((mend) => mend.text === unless)) continue;
		const other = 'input' in proposal ? proposal.input : input;
		const mended = 'apply' in proposal ? proposal.apply(lab) : null;
		if (mended === lab || seen.has(text)) continue;
		seen.add(text);
		tried++;
		if (tryInput(before, other, mended, EVENTS).end?.ok === true)
			mends.push({ text, because, lab: mended, input: other });
	}
	return { flow, record: losses[0], mends };
}

/**
 * Of the packets that the flow lost the last, the one after which nobody tried again, and the last that was lost in another way: the
 * first may be lost because of it. Where none was, the name that was not found.
 */
function lastLosses(reader: TraceReader, flow: number, from: number): number[] {
	const { trace } = reader;
	const losses = new Map<string, number>();
	let unknown = -1;
	const lose = (way: string, id: number) => losses.has(way) || losses.set(way, id);
	for (let id = trace.count - 1; id >= from && losses.size < WAYS; id--) {
		if (trace.flowOf(id) !== flow) continue;
		if (trace.isHop(id)) {
			if (reader.hop(id).lost) lose('link', id);
			continue;
		}
		const step = reader.step(id);
		if (step.facts.kind === 'name-lookup' && step.facts.code !== '' && unknown < 0) unknown = id;
		if (isLoss(step) || (step.facts.kind === 'route' && step.facts.errno !== ''))
			lose(step.facts.kind === 'drop' ? step.facts.reason : step.facts.kind, id);
	}
	return losses.size > 0 ? [...losses.values()] : [unknown];
}
