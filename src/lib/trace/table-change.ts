/** Which steps change what a table says, so that somebody who reads it would see another row: counters and ages do not count. */
import type { Facts, StepKind } from './steps/types.ts';

const always: ReadonlySet<StepKind> = new Set<StepKind>([
	'fdb-learn',
	'vxlan-learn',
	'neigh-flush',
	'nat-setup',
	'stp-state',
	'device-change',
	'link-change',
	'config-change',
	'dhcp-state',
	'tcp-state'
]);

export function changesTable(facts: Facts): boolean {
	if (facts.kind === 'neigh-state') return facts.before !== facts.after || facts.macBefore !== facts.macAfter;
	if (facts.kind === 'conntrack') return facts.created;
	return always.has(facts.kind);
}
