/** Which of a route's next hops a flow takes (net/ipv4/fib_semantics.c, fib_select_multipath; route.c, fib_multipath_hash). */
import { siphash } from '../net/siphash.ts';
import type { Flow } from './flow.ts';
import { hopUsable } from './fib.ts';
import { selectSource } from './ip/addresses.ts';
import type { Netns } from './netns.ts';
import type { RouteEntry } from './route-entry.ts';

/** 31 bits: what the hash is spread over. */
const SPACE = 0x8000_0000;

/** The bytes of a number the other way round: the kernel compares addresses and ports as they lie on the wire. */
function swap32(n: number): number {
	return (((n & 0xff) << 24) | ((n & 0xff00) << 8) | ((n >>> 8) & 0xff00) | (n >>> 24)) >>> 0;
}

function swap16(n: number): number {
	return ((n & 0xff) << 8) | (n >>> 8);
}

/**
 * fib_multipath_hash: over the addresses (policy 0), or the ports and the protocol as well (1). Both directions of a flow
 * have the same. The words are those of struct flow_keys from `basic` on (flow_hash_from_keys_seed).
 */
export function multipathHash(ns: Netns, asked: Flow): number {
	const deep = ns.sysctls.fibMultipathHashPolicy === 1;
	const flow = asked.about ?? asked;
	let source = swap32(deep ? flow.source : flow.keySource);
	let destination = swap32(deep ? flow.destination : flow.keyDestination);
	if (destination < source) [source, destination] = [destination, source];
	let sourcePort = deep ? swap16(flow.sourcePort) : 0;
	let destinationPort = deep ? swap16(flow.destinationPort) : 0;
	if (destinationPort < sourcePort) [sourcePort, destinationPort] = [destinationPort, sourcePort];
	const basic = deep ? flow.protocol << 16 : 0;
	const ports = sourcePort | (destinationPort << 16);
	const seed = ns.sysctls.fibMultipathHashSeed;
	const hash = siphash([basic, 0, 0, 0, 0, 0, 0, ports, 0, source, destination, 0], [seed, seed, seed, seed]);
	return (hash === 0 ? 1 : hash) >>> 1;
}

/** How a next hop stood when one was chosen. */
export interface HopBid {
	hop: RouteEntry;
	/** It is chosen for hashes up to this one, and above that of the hop before; -1: it is out of use. */
	upTo: number;
	/** 2 where the flow's source is the address that this hop would have been given, and 1 where the hash is not above `upTo`. */
	score: number;
}

/** fib_rebalance: each usable hop gets a part of the space as large as its weight. */
function bidsOf(ns: Netns, hops: readonly RouteEntry[], hash: number, source: number): HopBid[] {
	const usable = (hop: RouteEntry) => hopUsable(hop, ns.devices, false);
	const total = hops.reduce((sum, hop) => sum + (usable(hop) ? hop.weight : 0), 0);
	let weight = 0;
	return hops.map((hop) => {
		if (!usable(hop)) return { hop, upTo: -1, score: -1 };
		weight += hop.weight;
		const upTo = Math.floor((weight * SPACE + Math.floor(total / 2)) / total) - 1;
		const matching = source !== 0 && selectSource(ns, ns.devices[hop.dev], hop.gateway) === source;
		return { hop, upTo, score: (matching ? 2 : 0) + (hash <= upTo ? 1 : 0) };
	});
}

/** The first of the best bids; null: no hop is usable. @param bids Filled for the trace. */
export function selectHop(
	ns: Netns,
	route: RouteEntry,
	flow: Flow,
	matchSource: boolean,
	bids: HopBid[] = []
): RouteEntry | null {
	bids.push(...bidsOf(ns, route.hops!, multipathHash(ns, flow), matchSource ? flow.source : 0));
	let best: HopBid | null = null;
	for (const bid of bids) if (bid.upTo >= 0 && (best === null || bid.score > best.score)) best = bid;
	return best === null ? null : best.hop;
}
