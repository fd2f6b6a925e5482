import type { KindOfNode } from './kind.ts';

export const router: KindOfNode = {
	kind: 'router',
	label: 'Router',
	noun: 'a router',
	description: 'A computer that forwards: it joins subnets and sends each packet on by the longest matching route.',
	icon: 'router',
	parents: [],
	name: (n) => `r${n}`,
	interfaces: 'eth',
	fixed: [],
	preset: () => ({ forwarding: true })
};
