/** One route of the FIB, as data (struct fib_alias and fib_info). */
import type { RouteFacts } from '../trace/steps/types.ts';

export type RouteType = RouteFacts['type'];
export type RouteScope = RouteFacts['scope'];

export interface RouteEntry {
	table: 'local' | 'main';
	network: number;
	length: number;
	type: RouteType;
	/** 0: directly connected. */
	gateway: number;
	/** The gateway is one of our own addresses: each destination is asked for on the wire itself (rt_set_nexthop, RT_SCOPE_HOST). */
	ownGateway: boolean;
	/** ifindex; 0 for routes without a device (blackhole and its like). */
	dev: number;
	metric: number;
	scope: RouteScope;
	/** 0: none. */
	preferredSource: number;
	origin: 'kernel' | 'static';
}
