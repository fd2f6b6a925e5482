import type { KindOfInterface } from './kind.ts';

export const macvlan: KindOfInterface = {
	label: 'MACVLAN',
	description: 'A further MAC on an interface that is there already: to the network it is a machine of its own.',
	lower: ({ macvlan }) => macvlan && { node: macvlan.node, name: macvlan.lower },
	/** macvlan_common_newlink, eth_hw_addr_inherit. */
	sharesMac: ({ macvlan }) => macvlan?.mode === 'passthru',
	overhead: 0,
	settings: ({ macvlan }) => ({ mode: macvlan!.mode }),
	link: ({ macvlan }) => `macvlan mode ${macvlan!.mode}`,
	check(_node, { macvlan }, devices, at, report) {
		if (devices === null) return report.error([...at, 'node'], `there is no node "${macvlan!.node}"`);
		const shared = devices.filter((one) => one.kind !== 'lo' && one.kind !== 'macvlan');
		const lower = shared.find((one) => one.name === macvlan!.lower);
		if (lower === undefined) {
			const names = shared.map((one) => one.name).join(', ');
			const mend = names === '' ? 'there is none that could be' : `such as ${names}`;
			return report.error([...at, 'lower'], `there is no interface "${macvlan!.lower}" that could be shared`, mend);
		}
		if (lower.master === '') return;
		const message = `${lower.name} is a port of ${lower.master}; Linux says "Device or resource busy"`;
		report.error([...at, 'lower'], message, `put it on ${lower.master} instead`);
	},
	renamed(one, from, to) {
		const { macvlan } = one;
		return macvlan?.lower === from && macvlan.node === undefined ? { ...one, macvlan: { ...macvlan, lower: to } } : one;
	}
};
