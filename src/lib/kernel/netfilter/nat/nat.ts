/** NAT at a hook: the table is asked once for each connection and side, then every packet follows (net/netfilter/nf_nat_core.c, nf_nat_inet_fn). */
import { ICMP_REDIRECT, icmpType } from '../../../wire/icmp.ts';
import { PROTOCOL_ICMP } from '../../../wire/ipv4.ts';
import { type ActionParam, readHeader } from '../action-param.ts';
import { type Conn, invert } from '../conntrack/conn.ts';
import { forget } from '../conntrack/table.ts';
import { drop } from '../../drop.ts';
import type { Table } from '../ruleset.ts';
import { traverse } from '../traverse.ts';
import { rewriteError, rewritePacket } from './manip.ts';
import { rangeTo, type Side } from './range.ts';
import { setupNat } from './setup.ts';

/** False: the packet's way has ended here. */
export function nat(at: ActionParam, table: Table, chain: number): boolean {
	const { packet } = at;
	const { conn } = packet;
	if (conn === null) return true;
	const side: Side = at.hook === 'PREROUTING' || at.hook === 'OUTPUT' ? 'destination' : 'source';
	if (side === 'source' && hasMoved(at, conn)) {
		forget(at.ns.netfilter.connections, conn);
		drop(at.k, at.ns, at.stage, packet, 'nat-moved', at.output?.name ?? '');
		return false;
	}
	if (packet.related && at.protocol === PROTOCOL_ICMP) return translateError(at, conn, side);
	if (!isDone(conn, side) && !packet.established) {
		if (traverse(at, table, chain) === 'ENDED') return false;
		if (!isDone(conn, side)) {
			// nf_nat_alloc_null_binding: no rule, so the address stays; but the port may be somebody else's.
			const { source, destination } = invert(conn.reply);
			setupNat(at, conn, rangeTo(side === 'source' ? source : destination), side, '');
		}
	}
	if (isTranslated(at, conn, side)) {
		rewritePacket(packet, conn, side);
		readHeader(at);
		record(at, conn, side);
	}
	return true;
}

function isDone(conn: Conn, side: Side): boolean {
	return side === 'source' ? conn.sourceDone : conn.destinationDone;
}

/** This hook changes this packet. In the reply direction the sides change places. */
function isTranslated({ packet }: ActionParam, conn: Conn, side: Side): boolean {
	return packet.reply === (side === 'source') ? conn.destinationNat : conn.sourceNat;
}

/** nf_nat_oif_changed: a masqueraded connection that would now leave by another interface is forgotten. */
function hasMoved(at: ActionParam, conn: Conn): boolean {
	return (
		conn.masqueradeDev !== 0 &&
		at.hook === 'POSTROUTING' &&
		!at.packet.reply &&
		at.output !== null &&
		conn.masqueradeDev !== at.output.index
	);
}

/** nf_nat_icmp_reply_translation: an ICMP error about a translated packet. */
function translateError(at: ActionParam, conn: Conn, side: Side): boolean {
	const { packet } = at;
	const isRedirect = icmpType(packet.bytes, at.l4) === ICMP_REDIRECT;
	if (isRedirect && (conn.sourceNat || conn.destinationNat || !conn.sourceDone || !conn.destinationDone)) {
		// Those who are translated must not be told to talk without it. NAT that isn't asked yet may yet be.
		drop(at.k, at.ns, at.stage, packet, 'icmp-ignored', '');
		return false;
	}
	if (!isTranslated(at, conn, side)) return true;
	rewriteError(packet, conn, side);
	record(at, conn, side);
	return true;
}

function record({ k, ns, stage, packet }: ActionParam, conn: Conn, side: Side): void {
	if (!k.rec.on) return;
	const before = packet.reply ? conn.reply : conn.original;
	const after = invert(packet.reply ? conn.original : conn.reply);
	k.rec.step(ns, stage, 'rewrite', packet, { kind: 'nat-rewrite', side, before, after, inner: packet.related });
}
