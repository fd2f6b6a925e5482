/** Each protocol's own view of its connections: its state, and how long one lives from now (nf_conntrack_proto_*.c). */
import { isIcmpRequest } from '../../../wire/icmp.ts';
import { PROTOCOL_ICMP, PROTOCOL_TCP, PROTOCOL_UDP } from '../../../wire/ipv4.ts';
import type { ActionParam } from '../action-param.ts';
import { isWholeUdp } from './checksums.ts';
import type { Conn } from './conn.ts';
import type { Outcome } from './outcome.ts';
import { refresh } from './table.ts';
import { followTcp } from './tcp.ts';

/** ns; a UDP flow that is answered for so long is a stream. */
const STREAM_AFTER = 2_000_000_000;

export function follow(at: ActionParam, conn: Conn, isReply: boolean): Outcome {
	const { sysctls, netfilter } = at.ns;
	const { connections } = netfilter;
	const { now } = at.k;
	switch (conn.original.protocol) {
		case PROTOCOL_TCP:
			return followTcp(at, conn, isReply);
		case PROTOCOL_UDP: {
			if (!isWholeUdp(at)) return 'invalid';
			if (conn.packets === 0) conn.streamAfter = now + STREAM_AFTER;
			const stream = conn.seenReply && now > conn.streamAfter;
			if (stream) conn.assured = true;
			refresh(connections, conn, now + (stream ? sysctls.ctUdpTimeoutStream : sysctls.ctUdpTimeout));
			return 'accept';
		}
		case PROTOCOL_ICMP:
			if (!isIcmpRequest(conn.original.destinationPort >> 8)) return 'invalid';
			refresh(connections, conn, now + sysctls.ctIcmpTimeout);
			return 'accept';
		default:
			refresh(connections, conn, now + sysctls.ctGenericTimeout);
			return 'accept';
	}
}
