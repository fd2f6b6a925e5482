/** Finding addresses and ports that no other connection uses (net/netfilter/nf_nat_core.c, get_unique_tuple). */
import { PROTOCOL_ICMP, PROTOCOL_TCP, PROTOCOL_UDP } from '../../wire/ipv4.ts';
import type { Tuple } from '../../trace/steps/types.ts';
import type { Kernel } from '../context.ts';
import type { Netns } from '../netns.ts';
import { invert, sourceKey } from './conn.ts';
import { findConnection } from './conntrack.ts';
import type { Side } from './rewrite.ts';

/** Where a translation may go: one address, and one port or (0) any. */
export interface NatRange {
	address: number;
	port: number;
}

/** Ports that are tried, at the most, before it gives up. */
const ATTEMPTS = 128;

function taken(ns: Netns, tuple: Tuple, now: number): boolean {
	return findConnection(ns, invert(tuple), now) !== null;
}

/** Ports of the same standing as the original (nf_nat_l4proto_unique_tuple): low ports stay low. */
function portRange(tuple: Tuple): { first: number; count: number } {
	if (tuple.protocol === PROTOCOL_ICMP) return { first: 0, count: 65_536 };
	if (tuple.sourcePort < 512) return { first: 1, count: 511 };
	if (tuple.sourcePort < 1024) return { first: 600, count: 424 };
	return { first: 1024, count: 64_512 };
}

/** The translated tuple; null: all ports that were tried are taken. */
export function uniqueTuple(k: Kernel, ns: Netns, tuple: Tuple, range: NatRange, side: Side): Tuple | null {
	if (side === 'destination') {
		return { ...tuple, destination: range.address, destinationPort: range.port || tuple.destinationPort };
	}
	if (tuple.source === range.address && range.port === 0 && !taken(ns, tuple, k.now)) return tuple;
	const known = ns.netfilter.bySource.get(sourceKey(tuple));
	if (known !== undefined && known.expires > k.now && known.reply.destination === range.address) {
		const same = { ...tuple, source: range.address, sourcePort: known.reply.destinationPort };
		if (tuple.protocol === PROTOCOL_ICMP) same.destinationPort = same.sourcePort;
		if (!taken(ns, same, k.now)) return same;
	}
	const moved: Tuple = { ...tuple, source: range.address, sourcePort: range.port || tuple.sourcePort };
	if (tuple.protocol === PROTOCOL_ICMP) moved.destinationPort = moved.sourcePort;
	if (!taken(ns, moved, k.now)) return moved;
	if (tuple.protocol !== PROTOCOL_TCP && tuple.protocol !== PROTOCOL_UDP && tuple.protocol !== PROTOCOL_ICMP)
		return null;
	const { first, count } = portRange(tuple);
	const offset = k.random() % count;
	for (let i = 0; i < Math.min(count, ATTEMPTS); i++) {
		const port = first + ((offset + i) % count);
		const candidate: Tuple = { ...moved, sourcePort: port };
		if (tuple.protocol === PROTOCOL_ICMP) candidate.destinationPort = port;
		if (!taken(ns, candidate, k.now)) return candidate;
	}
	return null;
}
