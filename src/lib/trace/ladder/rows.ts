/** Which records of a flow a ladder tells, and in which words. */
import { formatDuration } from '../../net/text.ts';
import type { TraceRecord } from '../record.ts';
import { isLoss } from '../significance.ts';
import type { StepKind, Verdict } from '../steps/types.ts';
import type { LadderRow, Tone } from './ladder.ts';

/** ns. A shorter time in which nothing is on its way is not worth a mark. */
export const SHORTEST_GAP = 1_000_000;

/** Steps beside the frames: what a frame's arrow does not say by itself. Losses and refused routes are told always. */
const told: ReadonlySet<StepKind> = new Set<StepKind>([
	'app-start',
	'app-output',
	'app-end',
	'neigh-queue',
	'nat-rewrite',
	'target-change',
	'nf-log',
	'nf-reset',
	'fragment',
	'socket-error',
	'tcp-state',
	'name-lookup',
	'dhcp-state',
	'stp-state',
	'link-change',
	'device-change',
	'config-change',
	'storm'
]);

/** `kind` may be told; whether it is depends on the facts for `drop` and `route` only. */
export function maybeTold(kind: StepKind): boolean {
	return told.has(kind) || kind === 'drop' || kind === 'route';
}

export function isTold(record: TraceRecord): boolean {
	if (record.type === 'hop') return true;
	if (record.facts.kind === 'drop') return isLoss(record);
	if (record.facts.kind === 'route') return record.facts.errno !== '';
	return told.has(record.facts.kind);
}

const tones: Record<Verdict, Tone> = {
	pass: 'note',
	drop: 'drop',
	queue: 'wait',
	rewrite: 'change',
	deliver: 'ok',
	reply: 'ok',
	note: 'note'
};

export function rowOf(record: TraceRecord): LadderRow {
	if (record.type === 'hop') {
		const { id, time, node, to, label, lost } = record;
		return { kind: 'hop', id, time, node, to: to.node, text: label, tone: lost ? 'drop' : record.class, lost };
	}
	const { id, time, node, label, facts, verdict } = record;
	const ended = facts.kind === 'app-end' ? (facts.ok ? 'ok' : 'drop') : tones[verdict];
	return { kind: 'note', id, time, node, to: '', text: label, tone: ended, lost: false };
}

/** @param idle ns, before record `id` at `time` */
export function gapRow(id: number, time: number, idle: number): LadderRow {
	const text = `${formatDuration(idle)} later`;
	return { kind: 'gap', id, time, node: '', to: '', text, tone: 'note', lost: false };
}
