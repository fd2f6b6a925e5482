/** The routing decision as a picture: the routes in a table, and their bits under those of the destination. */
import { formatCidr, formatIpv4 } from '../../net/text.ts';
import type { Detail, DetailBits, DetailTable } from '../explain.ts';
import { fill } from '../fill.ts';
import { subnetDetails } from './subnet-details.ts';
import type { RouteFacts, StepFacts } from './types.ts';

/** Routes that don't match shown for comparison. */
const LOSERS_SHOWN = 3;

const text = {
	bits: 'Destination and routes, bit by bit',
	longest: '{network} has the longest mask of all that match ({bits}): it wins.',
	only: '{network} is the only one that matches: it wins.',
	none: 'No route matches in all the bits of its mask.',
	other: 'Of those that match the longest is not taken: the table says why.',
	table: 'Routes that were compared',
	columns: ['Network', 'Bits', 'Via', 'Interface', 'Metric', 'Table'],
	destination: 'destination',
	wins: 'wins',
	shorter: 'matches, but is shorter',
	metric: 'as long, but with a higher metric',
	later: 'as long, but stands later',
	localFirst: 'the local table comes first',
	differs: 'does not match: bit {n} differs',
	unusable: 'cannot be used now: its interface is down'
};

/** The first bit, counted from 1, at which the destination leaves the route's network. */
function firstDifference(route: RouteFacts, destination: number): number {
	return Math.clz32(route.network ^ destination) + 1;
}

function noteOf(route: RouteFacts, facts: StepFacts['route']): string {
	const winner: RouteFacts | undefined = facts.candidates[facts.winner];
	if (route === winner) return text.wins;
	if (!facts.candidates.includes(route))
		return text.differs.replace('{n}', String(firstDifference(route, facts.destination)));
	if (winner === undefined) return text.unusable;
	if (route.table !== winner.table) return text.localFirst;
	if (route.length > winner.length) return text.unusable;
	if (route.length < winner.length) return text.shorter;
	return route.metric > winner.metric ? text.metric : text.later;
}

function viaText(route: RouteFacts): string {
	if (route.type !== 'unicast') return route.type;
	return route.gateway === 0 ? 'direct' : formatIpv4(route.gateway);
}

function outcomeOf({ candidates, winner }: StepFacts['route']): string {
	if (candidates.length === 0) return text.none;
	const won: RouteFacts | undefined = candidates[winner];
	if (won === undefined || candidates.some((route) => route.length > won.length)) return text.other;
	const bits = won.length === 1 ? '1 bit' : `${won.length} bits`;
	return fill(candidates.length === 1 ? text.only : text.longest, {
		network: formatCidr(won.network, won.length),
		bits
	});
}

function bitsOf(facts: StepFacts['route'], losers: readonly RouteFacts[]): DetailBits {
	const row = (route: RouteFacts, matched: boolean) => ({
		label: formatCidr(route.network, route.length),
		value: route.network,
		length: route.length,
		matched
	});
	return {
		type: 'bits',
		title: text.bits,
		outcome: outcomeOf(facts),
		rows: [
			{
				label: `${formatIpv4(facts.destination)} (${text.destination})`,
				value: facts.destination,
				length: 32,
				matched: true
			},
			...facts.candidates.map((route) => row(route, true)),
			...losers.map((route) => row(route, false))
		]
	};
}

export function routeDetails(facts: StepFacts['route']): Detail[] {
	const losers = facts.losers.slice(0, LOSERS_SHOWN);
	const routes = [...facts.candidates, ...losers];
	if (routes.length === 0) return [];
	const table: DetailTable = {
		type: 'table',
		title: text.table,
		columns: text.columns,
		rows: routes.map((route) => ({
			cells: [
				formatCidr(route.network, route.length),
				String(route.length),
				viaText(route),
				route.dev,
				String(route.metric),
				route.table
			],
			mark: route === facts.candidates[facts.winner],
			note: noteOf(route, facts)
		}))
	};
	return [...subnetDetails(facts), bitsOf(facts, losers), table];
}
