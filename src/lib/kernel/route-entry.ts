/** One route of the FIB, as data (struct fib_alias and fib_info). */
import type { Errno, RouteFacts } from '../trace/steps/types.ts';

export type RouteType = RouteFacts['type'];
export type RouteScope = RouteFacts['scope'];

/** Numbers of the tables that are always there (enum rt_class_t). */
export const TABLE_DEFAULT = 253;
export const TABLE_MAIN = 254;
export const TABLE_LOCAL = 255;

export interface RouteEntry {
	/** Its table's number; 0: none, a rule has refused. */
	table: number;
	network: number;
	length: number;
	type: RouteType;
	/** What a sender is told: '' where the route leads on (net/ipv4/fib_semantics.c, fib_props). */
	error: Errno | '';
	/** Only for packets with these bits in their TOS (DSCP, without ECN); 0: for all. */
	tos: number;
	/** 0: directly connected. Of several next hops that of the first. */
	gateway: number;
	/** The gateway is one of our own addresses: each destination is asked for on the wire itself (rt_set_nexthop, RT_SCOPE_HOST). */
	ownGateway: boolean;
	/** The gateway is taken to be on the link, whatever the addresses say (RTNH_F_ONLINK). */
	onlink: boolean;
	/** ifindex; 0 for routes without a device (blackhole and its like). */
	dev: number;
	metric: number;
	scope: RouteScope;
	/** 0: none. */
	preferredSource: number;
	origin: 'kernel' | 'static';
	/** Multipath: the route once for each next hop, with its gateway, device and weight. null: there is one way. */
	hops: RouteEntry[] | null;
	/** Share of the flows that a next hop gets. */
	weight: number;
}

const errors: Partial<Record<RouteType, Errno>> = {
	blackhole: 'EINVAL',
	unreachable: 'EHOSTUNREACH',
	prohibit: 'EACCES',
	throw: 'EAGAIN'
};

/** Every route is made here, so that all have the same shape. */
export function createRoute(
	of: Pick<RouteEntry, 'table' | 'network' | 'length' | 'type' | 'dev' | 'scope' | 'origin'> & Partial<RouteEntry>
): RouteEntry {
	return {
		table: of.table,
		network: of.network,
		length: of.length,
		type: of.type,
		error: of.error ?? errors[of.type] ?? '',
		tos: of.tos ?? 0,
		gateway: of.gateway ?? 0,
		ownGateway: of.ownGateway ?? false,
		onlink: of.onlink ?? false,
		dev: of.dev,
		metric: of.metric ?? 0,
		scope: of.scope,
		preferredSource: of.preferredSource ?? 0,
		origin: of.origin,
		hops: of.hops ?? null,
		weight: of.weight ?? 1
	};
}
