/** Netfilter of one netns: its tables of rules, what conntrack knows, and which of them a packet meets at each hook. */
import { createConnTable, type ConnTable } from './conntrack/table.ts';
import type { IpSet } from './ipset/set.ts';
import type { RecentList } from './recent-list.ts';
import { hooks, type Hook } from './hook.ts';
import type { Table } from './ruleset.ts';

/** One thing that is registered at a hook (struct nf_hook_ops); `chain` is a place in its table. */
export type HookStep = { do: 'defrag' | 'track' | 'confirm' } | { do: 'chain' | 'nat'; table: Table; chain: number };

export interface Netfilter {
	/** Something is registered at some hook. */
	active: boolean;
	/** Some rule needs conntrack: as on Linux, its hooks are only there then. */
	tracking: boolean;
	tables: Table[];
	/** In the order of priorities. */
	hooks: Record<Hook, HookStep[]>;
	connections: ConnTable;
	/** Lists of -m recent, by name. */
	recent: Map<string, RecentList>;
	/** By name. */
	sets: Map<string, IpSet>;
}

export function createNetfilter(): Netfilter {
	return {
		active: false,
		tracking: false,
		tables: [],
		hooks: Object.fromEntries(hooks.map((hook) => [hook, []])) as unknown as Record<Hook, HookStep[]>,
		connections: createConnTable(),
		recent: new Map(),
		sets: new Map()
	};
}
