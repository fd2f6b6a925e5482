/** A cell of the matrix: its packet is sent in a copy of the world. */
import { describeAction } from '../../lab/actions/registry.ts';
import type { Input } from '../../lab/document.ts';
import type { World } from '../../sim/world.ts';
import { verdictOf, type TriedMend } from '../verdict/verdict.ts';
import { explainRecord } from '../explain.ts';
import { TraceReader } from '../trace-reader.ts';
import { tryInput, type Trial } from '../trial.ts';
import type { ReachColumn, ReachQuestion } from './questions.ts';

export interface ReachCell {
	row: number;
	column: number;
	/** An answer came; it came to its destination and no answer came back; it was lost on its way; too much else went on to see. */
	state: 'answered' | 'arrived' | 'lost' | 'undecided';
	/** That is what was asked for: of UDP it is enough that it arrives, since many services say nothing. */
	reached: boolean;
	/** What the program said in the end. */
	result: string;
	/** What was sent, as data and in a few words. */
	input: Input;
	text: string;
}

/** Why a cell is as it is. */
export interface ReachReason {
	/** Where it was lost, and why, in one sentence each; "" where nothing was. */
	place: string;
	sentence: string;
	paragraph: string;
	mends: TriedMend[];
}

/** Events of one try: enough for any exchange, and few enough that a storm does not hold up the others for long. */
const EVENTS = 10_000;

export function reachCell(
	before: World,
	{ row, column, input }: ReachQuestion,
	{ node, port }: ReachColumn
): ReachCell {
	const trial = tryInput(before, input, null, EVENTS);
	const told = (state: ReachCell['state'], reached: boolean, result: string) => {
		return { row, column, input, text: describeAction(input.action), state, reached, result };
	};
	if (trial.overrun) return told('undecided', false, 'too much else goes on');
	const { ok = false, result = '' } = trial.end ?? {};
	const bySocket = port?.protocol === 'udp';
	const arrived = cameIn(trial, before.netnsOfNode.get(node) ?? -1, bySocket);
	// A datagram that nobody answers: only its arrival says more than that nobody complained.
	const silent = bySocket && ok && !cameIn(trial, before.netnsOfNode.get(input.node!) ?? -1, true);
	const answered = ok && !silent;
	return told(answered ? 'answered' : arrived ? 'arrived' : 'lost', answered || (silent && arrived), result);
}

/** Why a cell failed, and what would help. */
export function reachReason(before: World, { input }: ReachQuestion): ReachReason {
	const { sim, trace, flow } = tryInput(before, input, null, EVENTS);
	const reader = new TraceReader(trace, () => sim.world);
	const { record, mends } = verdictOf(reader, before.lab, before, flow, 0, input);
	if (record < 0) return { place: '', sentence: '', paragraph: '', mends };
	const { sentence, paragraph } = explainRecord(reader, record);
	return { place: reader.nodeName(reader.record(record).node), sentence, paragraph, mends };
}

/** The flow's packet was taken in by the destination: of UDP by a socket, of others by the host. */
function cameIn({ trace, flow }: Trial, ns: number, bySocket: boolean): boolean {
	for (let id = 0; id < trace.count; id++) {
		if (trace.flowOf(id) !== flow || trace.isHop(id)) continue;
		const { ns: at, facts } = trace.readStep(id);
		if (at === ns && facts.kind === (bySocket ? 'socket-receive' : 'deliver')) return true;
	}
	return false;
}
