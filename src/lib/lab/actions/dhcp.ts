import * as v from 'valibot';
import { interfaceName } from '../fields.ts';
import { devicesOf, netnsOf } from '../topology.ts';
import type { ActionKind } from './action.ts';

const schema = v.strictObject({
	do: v.literal('dhcp'),
	interface: interfaceName,
	/** `renew` and `release` are told to the client that got the lease. */
	ask: v.optional(v.picklist(['lease', 'renew', 'release']), 'lease'),
	/** Ask by ARP whether somebody has the address already. */
	probe: v.optional(v.boolean(), false)
});

const verbs = { lease: 'udhcpc -i', renew: 'renew the lease of', release: 'release the lease of' };

/** A DHCP client: it stays, keeps the lease, and sets the interface's address, the default route and the nameservers. */
export const dhcp: ActionKind<typeof schema> = {
	schema,
	text: (action) => `${verbs[action.ask]} ${action.interface}${action.probe ? ' -a' : ''}`,
	check(lab, node, action, at, report) {
		const devices = devicesOf(lab, netnsOf(lab, node!.id));
		if (action.interface !== 'lo' && devices.some((device) => device.name === action.interface)) return;
		report.error(
			[...at, 'interface'],
			`${node!.name} has no interface "${action.interface}" that can ask for an address`
		);
	},
	renamed: (action, from, to) => (action.interface === from ? { ...action, interface: to } : action),
	ports: () => [67, 68]
};
