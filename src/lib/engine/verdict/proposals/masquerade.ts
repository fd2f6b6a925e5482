/** The answer has no way back to an address that only the inside knows: a gateway would have put its own in its place. */
import { updateNode } from '../../../lab/edit/nodes.ts';
import type { NatRule } from '../../../lab/document.ts';
import { natSourcesOf } from '../../../lab/advice/nat-source.ts';
import { isPrivate } from '../../../net/prefix.ts';
import type { Proposal, Proposer } from '../proposals.ts';
import { earlier } from '../scene.ts';

export const translation: Proposer = (scene) => {
	const { network, node } = scene;
	const back = earlier(scene, 'route');
	if (node === undefined || back === undefined || !isPrivate(back.destination)) return [];
	const own = network.addressesOf(node.id);
	// Where everybody has private addresses, a route is what is missing.
	if (own.every(({ address }) => isPrivate(address))) return [];
	return (network.stations.get(node.id) ?? []).flatMap(({ segment }) =>
		segment.stations
			.filter(({ netns }) => netns !== node && netns.forwarding)
			.flatMap(({ netns, device }): Proposal[] => {
				const rule: NatRule = { target: 'MASQUERADE', out: device.name };
				// A rule that is there and wrong is corrected rather than left beside another one.
				const corrected = natSourcesOf(network, netns).flatMap(({ message, mends }) =>
					mends.map((mend) => ({ ...mend, because: message }))
				);
				return [
					...corrected,
					{
						text: `Let ${netns.name} masquerade what leaves by ${device.name}`,
						unless: corrected[0]?.text,
						apply: (lab) => updateNode(lab, netns.id, { nat: [...netns.nat, rule] })
					}
				];
			})
	);
};
