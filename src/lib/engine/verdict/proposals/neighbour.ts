/** Nobody answered the ARP request: the next hop is not on this wire, or it is wrong that it should be. */
import { contains } from '../../../net/prefix.ts';
import { formatCidr } from '../../../net/text.ts';
import { replaceAddress } from '../../../lab/advice/edits.ts';
import { nameOf } from '../../../lab/advice/network.ts';
import type { Mend } from '../../../lab/advice/index.ts';
import type { Proposer } from '../proposals.ts';
import { earlier } from '../scene.ts';
import { switchedOff } from './switched-off.ts';

export const neighbourMissing: Proposer = (scene) => {
	const { network, node, facts } = scene;
	const destination = earlier(scene, 'route')?.destination;
	const mends: Mend[] = [];
	if (node !== undefined && destination !== undefined && facts?.kind === 'drop') {
		const station = network.stations.get(node.id)?.find(({ device }) => device.name === facts.dev);
		const lengths = new Set(
			station?.segment.stations.flatMap(({ addresses }) => addresses.map(({ length }) => length))
		);
		for (const own of station?.addresses ?? []) {
			// It took the destination for a neighbour: with a longer mask it would ask its gateway.
			for (const length of lengths) {
				if (length <= own.length || contains(own.address, length, destination)) continue;
				const right = formatCidr(own.address, length);
				mends.push({
					text: `Give ${nameOf(own.station)} ${right}`,
					apply: (lab) => replaceAddress(lab, own.station.device, own.text, right)
				});
			}
		}
	}
	return [...mends, ...switchedOff(scene)];
};
