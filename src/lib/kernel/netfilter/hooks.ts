/** Netfilter's hooks in the kernel's order: conntrack, destination NAT, ..., source NAT, confirmation (include/uapi/linux/netfilter_ipv4.h). */
import type { Kernel } from '../context.ts';
import type { Device } from '../devices/device.ts';
import { drop } from '../drop.ts';
import type { Netns } from '../netns.ts';
import type { Packet } from '../packet.ts';
import { confirm, track } from './conntrack.ts';
import { nat } from './nat.ts';

export type Hook = 'PREROUTING' | 'INPUT' | 'FORWARD' | 'OUTPUT' | 'POSTROUTING';

/** False: the packet's way ended here, and the hook has seen to it. */
export function netfilterHook(
	k: Kernel,
	ns: Netns,
	hook: Hook,
	packet: Packet,
	input: Device | null,
	output: Device | null
): boolean {
	switch (hook) {
		case 'PREROUTING':
			track(k, ns, 'prerouting', packet);
			return nat(k, ns, 'PREROUTING', 'prerouting', packet, input, output);
		case 'OUTPUT':
			track(k, ns, 'local-out', packet);
			return nat(k, ns, 'OUTPUT', 'local-out', packet, input, output);
		case 'INPUT':
			return nat(k, ns, 'INPUT', 'local-in', packet, input, output) && confirmed(k, ns, packet, 'local-in', input);
		case 'POSTROUTING':
			return (
				nat(k, ns, 'POSTROUTING', 'postrouting', packet, input, output) &&
				confirmed(k, ns, packet, 'postrouting', output)
			);
		case 'FORWARD':
			return true;
	}
}

function confirmed(
	k: Kernel,
	ns: Netns,
	packet: Packet,
	stage: 'local-in' | 'postrouting',
	device: Device | null
): boolean {
	if (confirm(ns, packet)) return true;
	drop(k, ns, stage, packet, 'conntrack-invalid', device?.name ?? '');
	return false;
}
