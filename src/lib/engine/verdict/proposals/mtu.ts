/** It was larger than an interface on its way carries. */
import { setMtu } from '../../../lab/advice/edits.ts';
import type { Lab } from '../../../lab/document.ts';
import { devicesOf, linkName, netnsOf, peerOf } from '../../../lab/topology.ts';
import type { Proposer } from '../proposals.ts';

export const tooLarge: Proposer = ({ lab, node, facts }) => {
	if (node === undefined || facts?.kind !== 'drop') return [];
	const device = devicesOf(lab, node.id).find(({ name }) => name === facts.dev);
	if (device === undefined) return [];
	const largest = Math.max(1500, ...lab.nodes.flatMap(({ interfaces }) => interfaces.map(({ mtu }) => mtu)));
	const peer = peerOf(lab, device.node, device.name);
	const other =
		peer &&
		devicesOf(lab, netnsOf(lab, peer.node)).find(({ node: at, name }) => at === peer.node && name === peer.interface);
	return [
		...(other === undefined || other.mtu >= largest
			? []
			: [
					{
						text: `Set the MTU of both ends of ${linkName(lab, peer!.link)} to ${largest}`,
						apply: (old: Lab) => setMtu(setMtu(old, device, largest), other, largest)
					}
				]),
		{
			text: `Set the MTU of ${device.name} of ${node.name} to ${largest}`,
			apply: (old) => setMtu(old, device, largest)
		}
	];
};

/** It would have been cut, had it not been forbidden. */
export const unfragmented: Proposer = ({ input }) => {
	const { action } = input;
	if (action.do !== 'ping' || action.pmtu !== 'do') return [];
	return [{ text: 'Send it without "don\'t fragment"', input: { ...input, action: { ...action, pmtu: 'dont' } } }];
};
