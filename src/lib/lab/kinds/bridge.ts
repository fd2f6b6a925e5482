import { bridgeDefaults } from '../complete.ts';
import type { KindOfNode } from './kind.ts';

export const bridge: KindOfNode = {
	kind: 'bridge',
	label: 'Linux bridge',
	noun: 'a bridge',
	description:
		'A switch inside a host: it joins interfaces into one Ethernet and learns which MAC is behind which port.',
	icon: 'git-merge',
	parents: ['host', 'netns', 'router', 'nat'],
	name: (n) => `br${n - 1}`,
	interfaces: 'veth',
	fixed: [],
	preset: (mac) => ({ bridge: { ...bridgeDefaults, mac: mac() } })
};
