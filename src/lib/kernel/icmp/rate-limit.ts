/**
 * How many ICMP errors one destination gets. All of them take from one bucket, which fills with time (net/ipv4/inetpeer.c,
 * inet_peer_xrlim_allow); a packet that has no route takes from it twice (net/ipv4/route.c, ip_error).
 */
import { ICMP_DEST_UNREACH, ICMP_FRAG_NEEDED, ICMP_TYPES_KNOWN } from '../../wire/icmp.ts';
import type { Netns } from '../netns.ts';
import type { RouteEntry } from '../route-entry.ts';
import { peerOf } from './peer.ts';

/** XRLIM_BURST_FACTOR */
const BURST = 6;
/** ip_rt_error_cost and ip_rt_error_burst, ns; Linux counts both in jiffies. */
const ROUTE_COST = 1_000_000_000;
const ROUTE_BURST = 5_000_000_000;

/** Whether messages of this kind are rationed at all (icmpv4_mask_allow); what goes to ourselves never is. */
export function isRationed(ns: Netns, type: number, code: number, route: RouteEntry): boolean {
	if (type > ICMP_TYPES_KNOWN || route.type === 'local') return false;
	if (type === ICMP_DEST_UNREACH && code === ICMP_FRAG_NEEDED) return false;
	return (ns.sysctls.icmpRatemask & (1 << type)) !== 0;
}

/** False: there is not as much in it. @param cost,most ns */
function take(ns: Netns, destination: number, now: number, cost: number, most: number): boolean {
	const peer = peerOf(ns, destination, now);
	if (now > peer.last) peer.tokens = Math.min(peer.tokens + now - peer.last, most);
	peer.last = now;
	if (peer.tokens < cost) return false;
	peer.tokens -= cost;
	return true;
}

/** Takes what a message to `destination` costs; false: it must not be sent. */
export function allowMessage(ns: Netns, destination: number, now: number): boolean {
	const each = ns.sysctls.icmpRatelimit;
	return each === 0 || take(ns, destination, now, each, BURST * each);
}

/** Before that: a packet of `source` had no route. */
export function allowRouteError(ns: Netns, source: number, now: number): boolean {
	return take(ns, source, now, ROUTE_COST, ROUTE_BURST);
}
