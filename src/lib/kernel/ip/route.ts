/** The routing decision, as a step that names every route that was compared. */
import { contains } from '../../net/prefix.ts';
import type { Errno, RouteFacts, StepFacts } from '../../trace/steps/types.ts';
import type { Kernel } from '../context.ts';
import { candidates, lookup, refusals, routeFacts, routesOf } from '../fib.ts';
import type { RouteEntry } from '../route-entry.ts';
import type { Netns } from '../netns.ts';
import type { Packet } from '../packet.ts';
import { selectSource } from './addresses.ts';
import { learnPathMtu, pathMtuOf } from './path-mtu.ts';

/** Losers that a step keeps, for teaching. */
const LOSERS = 8;

/** Facts are the same for each packet to one destination until the FIB changes: kept, so that recording a stream allocates once. */
const explained = new WeakMap<Netns, { version: number; facts: Map<string, { kind: 'route' } & StepFacts['route']> }>();

function facts(
	ns: Netns,
	destination: number,
	source: number,
	from: string,
	winner: RouteEntry | null,
	errno: Errno | ''
): { kind: 'route' } & StepFacts['route'] {
	let kept = explained.get(ns);
	if (kept === undefined || kept.version !== ns.fib.version || kept.facts.size > 4096) {
		kept = { version: ns.fib.version, facts: new Map() };
		explained.set(ns, kept);
	}
	const key = `${destination} ${source} ${from} ${errno}`;
	const known = kept.facts.get(key);
	if (known !== undefined) return known;
	const compared = candidates(ns.fib, destination);
	const made: { kind: 'route' } & StepFacts['route'] = {
		kind: 'route',
		destination,
		source,
		from,
		candidates: compared.map((route) => routeFacts(route, ns.devices)),
		winner: winner === null ? -1 : compared.indexOf(winner),
		losers: losers(ns, destination),
		errno
	};
	kept.facts.set(key, made);
	return made;
}

/** The longest routes that did not match; those of interfaces' own addresses teach nothing here. */
function losers(ns: Netns, destination: number): RouteFacts[] {
	return routesOf(ns.fib)
		.filter((route) => route.table === 'main' && !contains(route.network, route.length, destination))
		.sort((a, b) => b.length - a.length || a.network - b.network)
		.slice(0, LOSERS)
		.map((route) => routeFacts(route, ns.devices));
}

export function recordRoute(
	k: Kernel,
	ns: Netns,
	packet: Packet,
	destination: number,
	source: number,
	from: string,
	winner: RouteEntry | null,
	errno: Errno | ''
): void {
	k.rec.step(
		ns,
		'routing',
		errno === '' ? 'pass' : 'drop',
		packet,
		facts(ns, destination, source, from, winner, errno)
	);
}

/** What a lookup came to for whoever wants to send. */
export interface OutputRoute {
	errno: Errno | '';
	route: RouteEntry | null;
	source: number;
}

/** ip_route_output_key: the route to `destination` and the source address that goes with it. `source` 0: to be chosen. */
export function routeOutput(ns: Netns, destination: number, source: number, output = 0): OutputRoute {
	const route = lookup(ns.fib, ns.devices, destination, output);
	if (route === null) return { errno: 'ENETUNREACH', route: null, source };
	const refused = refusals[route.type];
	if (refused !== undefined) return { errno: refused, route, source };
	if (source !== 0) return { errno: '', route, source };
	if (route.type === 'local')
		return { errno: '', route, source: route.preferredSource !== 0 ? route.preferredSource : destination };
	if (route.preferredSource !== 0) return { errno: '', route, source: route.preferredSource };
	return { errno: '', route, source: selectSource(ns, ns.devices[route.dev], route.gateway) };
}

/** The longest packet that goes to `destination`: the interface's MTU, or less where a router on the way has said so (RFC 1191). */
export function mtuTo(ns: Netns, route: RouteEntry | null, destination: number, now: number): number {
	const mtu = (route === null ? undefined : ns.devices[route.type === 'local' ? 1 : route.dev]?.mtu) ?? 1500;
	if (ns.pathMtus.size === 0) return mtu;
	return Math.min(mtu, pathMtuOf(ns, destination, now)?.mtu ?? mtu);
}

/** A router on the way to `destination` takes packets of `mtu` bytes at the most (ipv4_sk_update_pmtu). */
export function updatePathMtu(k: Kernel, ns: Netns, destination: number, source: number, mtu: number): void {
	const { route } = routeOutput(ns, destination, source);
	if (route !== null) learnPathMtu(ns, destination, mtu, mtuTo(ns, route, destination, k.now), k.now);
}

/** Whether the next hop is the route's gateway, and not the destination itself (RT_SCOPE_LINK of the next hop). */
export function isThroughGateway(route: RouteEntry): boolean {
	return route.gateway !== 0 && !route.ownGateway;
}

/** The next hop of a packet to `destination` by `route`, as far as an ICMP redirect has not taught a better one. */
export function nextHopOf(ns: Netns, route: RouteEntry, destination: number): number {
	if (!isThroughGateway(route)) return destination;
	if (ns.learntGateways.size > 0) {
		const learnt = ns.learntGateways.get(destination);
		if (learnt !== undefined && learnt.from === route.gateway) return learnt.gateway;
	}
	return route.gateway;
}
