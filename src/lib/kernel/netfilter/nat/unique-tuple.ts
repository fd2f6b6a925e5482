/** Finding addresses and ports that no other connection uses (net/netfilter/nf_nat_core.c, get_unique_tuple). */
import { PROTOCOL_ICMP, PROTOCOL_TCP, PROTOCOL_UDP } from '../../../wire/ipv4.ts';
import type { Tuple } from '../../../trace/steps/types.ts';
import type { ActionParam } from '../action-param.ts';
import { type Conn, invert } from '../conntrack/conn.ts';
import { connAt, findTuple, forget, isReply, sameSource } from '../conntrack/table.ts';
import { isTaken } from '../conntrack/track.ts';
import { pickAddress } from './pick-address.ts';
import type { NatRange, Side } from './range.ts';

/** Ports that are tried in the first round, at the most; each round after it tries half as many, from another place. */
const ATTEMPTS = 128;
const LEAST_ATTEMPTS = 16;

function hasPort({ protocol }: Tuple): boolean {
	return protocol === PROTOCOL_TCP || protocol === PROTOCOL_UDP || protocol === PROTOCOL_ICMP;
}

function portOf(tuple: Tuple, side: Side): number {
	return side === 'source' || tuple.protocol === PROTOCOL_ICMP ? tuple.sourcePort : tuple.destinationPort;
}

function withPort(tuple: Tuple, side: Side, port: number): Tuple {
	// The id of an ICMP query is the same in both directions.
	const isSource = side === 'source' || tuple.protocol === PROTOCOL_ICMP;
	return isSource ? { ...tuple, sourcePort: port } : { ...tuple, destinationPort: port };
}

function hasPortRange(range: NatRange): boolean {
	return range.fromPort !== 0 || range.toPort !== 0;
}

function portInRange(tuple: Tuple, side: Side, range: NatRange): boolean {
	if (!hasPort(tuple)) return true;
	const port = portOf(tuple, side);
	return port >= range.fromPort && port <= range.toPort;
}

/** in_range: a source as it is would do. */
function inRange(tuple: Tuple, range: NatRange): boolean {
	if (range.from !== 0 && (tuple.source < range.from || tuple.source > range.to)) return false;
	return !hasPortRange(range) || portInRange(tuple, 'source', range);
}

/** find_appropriate_src: the way the same source was translated before. */
function knownSource(at: ActionParam, conn: Conn, tuple: Tuple, range: NatRange): Tuple | null {
	for (const other of sameSource(at.ns.netfilter.connections, conn.zone, tuple)) {
		const before = invert(other.reply);
		const same = { ...before, destination: tuple.destination, destinationPort: tuple.destinationPort };
		if (inRange(same, range)) return same;
	}
	return null;
}

/** Ports of the same standing as the original: low ports stay low. */
function portChoice(tuple: Tuple, side: Side, range: NatRange): { first: number; count: number } | null {
	if (hasPortRange(range)) {
		const first = Math.min(range.fromPort, range.toPort);
		return { first, count: Math.abs(range.toPort - range.fromPort) + 1 };
	}
	if (tuple.protocol === PROTOCOL_ICMP) return { first: 0, count: 65_536 };
	if (side === 'destination') return null;
	if (tuple.sourcePort < 512) return { first: 1, count: 511 };
	if (tuple.sourcePort < 1024) return { first: 600, count: 424 };
	return { first: 1024, count: 64_512 };
}

/** NF_NAT_HARDER_THRESH: with so few attempts left a port may be taken from a connection that has ended. */
const LAST_ATTEMPTS = ATTEMPTS / 4;

/** nf_nat_used_tuple_harder: a TCP connection in TIME_WAIT or CLOSE gives its port to one with higher sequence numbers. */
function mayTakeOver(at: ActionParam, conn: Conn, tuple: Tuple, left: number): boolean {
	if (left > LAST_ATTEMPTS || tuple.protocol !== PROTOCOL_TCP || conn.tcpState !== 'SYN_SENT') return false;
	const { connections } = at.ns.netfilter;
	const found = findTuple(connections, conn, invert(tuple), at.k.now);
	if (found < 0 || !isReply(found)) return false;
	const old = connAt(connections, found);
	if (!old.sourceNat || (old.tcpState !== 'TIME_WAIT' && old.tcpState !== 'CLOSE')) return false;
	if (((conn.tcp!.sides[0].end - old.tcp!.sides[0].end) | 0) <= 0) return false;
	forget(connections, old);
	return true;
}

/** nf_nat_l4proto_unique_tuple. When all that were tried are taken it answers the last one, and confirmation drops the packet. */
function freePort(at: ActionParam, conn: Conn, tuple: Tuple, side: Side, range: NatRange): Tuple {
	const choice = hasPort(tuple) ? portChoice(tuple, side, range) : null;
	if (choice === null) return tuple;
	const { first, count } = choice;
	const random16 = () => at.k.random() & 0xffff;
	let offset = range.basePort >= 0 ? (portOf(tuple, side) - range.basePort) & 0xffff : random16();
	let candidate = tuple;
	for (let attempts = Math.min(count, ATTEMPTS); ;) {
		for (let i = 0; i < attempts; i++, offset = (offset + 1) & 0xffff) {
			candidate = withPort(tuple, side, first + (offset % count));
			if (!isTaken(at, conn, candidate) || mayTakeOver(at, conn, candidate, attempts - i)) return candidate;
		}
		if (attempts >= count || attempts < LEAST_ATTEMPTS) return candidate;
		attempts >>= 1;
		offset = random16();
	}
}

/** The translated tuple, unless all that were tried are taken: then one of those. */
export function uniqueTuple(at: ActionParam, conn: Conn, tuple: Tuple, range: NatRange, side: Side): Tuple {
	if (side === 'source' && !range.random) {
		if (inRange(tuple, range)) {
			if (!isTaken(at, conn, tuple)) return tuple;
		} else {
			const known = knownSource(at, conn, tuple, range);
			if (known !== null && !isTaken(at, conn, known)) return known;
		}
	}
	const moved = pickAddress(tuple, range, side, conn.zone);
	if (!range.random) {
		if (hasPortRange(range)) {
			const fits = range.basePort < 0 && portInRange(moved, side, range);
			if (fits && (range.fromPort === range.toPort || !isTaken(at, conn, moved))) return moved;
		} else if (!isTaken(at, conn, moved)) return moved;
	}
	return freePort(at, conn, moved, side, range);
}
