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
	/** ifindex; 0 for routes without a device (blackhole and its like). */
	dev: number;
	metric: number;
	scope: RouteScope;
	/** 0: none. */
	preferredSource: number;
	origin: 'kernel' | 'static';
}
