/** Somebody sends through a node that does not forward: a host with two interfaces is no router by itself. */
import { updateNode } from '../edit/nodes.ts';
import type { Advice, Adviser } from './advice.ts';
import type { LabNode } from '../document.ts';

export const forwardingOff: Adviser = (network) => {
	const users = new Map<LabNode, LabNode[]>();
	for (const { stations } of network.segments) {
		const owners = new Map(
			stations.flatMap(({ netns, addresses }) => addresses.map(({ address }) => [address, netns]))
		);
		for (const { netns } of stations) {
			for (const { gateway } of network.gatewaysOf(netns)) {
				const owner = owners.get(gateway);
				if (owner === undefined || owner === netns || owner.forwarding) continue;
				const known = users.get(owner) ?? [];
				if (!known.includes(netns)) users.set(owner, [...known, netns]);
			}
		}
	}
	return [...users].map(([node, senders]): Advice => ({
		kind: 'forwarding-off',
		path: network.pathOfNode(node.id, 'forwarding'),
		message: `${senders.map(({ name }) => name).join(', ')} ${senders.length === 1 ? 'sends' : 'send'} through ${node.name}, which does not forward`,
		severity: 'warning',
		why: 'Linux throws away what is not for itself until net.ipv4.ip_forward is 1; the sender is not told.',
		mends: [{ text: `Let ${node.name} forward`, apply: (lab) => updateNode(lab, node.id, { forwarding: true }) }]
	}));
};
