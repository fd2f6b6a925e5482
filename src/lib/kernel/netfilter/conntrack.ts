/** Which connection a packet belongs to (net/netfilter/nf_conntrack_core.c, nf_conntrack_in). */
import {
	ICMP_DEST_UNREACH,
	ICMP_ECHO_REPLY,
	ICMP_HEADER_LENGTH,
	ICMP_PARAMETER_PROBLEM,
	ICMP_REDIRECT,
	ICMP_TIME_EXCEEDED,
	icmpType
} from '../../wire/icmp.ts';
import {
	ipv4Destination,
	ipv4HeaderLength,
	ipv4Protocol,
	MIN_HEADER_LENGTH,
	PROTOCOL_ICMP,
	PROTOCOL_TCP,
	PROTOCOL_UDP
} from '../../wire/ipv4.ts';
import { TCP_RST, tcpFlags } from '../../wire/tcp.ts';
import type { Stage, StepFacts, Tuple } from '../../trace/steps/types.ts';
import type { Kernel } from '../context.ts';
import type { Netns } from '../netns.ts';
import { L3, type Packet } from '../packet.ts';
import { invert, tupleKey, tupleOf, type Conn } from './conn.ts';
import { nextTcpState, tcpTimeout } from './tcp-track.ts';

type State = StepFacts['conntrack']['state'];

/** The living connection of a tuple. */
export function findConnection(ns: Netns, tuple: Tuple, now: number): Conn | null {
	const key = tupleKey(tuple);
	const conn = ns.netfilter.connections.get(key);
	if (conn === undefined) return null;
	if (conn.expires <= now) {
		forgetConnection(ns, conn);
		return null;
	}
	return conn;
}

export function forgetConnection(ns: Netns, conn: Conn): void {
	const { connections, bySource } = ns.netfilter;
	connections.delete(tupleKey(conn.original));
	connections.delete(tupleKey(conn.reply));
	for (const [key, other] of bySource) if (other === conn) bySource.delete(key);
}

/** Finds or makes the connection of `packet`. Packets that belong to none stay untracked (INVALID). */
export function track(k: Kernel, ns: Netns, stage: Stage, packet: Packet): void {
	// Seen already: it came round by lo.
	if (packet.conn !== null) return;
	const { bytes } = packet;
	if (ipv4Protocol(bytes, L3) === PROTOCOL_ICMP && isError(icmpType(bytes, L3 + ipv4HeaderLength(bytes, L3)))) {
		relate(k, ns, stage, packet);
		return;
	}
	const tuple = tupleOf(bytes, L3, packet.length);
	if (tuple === null) return;
	let conn = findConnection(ns, tuple, k.now);
	const created = conn === null;
	const fresh = create(ns, tuple);
	const isReply = conn !== null && tupleKey(conn.original) !== tupleKey(tuple);
	conn ??= fresh;
	if (!follow(k, ns, conn, packet, isReply, created)) {
		record(k, ns, stage, packet, 'INVALID', conn, isReply, false);
		return;
	}
	if (created) ns.netfilter.nextId++;
	conn.packets++;
	packet.conn = conn;
	packet.reply = isReply;
	packet.related = false;
	record(k, ns, stage, packet, conn.seenReply || isReply ? 'ESTABLISHED' : 'NEW', conn, isReply, created);
	if (isReply) conn.seenReply = true;
}

function create(ns: Netns, original: Tuple): Conn {
	return {
		id: ns.netfilter.nextId,
		original,
		reply: invert(original),
		confirmed: false,
		seenReply: false,
		assured: false,
		sourceNat: false,
		destinationNat: false,
		sourceDone: false,
		destinationDone: false,
		tcpState: '',
		streamAfter: 0,
		expires: 0,
		packets: 0
	};
}

/** The protocol's own view: its state and how long the connection lives from now. False: the packet makes no sense in it. */
function follow(k: Kernel, ns: Netns, conn: Conn, packet: Packet, isReply: boolean, created: boolean): boolean {
	const { sysctls } = ns;
	const { bytes } = packet;
	if (conn.original.protocol === PROTOCOL_TCP) {
		const flags = tcpFlags(bytes, L3 + ipv4HeaderLength(bytes, L3));
		const state = nextTcpState(conn.tcpState || 'NONE', flags, isReply);
		if (state === 'INVALID') return false;
		// The only answer is a reset: there never was a connection (nf_conntrack_tcp_packet). This packet is still translated.
		if ((flags & TCP_RST) !== 0 && conn.confirmed && !conn.seenReply) forgetConnection(ns, conn);
		if (state !== 'IGNORE') {
			if (state === 'ESTABLISHED' && conn.tcpState === 'SYN_RECV') conn.assured = true;
			conn.tcpState = state;
		}
		conn.expires = k.now + tcpTimeout(sysctls, conn.tcpState);
	} else if (conn.original.protocol === PROTOCOL_UDP) {
		if (created) conn.streamAfter = k.now + 2_000_000_000;
		const stream = (conn.seenReply || isReply) && k.now > conn.streamAfter;
		if (stream) conn.assured = true;
		conn.expires = k.now + (stream ? sysctls.ctUdpTimeoutStream : sysctls.ctUdpTimeout);
	} else if (conn.original.protocol === PROTOCOL_ICMP) {
		if (created && icmpType(bytes, L3 + ipv4HeaderLength(bytes, L3)) === ICMP_ECHO_REPLY) return false;
		conn.expires = k.now + sysctls.ctIcmpTimeout;
	} else {
		conn.expires = k.now + sysctls.ctGenericTimeout;
	}
	return true;
}

function isError(type: number): boolean {
	return (
		type === ICMP_DEST_UNREACH ||
		type === ICMP_TIME_EXCEEDED ||
		type === ICMP_PARAMETER_PROBLEM ||
		type === ICMP_REDIRECT
	);
}

/** nf_conntrack_inet_error: an ICMP error belongs to the connection of the packet that it quotes. */
function relate(k: Kernel, ns: Netns, stage: Stage, packet: Packet): void {
	const { bytes } = packet;
	const quoted = L3 + ipv4HeaderLength(bytes, L3) + ICMP_HEADER_LENGTH;
	if (packet.length < quoted + MIN_HEADER_LENGTH) return;
	const inner = tupleOf(bytes, quoted, packet.length);
	if (inner === null) return;
	const wanted = invert(inner);
	const conn = findConnection(ns, wanted, k.now);
	if (conn === null) return;
	const isReply = tupleKey(conn.original) !== tupleKey(wanted);
	const expected = isReply ? conn.reply.destination : conn.original.destination;
	if (ipv4Destination(bytes, L3) !== expected) return;
	packet.conn = conn;
	packet.reply = isReply;
	packet.related = true;
	record(k, ns, stage, packet, 'RELATED', conn, isReply, false);
}

/** The packet got through all hooks: a new connection is entered in the table. False: somebody else was quicker with the same tuple. */
export function confirm(ns: Netns, packet: Packet): boolean {
	const conn = packet.conn;
	if (conn === null || conn.confirmed || packet.related) return true;
	const { connections } = ns.netfilter;
	if (connections.has(tupleKey(conn.reply)) || connections.has(tupleKey(conn.original))) return false;
	connections.set(tupleKey(conn.original), conn);
	connections.set(tupleKey(conn.reply), conn);
	conn.confirmed = true;
	return true;
}

function record(
	k: Kernel,
	ns: Netns,
	stage: Stage,
	packet: Packet,
	state: State,
	conn: Conn,
	isReply: boolean,
	created: boolean
): void {
	if (!k.rec.on) return;
	k.rec.step(ns, stage, 'pass', packet, {
		kind: 'conntrack',
		state,
		original: conn.original,
		reply: conn.reply,
		direction: isReply ? 'reply' : 'original',
		created,
		protocolState: conn.tcpState,
		timeout: Math.max(0, conn.expires - k.now)
	});
}
