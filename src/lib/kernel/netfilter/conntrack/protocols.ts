/** Each protocol's own view of its connections: its state, and how long one lives from now (nf_conntrack_proto_*.c). */
import { ICMP_ECHO_REPLY, icmpType } from '../../../wire/icmp.ts';
import { PROTOCOL_ICMP, PROTOCOL_TCP, PROTOCOL_UDP } from '../../../wire/ipv4.ts';
import { TCP_RST, tcpFlags } from '../../../wire/tcp.ts';
import type { ActionParam } from '../action-param.ts';
import type { Conn } from './conn.ts';
import { forget } from './table.ts';
import { nextTcpState, tcpTimeout } from './tcp-states.ts';

/** "repeat": the connection is gone, the packet begins another. "invalid": the packet makes no sense in it. */
export type Outcome = 'accept' | 'invalid' | 'repeat' | 'drop';

/** ns; a UDP flow that is answered for so long is a stream. */
const STREAM_AFTER = 2_000_000_000;

export function follow(at: ActionParam, conn: Conn, isReply: boolean): Outcome {
	const { sysctls } = at.ns;
	const { now } = at.k;
	switch (conn.original.protocol) {
		case PROTOCOL_TCP:
			return followTcp(at, conn, isReply);
		case PROTOCOL_UDP: {
			if (conn.packets === 0) conn.streamAfter = now + STREAM_AFTER;
			const stream = (conn.seenReply || isReply) && now > conn.streamAfter;
			if (stream) conn.assured = true;
			conn.expires = now + (stream ? sysctls.ctUdpTimeoutStream : sysctls.ctUdpTimeout);
			return 'accept';
		}
		case PROTOCOL_ICMP:
			if (conn.packets === 0 && icmpType(at.packet.bytes, at.l4) === ICMP_ECHO_REPLY) return 'invalid';
			conn.expires = now + sysctls.ctIcmpTimeout;
			return 'accept';
		default:
			conn.expires = now + sysctls.ctGenericTimeout;
			return 'accept';
	}
}

function followTcp(at: ActionParam, conn: Conn, isReply: boolean): Outcome {
	const flags = tcpFlags(at.packet.bytes, at.l4);
	const state = nextTcpState(conn.tcpState || 'NONE', flags, isReply);
	if (state === 'INVALID') return 'invalid';
	// The only answer is a reset: there never was a connection (nf_conntrack_tcp_packet). This packet is still translated.
	if ((flags & TCP_RST) !== 0 && conn.confirmed && !conn.seenReply) forget(at.ns.netfilter.connections, conn);
	if (state !== 'IGNORE') {
		if (state === 'ESTABLISHED' && conn.tcpState === 'SYN_RECV') conn.assured = true;
		conn.tcpState = state;
	}
	conn.expires = at.k.now + tcpTimeout(at.ns.sysctls, conn.tcpState);
	return 'accept';
}
