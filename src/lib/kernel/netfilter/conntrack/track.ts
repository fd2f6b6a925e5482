/** Which connection a packet belongs to (net/netfilter/nf_conntrack_core.c, nf_conntrack_in). */
import { ICMP_HEADER_LENGTH, ICMP_TYPES_KNOWN, icmpType, isIcmpError } from '../../../wire/icmp.ts';
import {
	ipv4Destination,
	ipv4HeaderLength,
	ipv4Protocol,
	MIN_HEADER_LENGTH,
	PROTOCOL_ICMP
} from '../../../wire/ipv4.ts';
import type { StepFacts, Tuple } from '../../../trace/steps/types.ts';
import type { ActionParam } from '../action-param.ts';
import { drop } from '../../drop.ts';
import { L3 } from '../../packet.ts';
import { isWholeIcmp } from './checksums.ts';
import { createConn, emptyTuple, invert, readTuple, type Conn } from './conn.ts';
import { follow } from './protocols.ts';
import { connAt, dropEarly, enter, findTuple, isReply, sweep } from './table.ts';

type State = StepFacts['conntrack']['state'];

/** Finds or makes the connection of a packet. Packets that belong to none stay without (INVALID). False: the table is full. */
export function track(at: ActionParam): boolean {
	const { packet } = at;
	// Seen already (it came round by lo), or not to be seen.
	if (packet.conn !== null || packet.untracked) return true;
	const { bytes } = packet;
	if (ipv4Protocol(bytes, L3) === PROTOCOL_ICMP) {
		const type = icmpType(bytes, L3 + ipv4HeaderLength(bytes, L3));
		if (type > ICMP_TYPES_KNOWN || !isWholeIcmp(at)) return true;
		if (isIcmpError(type)) {
			relate(at);
			return true;
		}
	}
	return resolve(at);
}

/** What a packet's tuple is read into. */
const own = emptyTuple();

/** resolve_normal_ct, then the protocol's own view. */
function resolve(at: ActionParam): boolean {
	const { k, ns, packet } = at;
	if (!readTuple(own, packet.bytes, L3, packet.length)) return true;
	const { connections } = ns.netfilter;
	const found = findTuple(connections, packet, own, k.now);
	const isNew = found < 0;
	if (isNew && !room(at, own)) return false;
	const conn = isNew
		? createConn(connections.nextId, { ...own }, packet.zone, packet.replyZone)
		: connAt(connections, found);
	const reply = !isNew && isReply(found);
	const seenReply = conn.seenReply;
	const outcome = follow(at, conn, reply);
	if (outcome === 'repeat') return resolve(at);
	if (outcome === 'invalid') {
		record(at, 'INVALID', conn, reply, false);
		return true;
	}
	if (isNew) connections.nextId++;
	conn.packets++;
	packet.conn = conn;
	packet.reply = reply;
	packet.related = false;
	packet.established = seenReply || reply;
	record(at, packet.established ? 'ESTABLISHED' : 'NEW', conn, reply, isNew);
	if (reply) conn.seenReply = true;
	return true;
}

/** __nf_conntrack_alloc: nf_conntrack_max may ask for others to go first. What has ended is taken out before anything is refused (gc_worker). */
function room(at: ActionParam, tuple: Tuple): boolean {
	const { k, ns } = at;
	const { connections } = ns.netfilter;
	if (connections.count >= connections.sweepAt) sweep(connections, k.now);
	if (ns.sysctls.ctMax === 0 || connections.count < ns.sysctls.ctMax) return true;
	if (dropEarly(connections, tuple, k.now).length > 0) return true;
	sweep(connections, k.now);
	if (connections.count < ns.sysctls.ctMax) return true;
	drop(k, ns, at.stage, at.packet, 'conntrack-full', at.input?.name ?? at.output?.name ?? '');
	return false;
}

/** nf_conntrack_inet_error: an ICMP error belongs to the connection of the packet that it quotes. */
function relate(at: ActionParam): void {
	const { k, ns, packet } = at;
	const { bytes } = packet;
	const quoted = L3 + ipv4HeaderLength(bytes, L3) + ICMP_HEADER_LENGTH;
	if (packet.length < quoted + MIN_HEADER_LENGTH) return;
	if (!readTuple(own, bytes, quoted, packet.length)) return;
	const { connections } = ns.netfilter;
	const found = findTuple(connections, packet, invert(own), k.now);
	if (found < 0) return;
	const conn = connAt(connections, found);
	const reply = isReply(found);
	const expected = reply ? conn.reply.destination : conn.original.destination;
	if (ipv4Destination(bytes, L3) !== expected) return;
	packet.conn = conn;
	packet.reply = reply;
	packet.related = true;
	packet.established = false;
	record(at, 'RELATED', conn, reply, false);
}

/** The packet got through all hooks: a new connection is entered in the table. False: somebody else was quicker with the same tuple. */
export function confirm(at: ActionParam): boolean {
	const { conn, related } = at.packet;
	if (conn === null || conn.confirmed || related) return true;
	const { connections } = at.ns.netfilter;
	if (
		findTuple(connections, conn, conn.reply, at.k.now) >= 0 ||
		findTuple(connections, conn, conn.original, at.k.now) >= 0
	)
		return false;
	enter(connections, conn);
	return true;
}

/** Whether an answer to `tuple` would be taken for one of another connection (nf_nat_used_tuple). */
export function isTaken(at: ActionParam, conn: Conn, tuple: Tuple): boolean {
	const { connections } = at.ns.netfilter;
	const found = findTuple(connections, conn, invert(tuple), at.k.now);
	return found >= 0 && connAt(connections, found) !== conn;
}

function record(at: ActionParam, state: State, conn: Conn, isReply: boolean, created: boolean): void {
	const { k } = at;
	if (!k.rec.on) return;
	k.rec.step(at.ns, at.stage, 'pass', at.packet, {
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
