/** Whether anything in a netns has a use for what everybody on a bridge hears. */
import type { Netns } from '../../netns.ts';

/**
 * A netns of a switch: no addresses (a host answers for any of its addresses on any interface), no sockets, no rules, no neighbours. What comes up
 * there for others would be dropped without anything being changed, and is not worth a step.
 */
export function isSilent(ns: Netns): boolean {
	if (ns.netfilter.active || ns.sockets.all.size > 0 || ns.neighbours.size > 0) return false;
	return ns.devices.every((device) => device === null || device.kind === 'lo' || device.addresses.length === 0);
}
