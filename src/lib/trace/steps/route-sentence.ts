/** The routing decision in one sentence: which routes matched, and why this one was taken. */
import { formatIpv4 } from '../../net/text.ts';
import { fill, listed, sentenceOf } from '../fill.ts';
import { errnoTerm, networkTerm } from '../terms.ts';
import type { Place } from '../view.ts';
import type { RouteFacts, StepFacts } from './types.ts';

const text = {
	begin: 'Routing on {node}: ',
	none: '{destination} matches no route, not even a default one: {errno}.',
	unusable: {
		one: '{destination} matches {matched}, but that route cannot be used now: {errno}.',
		many: '{destination} matches {matched}, but none of these routes can be used now: {errno}.'
	},
	local: '{destination} is an address of {node} itself, so the packet stays here.',
	broadcast: '{destination} is the broadcast address of {dev}, so the packet is for every machine there.',
	only: '{destination} matches {winner} ({bits}) and no other route, so it {way}.',
	longest: '{destination} matches {matched}; the longest, {network}, wins, so it {way}.',
	shorter:
		'{destination} matches {matched}; of those that can be used now {network} is the longest and wins, so it {way}.',
	metric:
		'{destination} matches {matched}; of the {n} longest the one with the lowest metric ({metric}) wins, so it {way}.',
	first: '{destination} matches {matched}; of the {n} longest the first wins, so it {way}.',
	error: ' It ends with {errno}.',
	way: {
		gateway: 'goes to the gateway {gateway} by {dev}',
		direct: 'goes out of {dev} directly',
		blackhole: 'is thrown away without a word (blackhole)',
		unreachable: 'is refused as unreachable',
		prohibit: 'is refused as prohibited'
	},
	bit: '1 bit',
	bits: '{n} bits',
	candidate: '{network} ({bits})',
	twin: '{network} by {dev} ({bits}, metric {metric})'
};

function bitsOf(route: RouteFacts): string {
	return route.length === 1 ? text.bit : fill(text.bits, { n: route.length });
}

/** "10.0.2.0/24 (24 bits)"; routes to the same network are told apart by interface and metric. */
function candidateTerm(route: RouteFacts, candidates: readonly RouteFacts[]): string {
	const twins = candidates.filter(({ network, length }) => network === route.network && length === route.length);
	const values = { network: networkTerm(route), bits: bitsOf(route), dev: route.dev, metric: route.metric };
	return fill(twins.length > 1 && route.dev !== '' ? text.twin : text.candidate, values);
}

/** What becomes of a packet that takes this route: "goes out of eth1 directly". */
function wayOf(route: RouteFacts): string {
	const { type, gateway, dev } = route;
	if (type === 'blackhole' || type === 'unreachable' || type === 'prohibit') return text.way[type];
	return fill(gateway === 0 ? text.way.direct : text.way.gateway, { dev, gateway: formatIpv4(gateway) });
}

export function routeSentence(facts: StepFacts['route'], at: Place): string {
	const { candidates, errno } = facts;
	const winner: RouteFacts | undefined = candidates[facts.winner];
	const destination = formatIpv4(facts.destination);
	const matched = listed(candidates.map((route) => candidateTerm(route, candidates)));
	const refused = errnoTerm(errno === '' ? 'ENETUNREACH' : errno);
	const begin = fill(text.begin, { node: at.node });
	if (winner === undefined) {
		const template =
			candidates.length === 0 ? text.none : candidates.length === 1 ? text.unusable.one : text.unusable.many;
		return sentenceOf(begin + fill(template, { destination, matched, errno: refused }));
	}
	if (winner.type === 'local' || winner.type === 'broadcast')
		return sentenceOf(begin + fill(text[winner.type], { destination, node: at.node, dev: winner.dev }));
	const longest = candidates.filter((route) => route.length === winner.length && route.table === winner.table);
	const values = {
		destination,
		matched,
		winner: networkTerm(winner),
		network: networkTerm(winner),
		bits: bitsOf(winner),
		n: longest.length,
		metric: winner.metric,
		way: wayOf(winner)
	};
	// A refusing route's own error is what its type says already.
	const known = winner.type !== 'unicast' || errno === '';
	return (
		sentenceOf(begin + fill(choiceOf(candidates, winner, longest), values)) +
		(known ? '' : fill(text.error, { errno: refused }))
	);
}

/** Why the winner won. */
function choiceOf(candidates: readonly RouteFacts[], winner: RouteFacts, longest: readonly RouteFacts[]): string {
	if (candidates.length === 1) return text.only;
	if (candidates.some((route) => route.table === winner.table && route.length > winner.length)) return text.shorter;
	if (longest.length === 1) return text.longest;
	return longest.some((route) => route.metric !== winner.metric) ? text.metric : text.first;
}
