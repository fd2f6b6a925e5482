/** Of all that happens at one moment, which step says most? The highest one's sentence is shown. */
import type { StepRecord } from './record.ts';
import type { StepKind } from './steps/types.ts';

/** 0 to 100. A kind that is missing is a type error. */
const ranks: Record<StepKind, number> = {
	drop: 100,
	storm: 98,
	'socket-error': 90,
	'icmp-error': 88,
	'app-end': 86,
	'nat-rewrite': 80,
	'nat-setup': 78,
	'link-change': 76,
	'device-change': 75,
	'config-change': 74,
	'icmp-echo-reply': 72,
	'tcp-send': 71,
	'dns-answer': 70,
	route: 66,
	'socket-lookup': 64,
	'tcp-timer': 62,
	'name-lookup': 60,
	'arp-request': 58,
	'arp-reply': 57,
	'bridge-flood': 54,
	'fdb-learn': 50,
	'fdb-lookup': 48,
	'neigh-flush': 47,
	'neigh-queue': 46,
	'neigh-state': 44,
	fragment: 43,
	ttl: 42,
	'nat-chain': 40,
	forward: 38,
	'tcp-state': 36,
	conntrack: 34,
	'tcp-receive': 32,
	'icmp-receive': 31,
	'socket-receive': 30,
	'arp-receive': 29,
	deliver: 26,
	'neigh-lookup': 22,
	'neigh-next-hop': 20,
	'source-address': 18,
	'socket-send': 16,
	'app-start': 14,
	'app-output': 12,
	input: 10,
	'bridge-receive': 6,
	receive: 4
};

/** A packet that somebody merely ignored: true, but not what the moment is about. */
const IGNORED = 2;

/** Higher says more. Steps of equal rank: the later one. */
export function significance(step: StepRecord): number {
	const { facts, verdict } = step;
	if (facts.kind === 'drop') return verdict === 'drop' ? ranks.drop : IGNORED;
	if (facts.kind === 'route' && facts.errno !== '') return ranks.drop - 1;
	return ranks[facts.kind];
}

/** The step that says most, or null for none. */
export function mostSignificant(steps: readonly StepRecord[]): StepRecord | null {
	let best: StepRecord | null = null;
	for (const step of steps) {
		if (best === null || significance(step) >= significance(best)) best = step;
	}
	return best;
}
