/**
 * The forwarding information base of one netns: the tables `local` and `main`, looked up in that order
 * (net/ipv4/fib_frontend.c, fib_trie.c). Longest prefix first, then the smallest metric, then the oldest.
 */
import { broadcastOf, networkOf } from '../net/prefix.ts';
import { covering, createTrie, get, insert, longest, remove, type PrefixTrie } from '../net/prefix-trie.ts';
import type { Errno, RouteFacts } from '../trace/steps/types.ts';
import type { Device, InterfaceAddress } from './devices/device.ts';
import type { RouteEntry, RouteType } from './route-entry.ts';

interface FibTable {
	trie: PrefixTrie;
	/** The trie's value -> routes of that prefix, in the order in which they are tried. */
	buckets: RouteEntry[][];
}

export interface Fib {
	/** Goes up with each change: what was computed from an older one is stale. */
	version: number;
	local: FibTable;
	main: FibTable;
}

/** Errors of routes that are found but refuse (net/ipv4/fib_semantics.c, fib_props). */
export const refusals: Partial<Record<RouteType, Errno>> = {
	blackhole: 'EINVAL',
	unreachable: 'EHOSTUNREACH',
	prohibit: 'EACCES'
};

function createTable(): FibTable {
	return { trie: createTrie(), buckets: [] };
}

export function createFib(): Fib {
	return { version: 0, local: createTable(), main: createTable() };
}

/** Adds a route; false: the same one stands already (EEXIST). */
export function addRoute(fib: Fib, route: RouteEntry): boolean {
	const table = fib[route.table];
	const found = get(table.trie, route.network, route.length);
	if (found < 0) {
		insert(table.trie, route.network, route.length, table.buckets.length);
		table.buckets.push([route]);
	} else {
		const bucket = table.buckets[found];
		let at = bucket.length;
		for (let i = 0; i < bucket.length; i++) {
			const other = bucket[i];
			if (other.metric === route.metric && sameWay(other, route)) return false;
			if (other.metric > route.metric) {
				at = i;
				break;
			}
		}
		bucket.splice(at, 0, route);
	}
	fib.version++;
	return true;
}

/** The route of `main` that a person made for a prefix with this metric. */
export function staticRoute(fib: Fib, network: number, length: number, metric: number): RouteEntry | undefined {
	const found = get(fib.main.trie, network, length);
	return found < 0
		? undefined
		: fib.main.buckets[found].find((route) => route.metric === metric && route.origin === 'static');
}

function sameWay(a: RouteEntry, b: RouteEntry): boolean {
	return a.type === b.type && a.gateway === b.gateway && a.dev === b.dev;
}

export function removeRoute(fib: Fib, route: RouteEntry): boolean {
	const table = fib[route.table];
	const found = get(table.trie, route.network, route.length);
	if (found < 0) return false;
	const bucket = table.buckets[found];
	const at = bucket.indexOf(route);
	if (at < 0) return false;
	bucket.splice(at, 1);
	if (bucket.length === 0) remove(table.trie, route.network, route.length);
	fib.version++;
	return true;
}

/** Every route of both tables, local first, in no order that means anything. */
export function routesOf(fib: Fib): RouteEntry[] {
	return [...fib.local.buckets.flat(), ...fib.main.buckets.flat()];
}

/** Removes the routes for which `goes` is true. */
export function removeRoutes(fib: Fib, goes: (route: RouteEntry) => boolean): void {
	for (const route of routesOf(fib)) if (goes(route)) removeRoute(fib, route);
}

/** A route through a device that isn't running is dead and passed over (ignore_routes_with_linkdown is off: carrier alone doesn't count). */
function usable(route: RouteEntry, devices: (Device | null)[], output: number): boolean {
	if (route.dev === 0) return output === 0;
	if (output !== 0 && route.dev !== output) return false;
	const device = devices[route.dev];
	return device !== null && device !== undefined && (device.up || route.table === 'local');
}

function lookupTable(
	table: FibTable,
	devices: (Device | null)[],
	destination: number,
	output: number
): RouteEntry | null {
	const value = longest(table.trie, destination);
	if (value < 0) return null;
	const bucket = table.buckets[value];
	for (let i = 0; i < bucket.length; i++) if (usable(bucket[i], devices, output)) return bucket[i];
	for (const other of covering(table.trie, destination)) {
		for (const route of table.buckets[other]) if (usable(route, devices, output)) return route;
	}
	return null;
}

/**
 * The route to `destination` (host order), null: ENETUNREACH.
 * @param output ifindex that the route must leave by; 0: any.
 */
export function lookup(fib: Fib, devices: (Device | null)[], destination: number, output: number): RouteEntry | null {
	return lookupTable(fib.local, devices, destination, output) ?? lookupTable(fib.main, devices, destination, output);
}

/** All routes that hold `destination`, in the order of preference: longest prefix first, local before main. */
export function candidates(fib: Fib, destination: number): RouteEntry[] {
	const of = (table: FibTable) => covering(table.trie, destination).flatMap((value) => table.buckets[value]);
	return [...of(fib.local), ...of(fib.main)];
}

/**
 * What an address brings along (net/ipv4/fib_frontend.c, fib_add_ifaddr): the host's own /32 and the broadcast
 * in `local`, the connected subnet in `main`.
 */
export function addressRoutes(device: Device, address: number, length: number, secondary: boolean): RouteEntry[] {
	const preferredSource = secondary ? primaryOf(device, address, length) : address;
	const base = {
		gateway: 0,
		ownGateway: false,
		dev: device.index,
		metric: 0,
		preferredSource,
		origin: 'kernel' as const
	};
	const routes: RouteEntry[] = [
		{ ...base, table: 'local', network: address, length: 32, type: 'local', scope: 'host' }
	];
	const loopback = device.kind === 'lo';
	const network = networkOf(address, length);
	if (length < 32 && !secondary) {
		routes.push(
			loopback
				? { ...base, table: 'local', network, length, type: 'local', scope: 'host' }
				: { ...base, table: 'main', network, length, type: 'unicast', scope: 'link' }
		);
	}
	if (length < 31 && !secondary) {
		routes.push({
			...base,
			table: 'local',
			network: broadcastOf(address, length),
			length: 32,
			type: 'broadcast',
			scope: 'link'
		});
	}
	return routes;
}

/** The first address of a secondary one's subnet: a host talks to itself with that (inet_ifa_byprefix). */
function primaryOf(device: Device, address: number, length: number): number {
	const network = networkOf(address, length);
	const same = (own: InterfaceAddress) => own.length === length && networkOf(own.address, length) === network;
	return device.addresses.find((own) => !own.secondary && same(own))?.address ?? address;
}

/** A route as a trace keeps it: names instead of numbers that may be given again. */
export function routeFacts(route: RouteEntry, devices: (Device | null)[]): RouteFacts {
	return {
		network: route.network,
		length: route.length,
		type: route.type,
		gateway: route.gateway,
		dev: devices[route.dev]?.name ?? '',
		metric: route.metric,
		scope: route.scope,
		preferredSource: route.preferredSource,
		origin: route.origin,
		table: route.table
	};
}
