import * as v from 'valibot';
import { id, interfaceName } from '../fields.ts';
import { hasNetns, netnsOf, nodeById } from '../topology.ts';
import type { ActionKind } from './action.ts';
import { checkName } from './interface-name.ts';

const schema = v.strictObject({
	do: v.literal('interface'),
	interface: interfaceName,
	up: v.optional(v.boolean()),
	/** Another name. */
	rename: v.optional(interfaceName),
	mtu: v.optional(v.pipe(v.number(), v.integer(), v.minValue(68), v.maxValue(65535))),
	/** The node whose namespace it moves to. It loses its addresses and is down there. */
	moveTo: v.optional(id),
	/** It goes, and the other end of its link with it. */
	remove: v.optional(v.literal(true))
});

/** What is asked of the interface beside going up or down, as words for `ip link set`. */
function words({ rename, mtu, up }: v.InferOutput<typeof schema>): string {
	return [
		rename === undefined ? '' : ` name ${rename}`,
		mtu === undefined ? '' : ` mtu ${mtu}`,
		up === undefined ? '' : up ? ' up' : ' down'
	].join('');
}

/** `ip link set`, `ip link del` */
export const setInterface: ActionKind<typeof schema> = {
	schema,
	text(action) {
		if (action.remove) return `ip link del ${action.interface}`;
		if (action.moveTo !== undefined) return `ip link set ${action.interface} netns ${action.moveTo}`;
		return `ip link set ${action.interface}${words(action)}`;
	},
	onBridge: null,
	brings(lab, node, { interface: name, rename, moveTo }) {
		if (rename === undefined && moveTo === undefined) return [];
		return [`${moveTo ?? netnsOf(lab, node)}/${rename ?? name}`];
	},
	check(lab, node, action, at, report, later) {
		checkName(lab, node!, action.interface, at, report, later);
		const { up, rename, mtu, moveTo, remove } = action;
		const asked = [up ?? rename ?? mtu, moveTo, remove].filter((one) => one !== undefined).length;
		if (asked !== 1) report.error(at, 'it is one thing that is done', 'set up, rename or mtu, or moveTo, or remove');
		if (moveTo === undefined) return;
		const target = nodeById(lab, moveTo);
		if (target === undefined) report.error([...at, 'moveTo'], `there is no node "${moveTo}"`);
		else if (!hasNetns(target))
			report.error([...at, 'moveTo'], 'a bridge has no namespace of its own', 'name the node that it is in');
	},
	renamed: (action, from, to) => (action.interface === from ? { ...action, interface: to } : action)
};
