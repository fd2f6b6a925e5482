/** The routing decision as steps: the rules that were tried, every route that was compared, and the choice among several next hops. */
import { contains } from '../../net/prefix.ts';
import { formatCidr } from '../../net/text.ts';
import type { Errno, RouteFacts, StepFacts } from '../../trace/steps/types.ts';
import type { Kernel } from '../context.ts';
import { candidates, candidatesIn, routeFacts, routesOf } from '../fib.ts';
import { type Flow, LOOPBACK } from '../flow.ts';
import { type HopBid, multipathHash, selectHop } from '../multipath.ts';
import type { Netns } from '../netns.ts';
import type { Packet } from '../packet.ts';
import { type RouteEntry, TABLE_LOCAL } from '../route-entry.ts';
import { lookupByRules, type RuleVisit, ruleText } from '../rules.ts';

type RouteStep = { kind: 'route' } & StepFacts['route'];

/** Losers that a step keeps, for teaching. */
const LOSERS = 8;

/** A step, and what came of it. */
interface Explained {
	winner: RouteEntry | null;
	step: RouteStep;
}

/** As the FIB was at `version`: steps by destination, then by source. */
interface Explanations {
	version: number;
	size: number;
	steps: Map<number, Map<number, Explained[]>>;
}

/** Facts are the same for each packet of one stream until the FIB changes: kept, so that recording a stream allocates once. */
const explained = new WeakMap<Netns, Explanations>();

/** Steps kept for a netns. */
const MOST = 4096;

/** The route that a next hop is of. */
function parentOf(compared: readonly RouteEntry[], winner: RouteEntry): number {
	return compared.findIndex((route) => route === winner || route.hops?.includes(winner) === true);
}

function explanationsOf(ns: Netns): Explanations {
	const kept = explained.get(ns);
	if (kept !== undefined && kept.version === ns.fib.version && kept.size < MOST) return kept;
	const fresh: Explanations = { version: ns.fib.version, size: 0, steps: new Map() };
	explained.set(ns, fresh);
	return fresh;
}

function facts(
	ns: Netns,
	flow: Flow,
	from: string,
	winner: RouteEntry | null,
	errno: Errno | '',
	visits: RuleVisit[] | null
): RouteStep {
	const { destination, source } = flow;
	const kept = explanationsOf(ns);
	let bySource = kept.steps.get(destination);
	if (bySource === undefined) kept.steps.set(destination, (bySource = new Map()));
	let known = bySource.get(source);
	if (known === undefined) bySource.set(source, (known = []));
	// By index: an iterator would be made for each packet.
	for (let i = 0; i < known.length; i++) {
		const { step } = known[i];
		if (known[i].winner === winner && step.from === from && step.errno === errno) return step;
	}
	const routes = comparedFor(ns, flow, visits);
	const made: RouteStep = {
		kind: 'route',
		destination,
		source,
		from,
		candidates: routes.map((route) => routeFacts(route, ns.devices)),
		winner: winner === null ? -1 : parentOf(routes, winner),
		losers: losers(ns, destination),
		errno
	};
	known.push({ winner, step: made });
	kept.size++;
	return made;
}

/** The longest routes that did not match; those of interfaces' own addresses teach nothing here. */
function losers(ns: Netns, destination: number): RouteFacts[] {
	return routesOf(ns.fib)
		.filter((route) => route.table !== TABLE_LOCAL && !contains(route.network, route.length, destination))
		.sort((a, b) => b.length - a.length || a.network - b.network)
		.slice(0, LOSERS)
		.map((route) => routeFacts(route, ns.devices));
}

/** The rules that were tried; null: there are none. */
function recordRules(k: Kernel, ns: Netns, packet: Packet, flow: Flow): RuleVisit[] | null {
	const { rules } = ns.fib;
	if (rules === null) return null;
	const visits: RuleVisit[] = [];
	lookupByRules(ns, rules, flow, false, visits);
	k.rec.step(ns, 'routing', 'pass', packet, {
		kind: 'rule-lookup',
		destination: flow.destination,
		source: flow.source,
		mark: flow.mark,
		tried: visits.map(({ rule, failed, outcome }) => ({
			priority: rule.priority,
			text: ruleText(rule, rules, formatCidr),
			failed,
			outcome
		}))
	});
	return visits;
}

/** The routes to the flow's destination in the tables that were asked. */
function comparedFor(ns: Netns, flow: Flow, visits: RuleVisit[] | null): RouteEntry[] {
	if (visits === null) return candidates(ns.fib, flow.destination);
	const asked = visits.filter(({ rule, outcome }) => rule.action === 'lookup' && outcome !== 'no-match');
	return asked.flatMap(({ rule }) => {
		const table = ns.fib.tables.get(rule.table);
		return table === undefined ? [] : candidatesIn(table, flow.destination);
	});
}

function recordHop(k: Kernel, ns: Netns, packet: Packet, flow: Flow, parent: RouteEntry, winner: RouteEntry): void {
	const bids: HopBid[] = [];
	selectHop(ns, parent, flow, flow.input === LOOPBACK, bids);
	k.rec.step(ns, 'routing', 'pass', packet, {
		kind: 'multipath',
		hash: multipathHash(ns, flow),
		policy: ns.sysctls.fibMultipathHashPolicy,
		hops: bids.map(({ hop, upTo, score }) => ({
			gateway: hop.gateway,
			dev: ns.devices[hop.dev]?.name ?? '',
			weight: hop.weight,
			upTo,
			matchesSource: score >= 2
		})),
		winner: parent.hops!.indexOf(winner)
	});
}

/** @param flow What was asked. @param from Interface that it came in by, "": made here. */
export function recordRoute(
	k: Kernel,
	ns: Netns,
	packet: Packet,
	flow: Flow,
	from: string,
	winner: RouteEntry | null,
	errno: Errno | ''
): void {
	const visits = recordRules(k, ns, packet, flow);
	// A rule's refusal is no route.
	const route = winner === null || winner.table === 0 ? null : winner;
	const step = facts(ns, flow, from, route, errno, visits);
	k.rec.step(ns, 'routing', errno === '' ? 'pass' : 'drop', packet, step);
	if (ns.fib.plain || route === null || route.hops !== null) return;
	const parent = comparedFor(ns, flow, visits).find(({ hops }) => hops?.includes(route) === true);
	if (parent !== undefined) recordHop(k, ns, packet, flow, parent, route);
}
