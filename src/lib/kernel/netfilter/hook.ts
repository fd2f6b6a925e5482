/** Netfilter's five hooks and the tables that iptables has at them (include/uapi/linux/netfilter_ipv4.h). */

export const hooks = ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'] as const;
export type Hook = (typeof hooks)[number];

/** In the order in which a packet meets them at one hook, but for nat's source side, which comes last. */
export const tableNames = ['raw', 'mangle', 'nat', 'filter'] as const;
export type TableName = (typeof tableNames)[number];

/** The built-in chains of each table, in the kernel's order. */
export const builtInChains: Record<TableName, readonly Hook[]> = {
	raw: ['PREROUTING', 'OUTPUT'],
	mangle: hooks,
	nat: ['PREROUTING', 'INPUT', 'OUTPUT', 'POSTROUTING'],
	filter: ['INPUT', 'FORWARD', 'OUTPUT']
};

export function isTableName(name: string): name is TableName {
	return (tableNames as readonly string[]).includes(name);
}
