import { bridgeDefaults } from '../complete.ts';
import type { KindOfNode } from './kind.ts';

/** `switch` is a word of the language. */
export const switchKind: KindOfNode = {
	kind: 'switch',
	label: 'Switch',
	noun: 'a switch',
	description:
		'A box of ports that joins cables into one Ethernet: it learns which MAC is behind which port and floods the rest.',
	icon: 'network',
	parents: [],
	name: (n) => `sw${n}`,
	interfaces: 'eth',
	fixed: [],
	preset: (mac) => ({ bridge: { ...bridgeDefaults, mac: mac() } })
};
