/** How many ICMP errors one destination gets (net/ipv4/inetpeer.c, inet_peer_xrlim_allow). */
import type { Netns } from '../netns.ts';

/** XRLIM_BURST_FACTOR */
const BURST = 6;

/** net.ipv4.route.error_cost and error_burst, ns. */
const ROUTE_ERROR_COST = 1_000_000_000;
const ROUTE_ERROR_BURST = 5;

/** Takes a token for an error to `destination`; false: it must not be sent. */
export function allowError(ns: Netns, destination: number, now: number): boolean {
	const each = ns.sysctls.icmpRatelimit;
	return each === 0 || take(ns, destination, each, BURST, now);
}

/** A way that is not there costs a token of its own, out of the same purse (net/ipv4/route.c, ip_error). */
export function allowRouteError(ns: Netns, source: number, now: number): boolean {
	return take(ns, source, ROUTE_ERROR_COST, ROUTE_ERROR_BURST, now);
}

function take(ns: Netns, destination: number, each: number, burst: number, now: number): boolean {
	let peer = ns.icmpTokens.get(destination);
	if (peer === undefined) {
		peer = { tokens: burst * each, last: now };
		ns.icmpTokens.set(destination, peer);
	}
	peer.tokens = Math.min(peer.tokens + now - peer.last, burst * each);
	peer.last = now;
	if (peer.tokens < each) return false;
	peer.tokens -= each;
	return true;
}
