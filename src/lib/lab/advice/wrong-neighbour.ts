/** A neighbour entry that a person has made names a MAC that the neighbour does not have: nobody takes what is sent to it. */
import { parseIpv4 } from '../../net/text.ts';
import { updateNode } from '../edit/nodes.ts';
import type { Adviser } from './advice.ts';
import { nameOf } from './network.ts';

export const wrongNeighbour: Adviser = (network) =>
	[...network.stations.values()].flatMap((stations) => {
		const { netns } = stations[0];
		return netns.neighbours.flatMap((entry, j) => {
			const station = stations.find(({ device }) => device.name === entry.dev);
			const owner = station && network.ownerOn(station.segment, parseIpv4(entry.address));
			if (owner === undefined || owner.device.mac === entry.mac) return [];
			return [
				{
					kind: 'wrong-neighbour',
					path: network.pathOfNode(netns.id, 'neighbours', j, 'mac'),
					message: `${netns.name} has ${entry.mac} as the MAC of ${entry.address}, and ${nameOf(owner)} has ${owner.device.mac}`,
					severity: 'warning',
					why: 'A permanent entry is believed and never asked about: frames go to a MAC that nobody has, and everybody lets them lie.',
					mends: [
						{
							text: `Remove the entry: ${netns.name} asks by ARP`,
							apply: (lab) => updateNode(lab, netns.id, { neighbours: netns.neighbours.filter((one) => one !== entry) })
						}
					]
				}
			];
		});
	});
