import type { KindOfNode } from './kind.ts';

export const host: KindOfNode = {
	kind: 'host',
	label: 'Host',
	noun: 'a host',
	description: 'A computer: it sends and receives, and may hold network namespaces and bridges.',
	icon: 'monitor',
	parents: [],
	name: (n) => `host${n}`,
	interfaces: 'eth',
	fixed: [],
	preset: () => ({})
};
