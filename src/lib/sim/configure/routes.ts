/** The FIB of a netns, as its addresses and the lab's routes make it. */
import type { LabNode, Nexthop, Route } from '../../lab/document.ts';
import {
	createRouteJudge,
	type GatewayRules,
	type Refusal,
	type RouteDevice,
	type RouteJudge,
	routePrefix,
	scopeOf,
	tableOf,
	type Verdict
} from '../../lab/routes.ts';
import { networkOf } from '../../net/prefix.ts';
import { formatOwnCidr, parseIpv4 } from '../../net/text.ts';
import { addAddressRoutes, addRoute, createFib, removeRoute, staticRoute } from '../../kernel/fib.ts';
import { flowOf } from '../../kernel/flow.ts';
import { createRoute, type RouteEntry } from '../../kernel/route-entry.ts';
import { rulesFor } from '../../kernel/rules.ts';
import type { Netns } from '../../kernel/netns.ts';
import { applyRules } from './rules.ts';

/** Builds the FIB anew. Routes that Linux would refuse are left out. */
export function applyRoutes(ns: Netns, node: LabNode): void {
	const { version } = ns.fib;
	ns.fib = createFib();
	applyRules(ns, node.rules);
	for (const device of ns.devices) {
		if (!device) continue;
		for (const own of device.addresses) addAddressRoutes(ns.fib, device, own);
	}
	const judge = createRouteJudge(devicesNow(ns));
	for (const route of node.routes) install(ns, judge, route);
	ns.fib.version += version + 1;
	ns.learntGateways.clear();
}

/** `ip route add` of those that are not there yet, in their order; `tried` is told of each. */
export function addStaticRoutes(
	ns: Netns,
	routes: readonly Route[],
	tried: (route: Route, refusal: Refusal | null) => void
): void {
	const judge = createRouteJudge(devicesNow(ns), gatewayRules(ns));
	const missing = routes.filter((route) => {
		const there = find(ns, route) !== undefined;
		if (there) judge.add(route);
		return !there;
	});
	for (const route of missing) tried(route, install(ns, judge, route));
}

/** The flow that fib_check_nh asks with: made here, to the gateway. */
function gatewayRules(ns: Netns): GatewayRules {
	const { rules } = ns.fib;
	if (rules === null) return () => null;
	return (gateway, dev) => {
		const output = dev === undefined ? 0 : (ns.deviceByName.get(dev)?.index ?? 0);
		return rulesFor(ns, rules, flowOf(gateway, 0, { output })).map(({ action, table, suppress }) =>
			action === 'lookup' ? { table, suppress } : 'refusing'
		);
	};
}

/** `ip route del`; false: it was gone already, with its interface. */
export function removeStaticRoute(ns: Netns, route: Route): boolean {
	const entry = find(ns, route);
	return entry !== undefined && removeRoute(ns.fib, entry);
}

function find(ns: Netns, route: Route): RouteEntry | undefined {
	const { address, length } = routePrefix(route.to);
	return staticRoute(ns.fib, tableOf(route), networkOf(address, length), length, route.metric, route.tos ?? 0);
}

/** The devices as they are, not as the lab has them: an input may have set one down. */
function devicesNow(ns: Netns): RouteDevice[] {
	return ns.devices.flatMap((device) => {
		if (!device) return [];
		const { kind, name, up } = device;
		return [{ kind, name, up, addresses: device.addresses.map(formatOwnCidr) }];
	});
}

function install(ns: Netns, judge: RouteJudge, route: Route): Refusal | null {
	const verdict = judge.judge(route);
	if (verdict.refusal !== null) return verdict.refusal;
	addRoute(ns.fib, entryOf(ns, route, verdict));
	judge.add(route);
	return null;
}

function entryOf(ns: Netns, route: Route, verdict: Verdict): RouteEntry {
	const { address, length } = routePrefix(route.to);
	const indexOf = (dev: string) => ns.deviceByName.get(dev)?.index ?? 0;
	const gatewayOf = (via: string | undefined) => (via === undefined ? 0 : parseIpv4(via));
	const common = {
		table: tableOf(route),
		network: networkOf(address, length),
		length,
		type: route.type,
		tos: route.tos ?? 0,
		metric: route.metric,
		scope: scopeOf(route),
		preferredSource: route.src === undefined ? 0 : parseIpv4(route.src),
		origin: 'static'
	} as const;
	const way = (
		{ via, onlink }: Pick<Nexthop, 'via' | 'onlink'>,
		{ dev, ownGateway }: Pick<Verdict, 'dev' | 'ownGateway'>
	) => ({
		...common,
		gateway: gatewayOf(via),
		onlink,
		dev: indexOf(dev),
		ownGateway
	});
	if (route.nexthops === undefined || route.nexthops.length === 1) {
		return createRoute(way(route.nexthops?.[0] ?? route, verdict));
	}
	const hops = route.nexthops.map((hop, i) => createRoute({ ...way(hop, verdict.hops[i]), weight: hop.weight }));
	return createRoute({ ...way(route.nexthops[0], verdict.hops[0]), hops });
}
