/** The end of a packet that nobody wanted, with its reason. */
import type { DropReason, Stage } from '../trace/steps/types.ts';
import type { Kernel } from './context.ts';
import type { Netns } from './netns.ts';
import { release, type Packet } from './packet.ts';

/** Not a loss: the packet was somebody else's, and whose it is has a copy. */
const ignored = new Set<DropReason>(['arp-filtered', 'arp-gratuitous', 'arp-ignored', 'arp-not-mine', 'other-host']);

/** Owns the packet. `detail` is the numbers that the reason needs ("1500", "10.0.0.1"), or "". */
export function drop(
	k: Kernel,
	ns: Netns,
	stage: Stage,
	packet: Packet,
	reason: DropReason,
	dev: string,
	detail = ''
): void {
	const benign = ignored.has(reason);
	const device = ns.deviceByName.get(dev);
	if (device !== undefined && !benign) device.dropped++;
	if (k.rec.on) k.rec.step(ns, stage, benign ? 'note' : 'drop', packet, { kind: 'drop', reason, dev, detail });
	release(packet);
}
