/** A rule or a policy of netfilter said no. */
import { updateNode } from '../../../lab/edit/nodes.ts';
import { removeRule, runCommand, setPolicy } from '../../../lab/edit/firewall.ts';
import type { Mend } from '../../../lab/advice/index.ts';
import { formatIpv4 } from '../../../net/text.ts';
import type { Tuple } from '../../../trace/steps/types.ts';
import { PROTOCOL_ICMP, PROTOCOL_TCP, PROTOCOL_UDP } from '../../../wire/ipv4.ts';
import type { Proposal, Proposer } from '../proposals.ts';
import { earlier, type Scene } from '../scene.ts';

const ANSWERS = '-m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT';

export const deniedBy: Proposer = (scene) => {
	const { node } = scene;
	const walk = earlier(scene, 'chain');
	if (node === undefined || walk === undefined) return [];
	const { table, chain, by, number, target } = walk;
	const flow = table === 'filter' ? acceptance(scene) : null;
	/** Before the rule that decided; behind all others where the policy did. */
	const place = number === 0 ? `-A ${chain}` : `-I ${by} ${number}`;
	const accept = (text: string, rules: readonly string[]): Mend => ({
		text: `Accept ${text} in ${number === 0 ? chain : by} on ${node.name}`,
		apply: (lab) =>
			rules.reduce((old, rule) => {
				const lines = old.nodes.find(({ id }) => id === node.id)?.iptables ?? [];
				const result = runCommand(lines, `${place} ${rule}`);
				return result.ok ? updateNode(old, node.id, { iptables: result.lines }) : old;
			}, lab)
	});
	const accepting =
		flow === null
			? []
			: flow.answer
				? [accept('answers', [ANSWERS])]
				: withAnswers(accept(flow.text, [flow.rule]), accept(`${flow.text}, and answers,`, [flow.rule, ANSWERS]));
	if (number === 0)
		return [
			...accepting,
			{
				text: `Let the policy of ${chain} in ${table} on ${node.name} be ACCEPT`,
				apply: (lab) => updateNode(lab, node.id, { iptables: setPolicy(node.iptables, table, chain, 'ACCEPT') })
			}
		];
	return [
		{
			text: `Remove rule ${number} of ${by} in ${table} on ${node.name} (${target})`,
			apply: (lab) =>
				updateNode(lab, node.id, { iptables: removeRule(node.iptables, { table, chain: by, index: number - 1 }) })
		},
		...accepting
	];
};

/** The rule alone, and only where that does not do, with one for answers. */
function withAnswers(alone: Mend, both: Mend): Proposal[] {
	return [alone, { ...both, unless: alone.text }];
}

/** A rule that matches this flow as the filter table sees it, with destinations that were changed before. null: nothing is known of it. */
function acceptance(scene: Scene): { answer: boolean; text: string; rule: string } | null {
	const known = earlier(scene, 'conntrack');
	const { packet } = scene;
	if (known === undefined && packet === null) return null;
	const { protocol } = known?.original ?? packet!;
	const changed = destinationGiven(scene);
	const address = formatIpv4(changed?.destination ?? known?.reply.source ?? packet!.destination);
	const port = changed?.destinationPort ?? known?.reply.sourcePort ?? packet!.port;
	const answer = known === undefined ? packet!.answer : known.direction === 'reply' || known.state === 'RELATED';
	switch (protocol) {
		case PROTOCOL_TCP:
		case PROTOCOL_UDP: {
			const name = protocol === PROTOCOL_TCP ? 'tcp' : 'udp';
			return {
				answer,
				text: `${name} to port ${port} of ${address}`,
				rule: `-p ${name} -d ${address} --dport ${port} -j ACCEPT`
			};
		}
		case PROTOCOL_ICMP:
			return {
				answer,
				text: `pings of ${address}`,
				rule: `-p icmp -d ${address} --icmp-type echo-request -j ACCEPT`
			};
		default:
			return null;
	}
}

/** What DNAT has made of the packet since conntrack looked at it: of a new flow, conntrack tells what it was before. */
function destinationGiven({ earlier: facts }: Scene): Tuple | undefined {
	const seen = facts.findIndex(({ kind }) => kind === 'conntrack');
	for (const fact of facts.slice(0, Math.max(0, seen)))
		if (fact.kind === 'nat-rewrite' && fact.side === 'destination' && !fact.inner) return fact.after;
	return undefined;
}
