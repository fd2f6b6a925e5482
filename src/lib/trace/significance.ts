/** Of all that happens at one moment, which record says most? Its sentence is the one that is shown. */
import type { TraceRecord } from './record.ts';
import type { DropReason, Facts, StepKind } from './steps/types.ts';

/** 0 to 100. A kind that is missing is a type error. */
const ranks: Record<StepKind, number> = {
	storm: 100,
	drop: 95,
	'icmp-error': 92,
	'socket-error': 91,
	'app-end': 90,
	'nat-rewrite': 86,
	'nat-setup': 84,
	'icmp-echo-reply': 80,
	'icmp-timestamp-reply': 80,
	'arp-reply': 79,
	'arp-announce': 76,
	'bridge-flood': 78,
	'stp-lost': 74,
	'stp-state': 73,
	'stp-change': 67,
	'bpdu-receive': 59,
	'bridge-hairpin': 57,
	'bridge-netfilter': 20,
	'vxlan-send': 62,
	'vxlan-bypass': 61,
	'vxlan-receive': 61,
	'vxlan-learn': 55,
	'macvlan-send': 53,
	'macvlan-receive': 52,
	'neigh-flush': 77,
	'arp-request': 76,
	'dns-answer': 75,
	'dns-forward': 74,
	'dns-query': 67,
	'http-ask': 67,
	'http-answer': 75,
	'http-heard': 68,
	'tcp-state': 72,
	'link-change': 71,
	'dhcp-state': 74,
	'dhcp-answer': 75,
	'dhcp-free': 73,
	'packet-socket': 63,
	'link-queue': 59,
	'link-double': 53,
	'link-overtake': 53,
	'config-change': 70,
	'name-lookup': 69,
	fragment: 68,
	route: 66,
	'icmp-receive': 65,
	'socket-receive': 64,
	'tcp-send': 60,
	'tcp-receive': 58,
	'socket-send': 57,
	'fdb-lookup': 56,
	'fdb-learn': 55,
	'neigh-queue': 54,
	multipath: 65,
	'arp-proxy': 52,
	'arp-receive': 50,
	deliver: 48,
	'tcp-timer': 47,
	'device-change': 46,
	forward: 45,
	chain: 40,
	'target-change': 60,
	'nf-log': 45,
	'nf-reset': 80,
	conntrack: 38,
	'frame-send': 37,
	'rule-lookup': 37,
	'rp-filter': 33,
	'app-start': 36,
	input: 35,
	'source-address': 34,
	'neigh-lookup': 32,
	'neigh-state': 30,
	'ip-options': 44,
	ttl: 26,
	'socket-lookup': 24,
	'app-output': 22,
	'bridge-receive': 12,
	receive: 10
};

/** A packet that finds no way says so in its route. */
const NO_WAY = 94;
const LOST_HOP = 93;
const IGNORED = 8;
const HOP = 5;

/** Ends that are nobody's loss: a copy of a flooded frame came to somebody whom it wasn't for. */
const ignored: ReadonlySet<DropReason> = new Set<DropReason>([
	'other-host',
	'arp-not-mine',
	'arp-ignored',
	'arp-filtered',
	'arp-gratuitous',
	'bridge-same-port',
	'bpdu-ignored'
]);

/** The packet is lost to somebody: it stays on the canvas with its reason. */
export function isLoss(record: TraceRecord): boolean {
	return record.type === 'step' && tellsOfLoss(record.facts);
}

export function tellsOfLoss(facts: Facts): boolean {
	return facts.kind === 'drop' && !ignored.has(facts.reason);
}

/** Higher says more. */
export function significance(record: TraceRecord): number {
	if (record.type === 'hop') return record.lost ? LOST_HOP : HOP;
	const { facts } = record;
	if (facts.kind === 'drop') return isLoss(record) ? ranks.drop : IGNORED;
	if (facts.kind === 'route' && facts.errno !== '') return NO_WAY;
	return ranks[facts.kind];
}

/** The record that says most, the first of equals; null for none. */
export function mostSignificant<R extends TraceRecord>(records: readonly R[]): R | null {
	let best: R | null = null;
	for (const record of records) {
		if (best === null || significance(record) > significance(best)) best = record;
	}
	return best;
}
