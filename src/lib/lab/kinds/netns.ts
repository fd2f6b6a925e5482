import type { KindOfNode } from './kind.ts';

export const netns: KindOfNode = {
	kind: 'netns',
	label: 'Network namespace',
	noun: 'a network namespace',
	description:
		'A network stack of its own inside a host, with its own interfaces, routes and rules: what a container is given.',
	icon: 'box',
	parents: ['host'],
	name: (n) => `ns${n}`,
	interfaces: 'eth',
	fixed: [],
	preset: () => ({})
};
