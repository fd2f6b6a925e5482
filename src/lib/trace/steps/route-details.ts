/** The routing decision as a picture: the routes in a table, and their bits under those of the destination. */
import { formatCidr, formatIpv4 } from '../../net/text.ts';
import type { Detail, DetailBits, DetailTable } from '../explain.ts';
import type { RouteFacts, StepFacts } from './types.ts';

/** Routes that don't match shown for comparison. */
const LOSERS_SHOWN = 3;

const text = {
	bits: 'Destination and routes, bit by bit',
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
	return [bitsOf(facts, losers), table];
}
