/** A setting of the node that lost it is another one than Linux's own. */
import { updateNode } from '../../../lab/edit/nodes.ts';
import { findSysctl } from '../../../net/sysctls.ts';
import type { Proposer } from '../proposals.ts';

export const sysctls: Proposer = ({ node }) =>
	Object.entries(node?.sysctls ?? {}).flatMap(([name, value]) => {
		const initial = findSysctl(name)?.row.initial;
		if (node === undefined || initial === undefined || value === initial) return [];
		return [
			{
				text: `Set ${name} of ${node.name} to ${initial}`,
				apply: (lab) => updateNode(lab, node.id, { sysctls: { ...node.sysctls, [name]: initial } })
			}
		];
	});
