/** What iptables-save prints, as data: tables with their chains and rules, and ipsets beside them. */
import type { TableName } from './hook.ts';
import type { Chain } from './rule.ts';

export interface Table {
	name: TableName;
	/** Built-in ones first, in the kernel's order; then a person's own. */
	chains: Chain[];
}

export type Ruleset = Table[];

export function chainIn(table: Table, name: string): number {
	return table.chains.findIndex((chain) => chain.name === name);
}
