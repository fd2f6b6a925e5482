/** Connection tracking and NAT (net/netfilter/nf_conntrack_core.c, nf_nat_core.c). */
import { formatIpv4 } from '../../net/text.ts';
import { PROTOCOL_ICMP } from '../../wire/ipv4.ts';
import { fill, sentenceOf } from '../fill.ts';
import { conntrackKey, natKey } from '../keys.ts';
import { periodTerm, sideTerm, tupleTerm } from '../terms.ts';
import type { Place, StepViews } from '../view.ts';
import { natRewriteDetails } from './nat-details.ts';
import type { StepFacts, Tuple } from './types.ts';

const text = {
	conntrack: {
		created: '{node} sees a new connection, {original}, and will remember it for {timeout}{protocol}.',
		NEW: '{node} knows the connection {original}, which has not been answered yet{protocol}.',
		original: '{node} knows the connection {original}: this is another packet of it{protocol}.',
		reply: '{node} knows the connection {original}: this is a packet of its answer{protocol}.',
		RELATED: '{node} finds that this ICMP error is about the connection {original} (RELATED).',
		INVALID: '{node} cannot fit this packet into the connection {original}: it is INVALID, and will not be translated.'
	},
	protocol: ' ({state})',
	chain: {
		empty: 'The {chain} chain of the nat table on {node} has no rules: the addresses stay.',
		matched: 'In the {chain} chain of the nat table on {node}, rule {number} matches: {rule}.',
		onlyRule:
			'In the {chain} chain of the nat table on {node}, the only rule does not match{failed}: the addresses stay.',
		noRule: 'In the {chain} chain of the nat table on {node}, none of the {n} rules matches: the addresses stay.',
		failed: ' (not {match})'
	},
	setup: {
		source: '{node} will translate this connection: its source {before} becomes {after} ({target}).',
		destination: '{node} will translate this connection: its destination {before} becomes {after} ({target}).',
		collision: ' {what} {port} was taken by another connection, so this one gets {newPort}.'
	},
	rewrite: {
		source: '{node} rewrites the source: {before} becomes {after}.',
		destination: '{node} rewrites the destination: {before} becomes {after}.',
		inner:
			'{node} rewrites the {side} of the ICMP error: {outerBefore} becomes {outerAfter}, and in the packet that it quotes the {otherSide} {before} becomes {after}.'
	}
};

/** The same flow, seen from the other side. */
function turned({ protocol, source, destination, sourcePort, destinationPort }: Tuple): Tuple {
	return {
		protocol,
		source: destination,
		destination: source,
		sourcePort: destinationPort,
		destinationPort: sourcePort
	};
}

function conntrackTemplate({ created, state, direction }: StepFacts['conntrack']): string {
	if (state === 'INVALID' || state === 'RELATED') return text.conntrack[state];
	if (created) return text.conntrack.created;
	return state === 'NEW' ? text.conntrack.NEW : text.conntrack[direction];
}

function chainSentence({ chain, rules }: StepFacts['nat-chain'], at: Place): string {
	const matched = rules.find((rule) => rule.matched);
	const values = { node: at.node, chain, n: rules.length };
	if (rules.length === 0) return fill(text.chain.empty, values);
	if (matched !== undefined) return fill(text.chain.matched, { ...values, number: matched.number, rule: matched.text });
	if (rules.length > 1) return fill(text.chain.noRule, values);
	const failed = rules[0].failed === '' ? '' : fill(text.chain.failed, { match: rules[0].failed });
	return fill(text.chain.onlyRule, { ...values, failed });
}

/** DNAT changes the destination, the others the source. */
function setupSentence({ target, from, to, collision }: StepFacts['nat-setup'], at: Place): string {
	const side = target === 'DNAT' ? 'destination' : 'source';
	const values = { node: at.node, before: sideTerm(from, side), after: sideTerm(to, side), target };
	const clash = {
		what: from.protocol === PROTOCOL_ICMP ? 'Identifier' : 'Port',
		port: from.sourcePort,
		newPort: to.sourcePort
	};
	return sentenceOf(fill(text.setup[side], values)) + (collision ? fill(text.setup.collision, clash) : '');
}

export const netfilterViews: StepViews<'conntrack' | 'nat-chain' | 'nat-setup' | 'nat-rewrite'> = {
	conntrack: {
		title: ({ state, created }) => (created ? 'New connection tracked' : `Connection is ${state}`),
		short: ({ protocolState }) => protocolState,
		sentence: (facts, at) =>
			sentenceOf(
				fill(conntrackTemplate(facts), {
					node: at.node,
					original: tupleTerm(facts.original),
					timeout: periodTerm(facts.timeout),
					protocol: facts.protocolState === '' ? '' : fill(text.protocol, { state: facts.protocolState })
				})
			),
		paragraph:
			'Connection tracking groups packets into connections by their addresses and ports, also for UDP and ping, which know no connections. Each entry has two tuples: how packets look one way, and how the answers will look. NAT is nothing but a difference between the two.',
		details: ({ original, reply, direction }) => [
			{
				type: 'table',
				title: 'The two directions of the entry',
				columns: ['Direction', 'Protocol, source → destination'],
				rows: [
					{ cells: ['original', tupleTerm(original)], mark: direction === 'original', note: '' },
					{ cells: ['reply', tupleTerm(reply)], mark: direction === 'reply', note: '' }
				]
			}
		],
		source: 'net/netfilter/nf_conntrack_core.c, nf_conntrack_in',
		marks: ({ original, created, state }) => [
			{ table: 'conntrack', key: conntrackKey(original), access: created || state === 'ESTABLISHED' ? 'write' : 'read' }
		]
	},
	'nat-chain': {
		title: ({ chain }) => `NAT rules, ${chain}`,
		short: ({ verdict }) => verdict,
		sentence: (facts, at) => sentenceOf(chainSentence(facts, at)),
		paragraph:
			'Only the first packet of a connection goes through the NAT rules, from the first to the last, until one matches. What it says is kept in the connection, and every later packet is treated the same way. Destinations are changed before routing (PREROUTING), sources after it (POSTROUTING).',
		details: ({ chain, rules }) =>
			rules.length === 0
				? []
				: [
						{
							type: 'table',
							title: `Rules of nat ${chain}`,
							columns: ['Number', 'Rule'],
							rows: rules.map((rule) => ({
								cells: [String(rule.number), rule.text],
								mark: rule.matched,
								note: rule.matched ? 'matches' : rule.failed === '' ? 'does not match' : `not ${rule.failed}`
							}))
						}
					],
		source: 'net/netfilter/nf_nat_core.c, nf_nat_inet_fn; net/ipv4/netfilter/ip_tables.c, ipt_do_table',
		marks: ({ chain, rules }) =>
			rules.map((rule) => ({
				table: 'nat',
				key: natKey(chain, rule.number),
				access: rule.matched ? 'write' : 'read'
			}))
	},
	'nat-setup': {
		title: ({ target }) => `${target} decided`,
		short: ({ to, target }) => sideTerm(to, target === 'DNAT' ? 'destination' : 'source'),
		sentence: setupSentence,
		paragraph: ({ collision }) =>
			'The decision is made once for a connection and kept in its conntrack entry, so that answers find the way back. ' +
			(collision
				? 'Linux keeps the source port if it can; here another connection to the same destination had it already.'
				: 'Linux keeps the source port if no other connection to the same destination has it.'),
		source: 'net/netfilter/nf_nat_core.c, nf_nat_setup_info',
		marks: ({ from }) => [{ table: 'conntrack', key: conntrackKey(from), access: 'write' }]
	},
	'nat-rewrite': {
		title: ({ side }) => (side === 'source' ? 'Source rewritten' : 'Destination rewritten'),
		short: ({ after, side }) => sideTerm(after, side),
		sentence: ({ side, before, after, inner }, at) =>
			fill(inner ? text.rewrite.inner : text.rewrite[side], {
				node: at.node,
				side,
				otherSide: side === 'source' ? 'destination' : 'source',
				outerBefore: formatIpv4(before[side]),
				outerAfter: formatIpv4(after[side]),
				before: sideTerm(before, side),
				after: sideTerm(after, side)
			}),
		paragraph:
			'NAT writes new addresses and ports into the headers and sets the checksums right. The other side only ever sees the translated address; on the way back the same entry puts the old one in again.',
		details: natRewriteDetails,
		source: 'net/netfilter/nf_nat_proto.c, nf_nat_manip_pkt',
		// The entry's original tuple is how the packet looked before, or how an answer to it would look after.
		marks: ({ before, after }) =>
			[before, turned(after)].map((original) => ({
				table: 'conntrack',
				key: conntrackKey(original),
				access: 'read'
			}))
	}
};
