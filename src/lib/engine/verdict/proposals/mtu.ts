/** It was larger than an interface on its way carries. */
import { setMtu } from '../../../lab/advice/edits.ts';
import { devicesOf } from '../../../lab/topology.ts';
import type { Proposer } from '../proposals.ts';

export const tooLarge: Proposer = ({ lab, node, facts }) => {
	if (node === undefined || facts?.kind !== 'drop') return [];
	const device = devicesOf(lab, node.id).find(({ name }) => name === facts.dev);
	if (device === undefined) return [];
	const largest = Math.max(1500, ...lab.nodes.flatMap(({ interfaces }) => interfaces.map(({ mtu }) => mtu)));
	return [
		{
			text: `Set the MTU of ${device.name} of ${node.name} to ${largest}`,
			apply: (old) => setMtu(old, device, largest)
		}
	];
};
