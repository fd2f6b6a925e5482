/**
 * The forwarding information base of one netns: tables of routes (net/ipv4/fib_frontend.c, fib_trie.c). Longest prefix first, then those for
 * the packet's TOS, then the smallest metric, then the oldest. `rules.ts` says which table is asked where somebody has made rules.
 */
import { broadcastOf, networkOf } from '../net/prefix.ts';
import { covering, createTrie, get, insert, longest, remove, type PrefixTrie } from '../net/prefix-trie.ts';
import type { RouteFacts } from '../trace/steps/types.ts';
import type { Device, InterfaceAddress } from './devices/device.ts';
import { createRoute, type RouteEntry, TABLE_DEFAULT, TABLE_LOCAL, TABLE_MAIN } from './route-entry.ts';
import type { Rule } from './rules.ts';

export interface FibTable {
	trie: PrefixTrie;
	/** The trie's value -> routes of that prefix, in the order in which they are tried. */
	buckets: RouteEntry[][];
}

export interface Fib {
	/** Goes up with each change: what was computed from an older one is stale. */
	version: number;
	local: FibTable;
	main: FibTable;
	/** By number: `local`, `main`, and those that have a route. */
	tables: Map<number, FibTable>;
	/**
	 * In the order in which they are tried; null: nobody has made any. Then `local` and `main` are one table, of which the longest
	 * prefix wins, and `default` comes after (fib_lookup, fib_trie_unmerge).
	 */
	rules: Rule[] | null;
	/** Addresses alone decide: there are no rules, no routes for a TOS, and none with several next hops. */
	plain: boolean;
	/** Somebody has declared addresses to be ours by a route (fib_has_custom_local_routes). */
	customLocal: boolean;
}

function createTable(): FibTable {
	return { trie: createTrie(), buckets: [] };
}

export function createFib(): Fib {
	const [local, main] = [createTable(), createTable()];
	const tables = new Map([
		[TABLE_LOCAL, local],
		[TABLE_MAIN, main]
	]);
	return { version: 0, local, main, tables, rules: null, plain: true, customLocal: false };
}

/** Adds a route; false: the same one stands already (EEXIST). */
export function addRoute(fib: Fib, route: RouteEntry): boolean {
	let table = fib.tables.get(route.table);
	if (table === undefined) {
		table = createTable();
		fib.tables.set(route.table, table);
	}
	if (route.tos !== 0 || route.hops !== null) fib.plain = false;
	if (route.type === 'local' && route.origin === 'static') fib.customLocal = true;
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
			if (other.tos < route.tos || (other.tos === route.tos && other.metric > route.metric)) {
				at = i;
				break;
			}
		}
		bucket.splice(at, 0, route);
	}
	fib.version++;
	return true;
}

/** The route that a person made for a prefix with this metric. */
export function staticRoute(
	fib: Fib,
	number: number,
	network: number,
	length: number,
	metric: number,
	tos: number
): RouteEntry | undefined {
	const table = fib.tables.get(number);
	const found = table === undefined ? -1 : get(table.trie, network, length);
	return found < 0
		? undefined
		: table!.buckets[found].find((route) => route.metric === metric && route.tos === tos && route.origin === 'static');
}

function sameWay(a: RouteEntry, b: RouteEntry): boolean {
	return a.type === b.type && a.gateway === b.gateway && a.dev === b.dev && a.tos === b.tos;
}

export function removeRoute(fib: Fib, route: RouteEntry): boolean {
	const table = fib.tables.get(route.table);
	const found = table === undefined ? -1 : get(table.trie, route.network, route.length);
	if (found < 0) return false;
	const bucket = table!.buckets[found];
	const at = bucket.indexOf(route);
	if (at < 0) return false;
	bucket.splice(at, 1);
	if (bucket.length === 0) remove(table!.trie, route.network, route.length);
	fib.version++;
	return true;
}

/** Every route of all tables, local first, in no order that means anything. */
export function routesOf(fib: Fib): RouteEntry[] {
	return [...fib.tables.values()].flatMap(({ buckets }) => buckets.flat());
}

/** Removes the routes for which `goes` is true. */
export function removeRoutes(fib: Fib, goes: (route: RouteEntry) => boolean): void {
	for (const route of routesOf(fib)) if (goes(route)) removeRoute(fib, route);
}

/**
 * Whether a next hop can be used: a dead one is passed over, and one without carrier if `ignore_routes_with_linkdown` says so,
 * but never an own address (fib_sync_down_dev leaves out RT_SCOPE_NOWHERE).
 * @param anyLink It doesn't (FIB_LOOKUP_IGNORE_LINKSTATE).
 */
export function hopUsable(hop: RouteEntry, devices: (Device | null)[], anyLink: boolean): boolean {
	const device = devices[hop.dev];
	if (device === null || device === undefined) return false;
	if (!device.up) return hop.table === TABLE_LOCAL;
	return anyLink || hop.type === 'local' || device.carrier || device.conf.ignoreRoutesWithLinkdown === 0;
}

/** A route as it can be used now, null: not at all. Of several ways that by `output` is meant where a device is asked for. */
function usable(
	route: RouteEntry,
	devices: (Device | null)[],
	output: number,
	tos: number,
	anyLink: boolean
): RouteEntry | null {
	if (route.tos !== 0 && route.tos !== (tos & 0xfc)) return null;
	if (route.hops !== null) {
		const hop = route.hops.find((one) => (output === 0 || one.dev === output) && hopUsable(one, devices, anyLink));
		return hop === undefined ? null : output === 0 ? route : hop;
	}
	if (route.dev === 0) return route;
	if (output !== 0 && route.dev !== output) return null;
	return hopUsable(route, devices, anyLink) ? route : null;
}

/** fib_table_lookup */
export function lookupTable(
	table: FibTable,
	devices: (Device | null)[],
	destination: number,
	output: number,
	tos: number,
	anyLink: boolean
): RouteEntry | null {
	const value = longest(table.trie, destination);
	if (value < 0) return null;
	const bucket = table.buckets[value];
	for (let i = 0; i < bucket.length; i++) {
		const found = usable(bucket[i], devices, output, tos, anyLink);
		if (found !== null) return found;
	}
	for (const other of covering(table.trie, destination)) {
		for (const route of table.buckets[other]) {
			const found = usable(route, devices, output, tos, anyLink);
			if (found !== null) return found;
		}
	}
	return null;
}

/**
 * The route to `destination` (host order) where there are no rules, null: ENETUNREACH.
 * @param output ifindex that the route must leave by; 0: any.
 */
export function lookup(
	fib: Fib,
	devices: (Device | null)[],
	destination: number,
	output: number,
	tos = 0,
	anyLink = false
): RouteEntry | null {
	const own = lookupTable(fib.local, devices, destination, output, tos, anyLink);
	if (own !== null && own.length === 32) return own;
	const other = lookupTable(fib.main, devices, destination, output, tos, anyLink);
	const best = other === null || (own !== null && own.length >= other.length) ? own : other;
	if (best !== null && best.type !== 'throw') return best;
	const fallback = fib.tables.get(TABLE_DEFAULT);
	const last = fallback === undefined ? null : lookupTable(fallback, devices, destination, output, tos, anyLink);
	return last === null || last.type === 'throw' ? null : last;
}

/** All routes of a table that hold `destination`, in the order of preference. */
export function candidatesIn(table: FibTable, destination: number): RouteEntry[] {
	return covering(table.trie, destination).flatMap((value) => table.buckets[value]);
}

/** All routes that hold `destination` where there are no rules: longest prefix first, local before main. */
export function candidates(fib: Fib, destination: number): RouteEntry[] {
	const fallback = fib.tables.get(TABLE_DEFAULT);
	return [fib.local, fib.main, ...(fallback === undefined ? [] : [fallback])].flatMap((table) =>
		candidatesIn(table, destination)
	);
}

const tableNames: Record<number, string> = {
	[TABLE_DEFAULT]: 'default',
	[TABLE_MAIN]: 'main',
	[TABLE_LOCAL]: 'local'
};

/** As `ip` writes it: the three that have a name by it. */
export function tableName(number: number): string {
	return tableNames[number] ?? String(number);
}

/**
 * What an address brings along (net/ipv4/fib_frontend.c, fib_add_ifaddr): the host's own /32 and the broadcast
 * in `local`, the connected subnet in `main`.
 */
export function addressRoutes(device: Device, { address, length, secondary, subnet }: InterfaceAddress): RouteEntry[] {
	const preferredSource = secondary ? primaryOf(device, subnet, length) : address;
	const base = { dev: device.index, preferredSource, origin: 'kernel' as const };
	const routes: RouteEntry[] = [
		createRoute({ ...base, table: TABLE_LOCAL, network: address, length: 32, type: 'local', scope: 'host' })
	];
	const loopback = device.kind === 'lo';
	const network = networkOf(subnet, length);
	if ((length < 32 || subnet !== address) && !secondary) {
		routes.push(
			loopback
				? createRoute({ ...base, table: TABLE_LOCAL, network, length, type: 'local', scope: 'host' })
				: createRoute({ ...base, table: TABLE_MAIN, network, length, type: 'unicast', scope: 'link' })
		);
	}
	if (length < 31 && !secondary) {
		routes.push(
			createRoute({
				...base,
				table: TABLE_LOCAL,
				network: broadcastOf(subnet, length),
				length: 32,
				type: 'broadcast',
				scope: 'link'
			})
		);
	}
	return routes;
}

/** Enters what an address brings along. While its interface is down that is only the host's own address. */
export function addAddressRoutes(fib: Fib, device: Device, own: InterfaceAddress): void {
	for (const route of addressRoutes(device, own)) {
		if ((device.up || route.type === 'local') && isValidSource(fib, route)) addRoute(fib, route);
	}
}

/** fib_valid_prefsrc: an address that is another interface's broadcast address, made before, brings nothing along but itself. */
function isValidSource(fib: Fib, { type, network, preferredSource }: RouteEntry): boolean {
	if (type === 'local' && network === preferredSource) return true;
	const found = get(fib.local.trie, preferredSource, 32);
	return found >= 0 && fib.local.buckets[found][0].type === 'local';
}

/** The first address of a secondary one's subnet: a host talks to itself with that (inet_ifa_byprefix). */
function primaryOf(device: Device, address: number, length: number): number {
	const network = networkOf(address, length);
	const same = (own: InterfaceAddress) => own.length === length && networkOf(own.subnet, length) === network;
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
		table: tableName(route.table),
		tos: route.tos,
		hops: (route.hops ?? []).map((hop) => ({
			gateway: hop.gateway,
			dev: devices[hop.dev]?.name ?? '',
			weight: hop.weight
		}))
	};
}
