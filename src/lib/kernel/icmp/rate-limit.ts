/** How many ICMP errors one destination gets (net/ipv4/inetpeer.c, inet_peer_xrlim_allow). */
import type { Netns } from '../netns.ts';

/** XRLIM_BURST_FACTOR */
const BURST = 6;

/** Takes a token for an error to `destination`; false: it must not be sent. */
export function allowError(ns: Netns, destination: number, now: number): boolean {
	const each = ns.sysctls.icmpRatelimit;
	if (each === 0) return true;
	let peer = ns.icmpTokens.get(destination);
	if (peer === undefined) {
		peer = { tokens: BURST * each, last: now };
		ns.icmpTokens.set(destination, peer);
	}
	peer.tokens = Math.min(peer.tokens + now - peer.last, BURST * each);
	peer.last = now;
	if (peer.tokens < each) return false;
	peer.tokens -= each;
	return true;
}
