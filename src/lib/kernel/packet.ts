/**
 * A packet on its way through one netns: a frame's bytes and what the stages have found out about it,
 * like Linux's sk_buff. It belongs to one stage at a time; whoever ends its way calls `release`.
 */
import type { Conn } from './netfilter/conntrack/conn.ts';
import type { IpOptions } from './ip/options.ts';
import type { Gathered } from './ip/reassembly.ts';
import type { RouteEntry } from './route-entry.ts';

export interface Packet {
	/** Ethernet frame from offset 0; may be longer than the frame. */
	bytes: Uint8Array;
	/** Bytes of the frame, without FCS. */
	length: number;
	/** ifindex it came in by; 0: made here. */
	input: number;
	/** Hop whose frame this is, or -1. */
	hop: number;
	/** Last record about it. */
	cause: number;
	/** Input it belongs to, or -1. */
	flow: number;
	/** Set by the routing decision. */
	route: RouteEntry | null;
	/** Next hop's address, set by the routing decision; host order. */
	nextHop: number;
	/** Conntrack entry, null: untracked. */
	conn: Conn | null;
	/** It goes in the entry's reply direction. */
	reply: boolean;
	/** Conntrack relation: an ICMP error about `conn`, or another answer made in its name. */
	related: boolean;
	/** Both sides of `conn` have been heard (IP_CT_ESTABLISHED). */
	established: boolean;
	/** Conntrack was told to leave it alone (IP_CT_UNTRACKED). */
	untracked: boolean;
	/** Conntrack zones that it will be looked up in: as a packet of the original direction, and as one of the reply's. */
	zone: number;
	replyZone: number;
	/** skb->mark: a number that rules set, and that rules and routes ask for. */
	mark: number;
	/** What tells its flow from others to who sends it on inside another packet; 0: its headers do (skb->hash of a connected socket). */
	senderHash: number;
	/** What its buffer weighs, and bytes of room behind the data (`buffer-size.ts`); 0: what follows from its length. */
	truesize: number;
	tailroom: number;
	/** ifindexes of the bridge's ports that it came in by and will leave by, while a bridge passes it through iptables; 0: none. */
	physIn: number;
	physOut: number;
	/** Source MAC of a bridged packet that waits for the MAC of its new destination; 0: it doesn't (nf_bridge->neigh_header). */
	bridgedSource: number;
	/** Its IPv4 options, looked at; null: it has none. */
	options: IpOptions | null;
	/** Made round another packet while that one is being sent: a tunnel's. */
	outer: boolean;
	/**
	 * A further segment of a burst that TCP sends at once: netfilter meets all of a burst as one packet, which is cut
	 * below it (net/ipv4/tcp_output.c, tcp_skb_pcount; net/core/dev.c, validate_xmit_skb). Only until then.
	 */
	furtherOfBurst: boolean;
	/** The fragments that it was put together from; null: it came whole. */
	gathered: Gathered | null;
	/** Links that it has crossed, as this frame or as one that this was forwarded from. */
	crossed: number;
}

/** Offset of the network header: Hopwise has no VLAN tags yet. */
export const L3 = 14;

/** Bytes that a pooled buffer holds: a full Ethernet frame at the default MTU with room to spare. */
const POOLED = 2048;
const POOL_LIMIT = 4096;
const pool: Packet[] = [];

/** A packet of `length` bytes, not cleared. */
export function allocate(length: number): Packet {
	const recycled = length <= POOLED ? pool.pop() : undefined;
	if (recycled !== undefined) {
		recycled.length = length;
		return recycled;
	}
	return {
		bytes: new Uint8Array(length <= POOLED ? POOLED : length),
		length,
		input: 0,
		hop: -1,
		cause: -1,
		flow: -1,
		route: null,
		nextHop: 0,
		conn: null,
		reply: false,
		related: false,
		established: false,
		untracked: false,
		zone: 0,
		replyZone: 0,
		mark: 0,
		senderHash: 0,
		truesize: 0,
		tailroom: 0,
		physIn: 0,
		physOut: 0,
		bridgedSource: 0,
		options: null,
		outer: false,
		furtherOfBurst: false,
		gathered: null,
		crossed: 0
	};
}

/** The packet's way is over; its buffer may be used again. Only its owner may call this, once. */
export function release(packet: Packet): void {
	if (packet.bytes.length !== POOLED || pool.length >= POOL_LIMIT) return;
	packet.input = 0;
	packet.hop = -1;
	packet.cause = -1;
	packet.flow = -1;
	packet.nextHop = 0;
	packet.crossed = 0;
	packet.senderHash = 0;
	packet.truesize = 0;
	packet.tailroom = 0;
	scrub(packet);
	pool.push(packet);
}

/** What the stages of one netns have found out stays there (skb_scrub_packet). */
export function scrub(packet: Packet): void {
	packet.route = null;
	packet.conn = null;
	packet.reply = false;
	packet.related = false;
	packet.established = false;
	packet.untracked = false;
	packet.zone = 0;
	packet.replyZone = 0;
	packet.mark = 0;
	packet.physIn = 0;
	packet.physOut = 0;
	packet.bridgedSource = 0;
	packet.options = null;
	packet.outer = false;
	packet.furtherOfBurst = false;
	packet.gathered = null;
}

/** Another packet with the same bytes, for flooding. */
export function clone(packet: Packet): Packet {
	const copy = allocate(packet.length);
	copy.bytes.set(packet.bytes.length <= copy.bytes.length ? packet.bytes : packet.bytes.subarray(0, packet.length));
	copy.input = packet.input;
	copy.hop = packet.hop;
	copy.cause = packet.cause;
	copy.flow = packet.flow;
	copy.route = packet.route;
	copy.nextHop = packet.nextHop;
	copy.conn = packet.conn;
	copy.reply = packet.reply;
	copy.related = packet.related;
	copy.established = packet.established;
	copy.untracked = packet.untracked;
	copy.zone = packet.zone;
	copy.replyZone = packet.replyZone;
	copy.mark = packet.mark;
	copy.senderHash = packet.senderHash;
	copy.truesize = packet.truesize;
	copy.tailroom = packet.tailroom;
	copy.physIn = packet.physIn;
	copy.physOut = packet.physOut;
	copy.bridgedSource = packet.bridgedSource;
	copy.options = packet.options;
	copy.outer = packet.outer;
	copy.furtherOfBurst = packet.furtherOfBurst;
	copy.gathered = packet.gathered;
	copy.crossed = packet.crossed;
	return copy;
}
