/** Why a record is there, and what came of it: the record's neighbours in the tree of causes. */
import { isLoss } from '../trace/significance.ts';
import type { TraceRecord } from '../trace/record.ts';
import type { StepKind } from '../trace/steps/types.ts';
import type { Effects } from './effects.ts';
import { ownWait } from './own-wait.ts';
import type { Relations } from './protocol.ts';
import type { TraceReader } from './trace-reader.ts';

/** Effects that are told; a bridge of a thousand ports has no more use for a person. */
const TOLD = 12;
const ENDS = 6;
/** Records looked through for the ends. */
const LOOKED_THROUGH = 4096;
/** Causes looked through for the packet that waits: an ARP exchange over many bridges is as long. */
const BACK = 1000;

/** What people want to know of in the end. */
const endings: ReadonlySet<StepKind> = new Set<StepKind>(['socket-receive', 'socket-error', 'app-end', 'neigh-flush']);
const arpKinds: ReadonlySet<StepKind> = new Set<StepKind>([
	'arp-request',
	'arp-receive',
	'arp-reply',
	'arp-proxy',
	'neigh-flush'
]);

export function relationsOf(reader: TraceReader, effects: Effects, id: number): Relations {
	const record = reader.record(id);
	const frame = record.type === 'step' ? record.hop : record.parent;
	const own = effectsOf(effects, id);
	const wait = ownWait(reader, effects, id);
	return {
		cause: record.cause >= 0 ? reader.record(record.cause) : null,
		frame: frame >= 0 && frame !== record.cause ? reader.record(frame) : null,
		waiting: waitingFor(reader, record),
		waited: wait >= 0 ? reader.record(wait) : null,
		consequences: own.slice(0, TOLD).map((effect) => reader.record(effect)),
		more: Math.max(0, own.length - TOLD),
		ends: endsOf(reader, effects, id, new Set(own.slice(0, TOLD)))
	};
}

function effectsOf(effects: Effects, id: number): number[] {
	const found: number[] = [];
	for (let effect = effects.firstOf(id); effect >= 0; effect = effects.nextOf(effect)) found.push(effect);
	return found;
}

function isArp(reader: TraceReader, record: TraceRecord): boolean {
	if (record.type === 'hop') return record.class === 'arp';
	if (arpKinds.has(record.facts.kind)) return true;
	return record.hop >= 0 && reader.hop(record.hop).class === 'arp';
}

/** An ARP exchange goes back to a step at which a packet was queued; that step is the answer, not the exchange's own start. */
function waitingFor(reader: TraceReader, record: TraceRecord): TraceRecord | null {
	if (!isArp(reader, record)) return null;
	const { trace } = reader;
	let cause = record.cause;
	for (let i = 0; i < BACK && cause >= 0; i++, cause = trace.causeOf(cause))
		if (trace.factsOf(cause)?.kind === 'neigh-queue') return cause === record.cause ? null : reader.record(cause);
	return null;
}

/** Breadth first, so that what is near comes before what is far. `told` are mentioned already. */
function endsOf(reader: TraceReader, effects: Effects, id: number, told: ReadonlySet<number>): TraceRecord[] {
	const found: number[] = [];
	const waiting = [id];
	for (let i = 0; i < waiting.length && waiting.length < LOOKED_THROUGH && found.length < ENDS; i++) {
		for (let effect = effects.firstOf(waiting[i]); effect >= 0; effect = effects.nextOf(effect)) {
			waiting.push(effect);
			if (!told.has(effect) && isEnd(reader, effect)) found.push(effect);
		}
	}
	return found
		.slice(0, ENDS)
		.sort((a, b) => a - b)
		.map((end) => reader.record(end));
}

function isEnd(reader: TraceReader, id: number): boolean {
	const { trace } = reader;
	if (trace.isHop(id)) return trace.readHop(id).lost;
	const { kind } = trace.factsOf(id)!;
	return endings.has(kind) || (kind === 'drop' && isLoss(reader.step(id)));
}
