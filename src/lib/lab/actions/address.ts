import * as v from 'valibot';
import { interfaceName, ownCidr } from '../fields.ts';
import type { ActionKind } from './action.ts';
import { checkName } from './interface-name.ts';

const schema = v.strictObject({
	do: v.literal('address'),
	interface: interfaceName,
	/** One of the two. */
	add: v.optional(ownCidr),
	del: v.optional(ownCidr)
});

/** An address comes or goes (`ip addr add`, `ip addr del`). */
export const address: ActionKind<typeof schema> = {
	schema,
	text: ({ interface: dev, add, del }) =>
		add === undefined ? `ip addr del ${del} dev ${dev}` : `ip addr add ${add} dev ${dev}`,
	onBridge: null,
	check(lab, node, { interface: name, add, del }, at, report, later) {
		checkName(lab, node!, name, at, report, later);
		if ((add === undefined) === (del === undefined))
			report.error(at, 'one address comes or goes', 'set either add or del');
	},
	renamed: (action, from, to) => (action.interface === from ? { ...action, interface: to } : action)
};
