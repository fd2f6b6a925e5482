/** The FIB of a netns, as its addresses and the lab's routes make it. */
import type { LabNode, Route } from '../../lab/document.ts';
import {
	createRouteJudge,
	type Refusal,
	type RouteDevice,
	type RouteJudge,
	routePrefix,
	type Verdict
} from '../../lab/routes.ts';
import { networkOf } from '../../net/prefix.ts';
import { formatCidr, parseIpv4 } from '../../net/text.ts';
import { addRoute, addressRoutes, createFib, removeRoute, staticRoute } from '../../kernel/fib.ts';
import type { RouteEntry } from '../../kernel/route-entry.ts';
import type { Netns } from '../../kernel/netns.ts';

/** Builds the FIB anew. Routes that Linux would refuse are left out. */
export function applyRoutes(ns: Netns, node: LabNode): void {
	const { version } = ns.fib;
	ns.fib = createFib();
	for (const device of ns.devices) {
		if (!device) continue;
		for (const own of device.addresses) {
			for (const route of addressRoutes(device, own.address, own.length, own.secondary)) {
				if (device.up || route.type === 'local') addRoute(ns.fib, route);
			}
		}
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
	const judge = createRouteJudge(devicesNow(ns));
	const missing = routes.filter((route) => {
		const there = find(ns, route) !== undefined;
		if (there) judge.add(route);
		return !there;
	});
	for (const route of missing) tried(route, install(ns, judge, route));
}

/** `ip route del`; false: it was gone already, with its interface. */
export function removeStaticRoute(ns: Netns, route: Route): boolean {
	const entry = find(ns, route);
	return entry !== undefined && removeRoute(ns.fib, entry);
}

function find(ns: Netns, route: Route): RouteEntry | undefined {
	const { address, length } = routePrefix(route.to);
	return staticRoute(ns.fib, networkOf(address, length), length, route.metric);
}

/** The devices as they are, not as the lab has them: an input may have set one down. */
function devicesNow(ns: Netns): RouteDevice[] {
	return ns.devices.flatMap((device) => {
		if (!device) return [];
		const { kind, name, up } = device;
		return [{ kind, name, up, addresses: device.addresses.map((own) => formatCidr(own.address, own.length)) }];
	});
}

function install(ns: Netns, judge: RouteJudge, route: Route): Refusal | null {
	const verdict = judge.judge(route);
	if (verdict.refusal !== null) return verdict.refusal;
	addRoute(ns.fib, entryOf(ns, route, verdict));
	judge.add(route);
	return null;
}

function entryOf(ns: Netns, route: Route, { dev, ownGateway }: Verdict): RouteEntry {
	const { address, length } = routePrefix(route.to);
	const near = route.type === 'unicast' && route.via === undefined;
	return {
		table: 'main',
		network: networkOf(address, length),
		length,
		type: route.type,
		gateway: route.via === undefined ? 0 : parseIpv4(route.via),
		ownGateway,
		dev: ns.deviceByName.get(dev)?.index ?? 0,
		metric: route.metric,
		scope: route.scope ?? (near ? 'link' : 'global'),
		preferredSource: route.src === undefined ? 0 : parseIpv4(route.src),
		origin: 'static'
	};
}
