/** The way out of a locally made packet, and the next hop of any (net/ipv4/route.c, ip_route_output_key_hash). */
import { isLimitedBroadcast, isLoopback } from '../../net/prefix.ts';
import type { Errno } from '../../trace/steps/types.ts';
import type { Kernel } from '../context.ts';
import { lookup } from '../fib.ts';
import { emptyFlow, type Flow, type FlowDetails, LOOPBACK } from '../flow.ts';
import { selectHop } from '../multipath.ts';
import type { Netns } from '../netns.ts';
import type { RouteEntry } from '../route-entry.ts';
import { routeOf } from '../rules.ts';
import { selectSource } from './addresses.ts';
import { learnPathMtu, pathMtuOf } from './path-mtu.ts';

/** What a lookup came to for whoever wants to send. */
export interface OutputRoute {
	errno: Errno | '';
	route: RouteEntry | null;
	source: number;
}

const NO_DETAILS: FlowDetails = {};

/** The question at hand; read before the next one is asked. */
const asked = emptyFlow();

function ask(destination: number, source: number, output: number, details: FlowDetails): Flow {
	asked.destination = destination;
	asked.source = source;
	asked.output = output;
	asked.input = details.input ?? LOOPBACK;
	asked.tos = details.tos ?? 0;
	asked.mark = details.mark ?? 0;
	asked.protocol = details.protocol ?? 0;
	asked.sourcePort = details.sourcePort ?? 0;
	asked.destinationPort = details.destinationPort ?? 0;
	asked.keySource = source;
	asked.keyDestination = destination;
	asked.about = details.about ?? null;
	return asked;
}

/**
 * ip_route_output_key: the route to `destination` and the source address that goes with it. `source` 0: to be chosen.
 * @param details What the sender knows beyond the addresses; rules, TOS and several next hops ask for it.
 */
export function routeOutput(
	ns: Netns,
	destination: number,
	source: number,
	output = 0,
	details: FlowDetails = NO_DETAILS
): OutputRoute {
	const { fib } = ns;
	let route = fib.plain
		? lookup(fib, ns.devices, destination, output)
		: routeOf(ns, ask(destination, source, output, details));
	if (route === null) return { errno: 'ENETUNREACH', route: null, source };
	if (route.error !== '') return { errno: route.error, route, source };
	if (route.hops !== null) route = selectHop(ns, route, ask(destination, source, 0, details), true) ?? route;
	if (source !== 0) {
		if (staysHere(ns, route, source)) return { errno: 'EINVAL', route: null, source };
		return { errno: '', route, source };
	}
	if (route.type === 'local')
		return { errno: '', route, source: route.preferredSource !== 0 ? route.preferredSource : destination };
	if (route.preferredSource !== 0) return { errno: '', route, source: route.preferredSource };
	return { errno: '', route, source: selectSource(ns, ns.devices[route.dev], route.gateway) };
}

/** Whether a packet by `route`, which may be null, is for all on the link (RTCF_BROADCAST). */
export function isBroadcastTo(route: RouteEntry | null, destination: number): boolean {
	return route?.type === 'broadcast' || isLimitedBroadcast(destination);
}

/** 127.0.0.0/8 is no source on a link (__mkroute_output). */
function staysHere(ns: Netns, route: RouteEntry, source: number): boolean {
	if (!isLoopback(source) || route.type === 'local') return false;
	const device = ns.devices[route.dev];
	return device !== null && device.kind !== 'lo' && device.conf.routeLocalnet === 0;
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
