/**
 * Which record of a moment is worth its sentence. A frame's arrival makes a dozen records; in Play and Step hop the
 * one that decides the packet's way is shown.
 */
import type { DropReason, StepKind } from '../../trace/steps/types.ts';
import type { TraceRecord } from '../../trace/record.ts';

const RANK: Record<StepKind, number> = {
	storm: 100,
	drop: 95,
	'icmp-error': 92,
	'socket-error': 91,
	'app-end': 90,
	'nat-rewrite': 86,
	'nat-setup': 84,
	'icmp-echo-reply': 80,
	'arp-reply': 79,
	'bridge-flood': 78,
	'neigh-flush': 77,
	'arp-request': 76,
	'dns-answer': 75,
	'tcp-state': 72,
	'link-change': 71,
	'config-change': 70,
	'name-lookup': 69,
	'nat-chain': 40,
	fragment: 68,
	forward: 45,
	route: 66,
	'icmp-receive': 65,
	'socket-receive': 64,
	'tcp-send': 60,
	'tcp-receive': 58,
	'socket-send': 57,
	'fdb-lookup': 56,
	'fdb-learn': 55,
	'neigh-queue': 54,
	'neigh-state': 30,
	'arp-receive': 50,
	deliver: 48,
	'tcp-timer': 47,
	'device-change': 46,
	conntrack: 38,
	'app-start': 36,
	input: 35,
	'source-address': 34,
	'neigh-lookup': 32,
	'neigh-next-hop': 28,
	ttl: 26,
	'socket-lookup': 24,
	'app-output': 22,
	'bridge-receive': 12,
	receive: 10
};

/** Ends that are nobody's loss: a copy of a flooded frame came to somebody whom it wasn't for. */
const QUIET_DROPS: ReadonlySet<DropReason> = new Set(['other-host', 'arp-not-mine', 'bridge-same-port']);

/** The packet is lost to somebody: it stays on the canvas with its reason. */
export function isLoss(record: TraceRecord): boolean {
	return record.type === 'step' && record.facts.kind === 'drop' && !QUIET_DROPS.has(record.facts.reason);
}

export function significance(record: TraceRecord): number {
	if (record.type === 'hop') return record.lost ? 93 : 5;
	if (record.facts.kind === 'drop') return isLoss(record) ? RANK.drop : 8;
	return RANK[record.facts.kind] ?? 20;
}

/** How far back a moment is looked through. */
const DEEPEST = 400;

/**
 * The record whose sentence is shown at the moment `at`: of all that happened at the time of record `at - 1`, the most
 * significant, the first of equals. Depends on the trace only, so going there from either side shows the same.
 */
export function mostSignificant(get: (id: number) => TraceRecord | undefined, at: number): number {
	const last = get(at - 1);
	if (!last) return at - 1;
	let best = last;
	let rank = significance(last);
	for (let id = at - 2; id >= 0 && id > at - DEEPEST; id--) {
		const record = get(id);
		if (!record || record.time !== last.time) break;
		const its = significance(record);
		if (its >= rank) {
			best = record;
			rank = its;
		}
	}
	return best.id;
}
