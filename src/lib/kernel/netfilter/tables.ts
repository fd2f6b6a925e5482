/** Netfilter of one netns: its NAT chains and what conntrack knows. */
import type { Conn } from './conn.ts';
import type { Rule } from './rule.ts';

export const natChains = ['PREROUTING', 'INPUT', 'OUTPUT', 'POSTROUTING'] as const;
export type NatChain = (typeof natChains)[number];

export interface Netfilter {
	/** Some rule needs conntrack: as on Linux, the hooks are only there then. */
	active: boolean;
	nat: Record<NatChain, Rule[]>;
	/** Confirmed connections by `tupleKey` of both directions. */
	connections: Map<string, Conn>;
	/** The last connection of a source that was translated, by `sourceKey`. */
	bySource: Map<string, Conn>;
	nextId: number;
}

export function createNetfilter(): Netfilter {
	return {
		active: false,
		nat: { PREROUTING: [], INPUT: [], OUTPUT: [], POSTROUTING: [] },
		connections: new Map(),
		bySource: new Map(),
		nextId: 1
	};
}
