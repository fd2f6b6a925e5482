/** ACCEPT, DROP and RETURN: the verdicts themselves (net/ipv4/netfilter/ip_tables.c, the standard target). */
import type { Target, Verdict } from '../extension.ts';
import type { ExtensionData } from '../rule.ts';

function verdict(name: Verdict & string): Target<ExtensionData> {
	return { name, create: () => ({}), options: {}, print: () => '', apply: () => name };
}

export const accept = verdict('ACCEPT');
export const returnTarget = verdict('RETURN');
/** Connections would miss the decisions of a table that only sees their first packets: nat can't drop. */
export const dropTarget: Target<ExtensionData> = { ...verdict('DROP'), tables: ['raw', 'mangle', 'filter'] };
