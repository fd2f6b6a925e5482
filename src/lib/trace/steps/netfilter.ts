/** Connection tracking and NAT (net/netfilter/nf_conntrack_core.c, nf_nat_core.c). */
import { formatIpv4 } from '../../net/text.ts';
import { icmpCounterpart } from '../../wire/icmp.ts';
import { PROTOCOL_ICMP } from '../../wire/ipv4.ts';
import { fill, sentenceOf } from '../fill.ts';
import { conntrackKey, ruleKey } from '../keys.ts';
import { periodTerm, sideTerm, tupleTerm } from '../terms.ts';
import type { Place, StepViews } from '../view.ts';
import { natRewriteDetails } from './nat-details.ts';
import type { RuleTried, StepFacts, Tuple } from './types.ts';

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
		rule: 'In the {table} table on {node}, rule {number} of {chain} matches and decides: {rule}.',
		return: 'In the {table} table on {node}, no rule of {chain} decides, so its policy does: {target}.',
		onlyRule:
			'In the {table} table on {node}, the only rule of {chain} does not match{failed}, so its policy decides: {target}.',
		noRule:
			'In the {table} table on {node}, none of the {n} rules of {chain} matches, so its policy decides: {target}.',
		empty: 'In the {table} table on {node}, {chain} has no rules, so its policy decides: {target}.',
		natEnd: ' The addresses stay.',
		failed: ' (not {match})'
	},
	change: '{node} changes the {field} of the packet from {before} to {after} ({target}).',
	log: '{node} writes into its log: "{line}".',
	reset: '{node} sends a TCP reset to {to} in the name of {from}, port {port}: the segment is refused.',
	setup: {
		source: '{node} will translate this connection: its source {before} becomes {after} ({target}).',
		destination: '{node} will translate this connection: its destination {before} becomes {after} ({target}).',
		clash: '{node} must change the source {before} to {after}, though no rule asks for it.',
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
	const ports =
		protocol === PROTOCOL_ICMP
			? { sourcePort, destinationPort: (icmpCounterpart(destinationPort >> 8) << 8) | (destinationPort & 0xff) }
			: { sourcePort: destinationPort, destinationPort: sourcePort };
	return { protocol, source: destination, destination: source, ...ports };
}

function conntrackTemplate({ created, state, direction }: StepFacts['conntrack']): string {
	if (state === 'INVALID' || state === 'RELATED') return text.conntrack[state];
	if (created) return text.conntrack.created;
	return state === 'NEW' ? text.conntrack.NEW : text.conntrack[direction];
}

function chainSentence({ table, chain, tried, by, number, target }: StepFacts['chain'], at: Place): string {
	const values = { node: at.node, table, chain, target, n: tried.length };
	const decided = tried.at(-1);
	if (number > 0 && decided !== undefined)
		return fill(text.chain.rule, { ...values, chain: by, number, rule: decided.text });
	const stay = table === 'nat' ? text.chain.natEnd : '';
	if (decided === undefined) return fill(text.chain.empty, values) + stay;
	if (tried.some((rule) => rule.matched)) return fill(text.chain.return, values) + stay;
	if (tried.length > 1) return fill(text.chain.noRule, values) + stay;
	const failed = decided.failed === '' ? '' : fill(text.chain.failed, { match: decided.failed });
	return fill(text.chain.onlyRule, { ...values, failed }) + stay;
}

function setupSentence({ target, side, from, to, collision }: StepFacts['nat-setup'], at: Place): string {
	const values = { node: at.node, before: sideTerm(from, side), after: sideTerm(to, side), target };
	const clash = {
		what: from.protocol === PROTOCOL_ICMP ? 'Identifier' : 'Port',
		port: from.sourcePort,
		newPort: to.sourcePort
	};
	const template = target === '' ? text.setup.clash : text.setup[side];
	return sentenceOf(fill(template, values)) + (collision ? fill(text.setup.collision, clash) : '');
}

/** Why a rule of the list was passed over, or what it did. */
function ruleNote({ matched, failed }: RuleTried): string {
	if (matched) return 'matches';
	return failed === '' ? 'does not match' : `not ${failed}`;
}

const CHAIN_PARAGRAPHS = {
	nat: 'Only the first packet of a connection goes through the nat table, from the first rule to the last, until one decides. What it says is kept in the connection, and every later packet is treated the same way. Destinations are changed before routing (PREROUTING), sources after it (POSTROUTING).',
	other:
		'A packet goes through the rules of a chain from the first to the last. A rule whose matches all hold has its target done: ACCEPT, DROP and REJECT decide, a jump leads to another chain and back, others only change or note something. When no rule decides, the policy of the built-in chain does.'
};

export const netfilterViews: StepViews<
	'conntrack' | 'chain' | 'target-change' | 'nf-log' | 'nf-reset' | 'nat-setup' | 'nat-rewrite'
> = {
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
	chain: {
		title: ({ table, chain }) => `${table} ${chain}`,
		short: ({ target }) => target,
		sentence: (facts, at) => sentenceOf(chainSentence(facts, at)),
		paragraph: ({ table }) => (table === 'nat' ? CHAIN_PARAGRAPHS.nat : CHAIN_PARAGRAPHS.other),
		details: ({ table, chain, tried }) =>
			tried.length === 0
				? []
				: [
						{
							type: 'table',
							title: `Rules tried, from ${table} ${chain}`,
							columns: ['Chain', 'Number', 'Rule'],
							rows: tried.map((rule) => ({
								cells: [rule.chain, String(rule.number), rule.text],
								mark: rule.matched,
								note: ruleNote(rule)
							}))
						}
					],
		source: 'net/ipv4/netfilter/ip_tables.c, ipt_do_table',
		marks: ({ table, chain, tried, number }) => [
			...tried.map((rule) => ({
				table: 'rules' as const,
				key: ruleKey(table, rule.chain, rule.number),
				access: rule.matched ? ('write' as const) : ('read' as const)
			})),
			...(number > 0 ? [] : [{ table: 'rules' as const, key: ruleKey(table, chain, 0), access: 'write' as const }])
		]
	},
	'target-change': {
		title: ({ target, field }) => `${target}: ${field} changed`,
		short: ({ before, after }) => `${before} to ${after}`,
		sentence: (facts, at) => sentenceOf(fill(text.change, { node: at.node, ...facts })),
		paragraph:
			'Some targets change the packet, or what is remembered of its connection, and let it go on to the next rule. A mark is no part of the packet on the wire: it is a number that later rules and the routing policy of this machine can ask for.',
		details: ({ field, before, after }) => [
			{ type: 'change', title: 'Before and after', rows: [{ field, before, after }] }
		],
		source: ({ target }) => `net/netfilter/xt_${target}.c`
	},
	'nf-log': {
		title: 'Logged',
		short: ({ line }) => line,
		sentence: ({ line }, at) => fill(text.log, { node: at.node, line }),
		paragraph:
			"LOG writes one line about the packet into the kernel's log and lets it go on. SPT and DPT are the ports, LEN the length of the IP packet, IN and OUT the interfaces.",
		source: 'net/netfilter/nf_log_syslog.c, dump_ipv4_packet'
	},
	'nf-reset': {
		title: 'Reset sent',
		sentence: ({ from, to, port }, at) =>
			sentenceOf(fill(text.reset, { node: at.node, from: formatIpv4(from), to: formatIpv4(to), port })),
		paragraph:
			'A reset is what a host sends for a port that nobody listens at: the client reads "Connection refused" at once, and does not wait for an answer that will not come.',
		source: 'net/ipv4/netfilter/nf_reject_ipv4.c, nf_send_reset'
	},
	'nat-setup': {
		title: ({ target }) => (target === '' ? 'Port changed' : `${target} decided`),
		short: ({ to, side }) => sideTerm(to, side),
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
