/** The routing decision in one sentence: which routes matched, and why this one was taken. */
import { formatIpv4 } from '../../net/text.ts';
import { fill, listed, sentenceOf } from '../fill.ts';
import { errnoTerm, networkTerm } from '../terms.ts';
import type { Place } from '../view.ts';
import type { RouteFacts, StepFacts } from './types.ts';

const text = {
	begin: 'Routing on {node}: ',
	none: '{destination} matches no route, not even a default one: {errno}.',
	unusable: '{destination} matches {matched}, but no interface that could be used: {errno}.',
	local: '{destination} is an address of {node} itself, so the packet stays here.',
	broadcast: '{destination} is the broadcast address of {dev}, so the packet is for every machine there.',
	only: '{destination} matches {winner} ({bits}) and no other route, so it {way}.',
	longest: '{destination} matches {matched}; the longest, {network}, wins, so it {way}.',
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
	bits: '{n} bits'
};

function bitsOf(route: RouteFacts): string {
	return route.length === 1 ? text.bit : fill(text.bits, { n: route.length });
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
	const matched = listed(candidates.map((route) => `${networkTerm(route)} (${bitsOf(route)})`));
	const refused = errnoTerm(errno === '' ? 'ENETUNREACH' : errno);
	const begin = fill(text.begin, { node: at.node });
	if (winner === undefined) {
		const template = candidates.length === 0 ? text.none : text.unusable;
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
	if (longest.length === 1) return text.longest;
	return longest.some((route) => route.metric !== winner.metric) ? text.metric : text.first;
}
