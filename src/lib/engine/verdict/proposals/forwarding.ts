/** It was for somebody else, and this node does not forward. */
import { updateNode } from '../../../lab/edit/nodes.ts';
import type { Proposer } from '../proposals.ts';

export const forwardingOff: Proposer = ({ node }) =>
	node === undefined
		? []
		: [{ text: `Let ${node.name} forward`, apply: (lab) => updateNode(lab, node.id, { forwarding: true }) }];
