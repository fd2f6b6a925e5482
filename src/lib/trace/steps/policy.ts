/** Decisions before and beside the route: rules, several next hops, the way back (net/core/fib_rules.c; net/ipv4/fib_semantics.c, fib_frontend.c). */
import { formatIpv4 } from '../../net/text.ts';
import { fill, listed, sentenceOf } from '../fill.ts';
import { interfaceKey, routeKey, routingRuleKey } from '../keys.ts';
import { networkTerm } from '../terms.ts';
import type { StepViews } from '../view.ts';
import type { StepFacts } from './types.ts';

const text = {
	rules: {
		route: '{node} asks its rules where {destination} is to be looked up: rule {priority} ({text}) has a route for it.',
		refused: '{node} asks its rules about {destination}: rule {priority} ({text}) refuses it.',
		none: '{node} asks all of its rules about {destination}, and none leads to a route.',
		before: {
			one: ' One rule stands before it and does not decide.',
			many: ' {n} rules stand before it and do not decide.'
		}
	},
	outcome: {
		'no-match': 'does not match: {failed}',
		negated: 'matches, and says "not"',
		'no-route': 'matches; its table has no route',
		suppressed: 'matches; the route found is too short',
		route: 'matches; its table has a route',
		refused: 'matches and refuses',
		goto: 'matches; the rules go on where it leads',
		unresolved: 'matches, but the rule that it leads to is not there'
	},
	condition: {
		input: 'interface it came in by',
		output: 'interface it is to leave by',
		mark: 'mark',
		from: 'source',
		to: 'destination',
		tos: 'TOS',
		protocol: 'protocol',
		sourcePorts: 'source port',
		destinationPorts: 'destination port'
	} as Record<string, string>,
	columns: ['Priority', 'Rule'],
	hops: {
		columns: ['Via', 'Interface', 'Weight', 'Hashes up to'],
		chosen: 'chosen',
		other: '',
		dead: 'cannot be used now',
		source: 'would have given this source'
	},
	multipath:
		'{node} has {n} ways of this length: the hash of {what} is {hash} of 2147483647, which falls to {way} (weight {weight} of {total}).',
	multipathSource:
		'{node} has {n} ways of this length, and takes {way}, from which a packet would have this very source (hash {hash}).',
	what: { addresses: 'the addresses', ports: 'addresses, protocol and ports' },
	way: { gateway: '{gateway} by {dev}', direct: '{dev}' },
	filter: {
		passed: '{node} would answer {source} by {dev}, where the packet came in: it may have this source.',
		loose: '{node} has a route to {source}, by {by}; that is enough for the loose check on {dev}.',
		none: '{node} has no route back to {source}: the {mode} check on {dev} fails.',
		other: '{node} would answer {source} by {by} ({network}), but the packet came in by {dev}: the {mode} check fails.'
	}
};

function wayTerm({ gateway, dev }: { gateway: number; dev: string }): string {
	return fill(gateway === 0 ? text.way.direct : text.way.gateway, { gateway: formatIpv4(gateway), dev });
}

function rulesSentence({ destination, tried }: StepFacts['rule-lookup'], node: string): string {
	const last = tried.at(-1);
	const decided = last !== undefined && (last.outcome === 'route' || last.outcome === 'refused');
	const values = { node, destination: formatIpv4(destination), priority: last?.priority ?? 0, text: last?.text ?? '' };
	if (!decided) return sentenceOf(fill(text.rules.none, values));
	const before = tried.length - 1;
	const template = before === 1 ? text.rules.before.one : text.rules.before.many;
	const sentence = sentenceOf(fill(text.rules[last.outcome === 'refused' ? 'refused' : 'route'], values));
	return sentence + (before === 0 ? '' : fill(template, { n: before }));
}

function outcomeNote({ outcome, failed }: StepFacts['rule-lookup']['tried'][number]): string {
	if (outcome === 'no-match' && failed === '') return text.outcome.negated;
	return fill(text.outcome[outcome], { failed: text.condition[failed] ?? failed });
}

function hopNote(facts: StepFacts['multipath'], place: number): string {
	if (facts.hops[place].upTo < 0) return text.hops.dead;
	if (place === facts.winner) return text.hops.chosen;
	return facts.hops[place].matchesSource ? text.hops.source : text.hops.other;
}

function filterSentence({ source, dev, mode, back, passed }: StepFacts['rp-filter'], node: string): string {
	const values = { node, source: formatIpv4(source), dev, mode };
	if (back === null) return sentenceOf(fill(text.filter.none, values));
	const by = back.hops.length > 0 ? listed(back.hops.map((hop) => hop.dev)) : back.dev;
	const template = !passed ? text.filter.other : by === dev ? text.filter.passed : text.filter.loose;
	return sentenceOf(fill(template, { ...values, by: by === '' ? back.type : by, network: networkTerm(back) }));
}

export const policyViews: StepViews<'rule-lookup' | 'multipath' | 'rp-filter'> = {
	'rule-lookup': {
		title: 'Rules asked',
		short: ({ tried }) => tried.at(-1)?.text ?? '',
		sentence: (facts, at) => rulesSentence(facts, at.node),
		paragraph:
			'With rules a machine has several tables of routes. The rules are tried by their priority: the first that matches and whose table has a route decides. A table without a route, or with a "throw" route, hands the question on to the next rule.',
		details: ({ tried }) => [
			{
				type: 'table',
				title: 'Rules in their order',
				columns: text.columns,
				rows: tried.map((one, i) => ({
					cells: [String(one.priority), one.text],
					mark: i === tried.length - 1 && (one.outcome === 'route' || one.outcome === 'refused'),
					note: outcomeNote(one)
				}))
			}
		],
		source: 'net/core/fib_rules.c, fib_rules_lookup; net/ipv4/fib_rules.c, fib4_rule_match',
		marks: ({ tried }) =>
			tried.map(({ priority }, i) => ({ table: 'routingRules', key: routingRuleKey(priority, i), access: 'read' }))
	},
	multipath: {
		title: 'One of several ways',
		short: ({ hops, winner }) => (hops[winner] === undefined ? '' : wayTerm(hops[winner])),
		sentence({ hash, policy, hops, winner }, at) {
			const hop = hops[winner];
			const total = hops.reduce((sum, one) => sum + (one.upTo < 0 ? 0 : one.weight), 0);
			return sentenceOf(
				fill(hop.matchesSource ? text.multipathSource : text.multipath, {
					node: at.node,
					n: hops.length,
					what: policy === 1 ? text.what.ports : text.what.addresses,
					hash,
					way: wayTerm(hop),
					weight: hop.weight,
					total
				})
			);
		},
		paragraph:
			'Where a route has several next hops, each has a share of the numbers from 0 to 2147483647, as large as its weight. A hash of the packet says whose share it falls into. All packets of a flow have the same hash, so that they go the same way and stay in order.',
		details: (facts) => [
			{
				type: 'table',
				title: `Next hops, hash ${facts.hash}`,
				columns: text.hops.columns,
				rows: facts.hops.map((hop, i) => ({
					cells: [
						hop.gateway === 0 ? 'direct' : formatIpv4(hop.gateway),
						hop.dev,
						String(hop.weight),
						hop.upTo < 0 ? '–' : String(hop.upTo)
					],
					mark: i === facts.winner,
					note: hopNote(facts, i)
				}))
			}
		],
		source: 'net/ipv4/fib_semantics.c, fib_select_multipath; net/ipv4/route.c, fib_multipath_hash',
		marks: ({ hops, winner }) =>
			hops[winner] === undefined ? [] : [{ table: 'interfaces', key: interfaceKey(hops[winner].dev), access: 'read' }]
	},
	'rp-filter': {
		title: ({ passed }) => (passed ? 'Source is plausible' : 'Source came the wrong way'),
		short: ({ source }) => formatIpv4(source),
		sentence: (facts, at) => filterSentence(facts, at.node),
		paragraph:
			'Reverse path filtering asks by which interface an answer to the source would go. Strict, it must be the one that the packet came in by; loose, any route will do. It stops packets with a forged source, and those of honest networks whose ways out and back differ.',
		source: 'net/ipv4/fib_frontend.c, __fib_validate_source; RFC 3704',
		marks: ({ back }) => (back === null ? [] : [{ table: 'routes', key: routeKey(back), access: 'read' }])
	}
};
