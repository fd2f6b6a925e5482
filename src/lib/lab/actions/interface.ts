import * as v from 'valibot';
import { interfaceName } from '../fields.ts';
import { devicesOf, netnsOf } from '../topology.ts';
import type { ActionKind } from './action.ts';

const schema = v.strictObject({ do: v.literal('interface'), interface: interfaceName, up: v.boolean() });

export const setInterface: ActionKind<typeof schema> = {
	schema,
	text: (action) => `ip link set ${action.interface} ${action.up ? 'up' : 'down'}`,
	onBridge: null,
	check(lab, node, action, at, report) {
		const devices = devicesOf(lab, netnsOf(lab, node!.id));
		if (devices.some((device) => device.name === action.interface)) return;
		report.error([...at, 'interface'], `${node!.name} has no interface "${action.interface}"`);
	},
	renamed: (action, from, to) => (action.interface === from ? { ...action, interface: to } : action)
};
