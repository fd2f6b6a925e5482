import type { KindOfNode } from './kind.ts';

/** Towards the internet; the other interfaces are inside. */
const OUTSIDE = 'eth0';

export const nat: KindOfNode = {
	kind: 'nat',
	label: 'NAT gateway',
	noun: 'a NAT gateway',
	description: 'A router that hides the network behind it: what leaves by eth0 gets its own address as the source.',
	icon: 'shield',
	parents: [],
	name: (n) => `nat${n}`,
	interfaces: 'eth',
	fixed: [OUTSIDE],
	preset: (mac) => ({
		forwarding: true,
		interfaces: [{ name: OUTSIDE, mac: mac(), addresses: [], mtu: 1500, up: true }],
		nat: [{ target: 'MASQUERADE', out: OUTSIDE }]
	})
};
