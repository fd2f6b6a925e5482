/** What a netns remembers of an address that it sends ICMP errors and redirects to (net/ipv4/inetpeer.c, struct inet_peer). */
import type { Netns } from '../netns.ts';

export interface Peer {
	/** What errors are paid with; fills with time, ns (rate_tokens, in jiffies there). */
	tokens: number;
	/** ns; when the tokens were last counted or a redirect was last sent (rate_last: one time for both). */
	last: number;
	/** Redirects sent since the last long silence (n_redirects). */
	redirects: number;
}

/** How long ago its tokens were counted, for an address that was never heard of; ns (inet_getpeer). */
const START = 60_000_000_000;

export function peerOf(ns: Netns, address: number, now: number): Peer {
	let peer = ns.peers.get(address);
	if (peer === undefined) {
		peer = { tokens: 0, last: now - START, redirects: 0 };
		ns.peers.set(address, peer);
	}
	return peer;
}
