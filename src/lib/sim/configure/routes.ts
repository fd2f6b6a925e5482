/** The FIB of a netns, as its addresses and the lab's routes make it. */
import type { LabNode, Route } from '../../lab/document.ts';
import { contains } from '../../net/prefix.ts';
import { parseCidr, parseIpv4 } from '../../net/text.ts';
import { networkOf } from '../../net/prefix.ts';
import type { Device } from '../../kernel/devices/device.ts';
import { addRoute, addressRoutes, createFib } from '../../kernel/fib.ts';
import type { RouteEntry } from '../../kernel/route-entry.ts';
import type { Netns } from '../../kernel/netns.ts';

/** Routes through an interface that is down are not there, as `ip route add` would have refused them. */
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
	for (const route of node.routes) {
		const entry = readRoute(ns, route);
		if (entry !== null) addRoute(ns.fib, entry);
	}
	ns.fib.version += version + 1;
	ns.learntGateways.clear();
}

function readRoute(ns: Netns, route: Route): RouteEntry | null {
	const text = route.to === 'default' ? '0.0.0.0/0' : route.to.includes('/') ? route.to : `${route.to}/32`;
	const { address, length } = parseCidr(text);
	const gateway = route.via === undefined ? 0 : parseIpv4(route.via);
	const needsDevice = route.type === 'unicast';
	const device = !needsDevice
		? null
		: route.dev !== undefined
			? ns.deviceByName.get(route.dev)
			: deviceTowards(ns, gateway);
	if (needsDevice && !device?.up) return null;
	return {
		table: 'main',
		network: networkOf(address, length),
		length,
		type: route.type,
		gateway,
		dev: device?.index ?? 0,
		metric: route.metric,
		scope: route.scope ?? (gateway !== 0 || !needsDevice ? 'global' : 'link'),
		preferredSource: route.src === undefined ? 0 : parseIpv4(route.src),
		origin: 'static'
	};
}

/** The interface in whose subnet a gateway is. */
function deviceTowards(ns: Netns, gateway: number): Device | undefined {
	let best: Device | undefined;
	let bestLength = -1;
	for (const device of ns.devices) {
		for (const own of device?.addresses ?? []) {
			if (own.length > bestLength && contains(own.address, own.length, gateway)) {
				best = device!;
				bestLength = own.length;
			}
		}
	}
	return best;
}
