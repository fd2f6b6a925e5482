/** A rule or a policy of netfilter said no. */
import { updateNode } from '../../../lab/edit/nodes.ts';
import { removeRule, setPolicy } from '../../../lab/edit/firewall.ts';
import type { Mend } from '../../../lab/advice/index.ts';
import type { Proposer } from '../proposals.ts';
import { earlier } from '../scene.ts';

export const deniedBy: Proposer = (scene) => {
	const { node } = scene;
	const walk = earlier(scene, 'chain');
	if (node === undefined || walk === undefined) return [];
	const { table, chain, by, number, target } = walk;
	if (number === 0)
		return [
			{
				text: `Let the policy of ${chain} in ${table} on ${node.name} be ACCEPT`,
				apply: (lab) => updateNode(lab, node.id, { iptables: setPolicy(node.iptables, table, chain, 'ACCEPT') })
			}
		];
	const mend: Mend = {
		text: `Remove rule ${number} of ${by} in ${table} on ${node.name} (${target})`,
		apply: (lab) =>
			updateNode(lab, node.id, { iptables: removeRule(node.iptables, { table, chain: by, index: number - 1 }) })
	};
	return [mend];
};
