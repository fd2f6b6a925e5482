/** ICMP errors about a segment of ours (net/ipv4/tcp_ipv4.c, tcp_v4_err). */
import { PROTOCOL_TCP } from '../../../wire/ipv4.ts';
import {
	ICMP_DEST_UNREACH,
	ICMP_FRAG_NEEDED,
	ICMP_HOST_UNREACH,
	ICMP_NET_UNREACH,
	ICMP_PARAMETER_PROBLEM,
	ICMP_TIME_EXCEEDED
} from '../../../wire/icmp.ts';
import type { Errno } from '../../../trace/steps/types.ts';
import type { Kernel } from '../../context.ts';
import { errnoOf } from '../../icmp/errno.ts';
import type { Netns } from '../../netns.ts';
import type { Packet } from '../../packet.ts';
import type { Socket } from '../socket.ts';
import { fail, finish } from './change.ts';
import { TIMEOUT_INITIAL, TIMEOUT_MAX } from './defaults.ts';
import { reducePath } from './path-mtu.ts';
import { armRetransmit } from './schedule.ts';
import { before, after } from './sequence.ts';
import type { TcpState } from './state.ts';
import { retransmit } from './timers.ts';

/**
 * Its program is in the middle of a system call (sock_owned_by_user): what it sends has been answered before the call is over, which
 * only links without delay show. connect() sends the SYN so.
 */
function isOwned(t: TcpState, now: number): boolean {
	if (t.state === 'SYN-SENT') return t.retransmit.attempts === 0 && t.sent[0]?.sentAt === now;
	return t.write === 'running';
}

/** ICMP_REDIRECT in tcp_v4_err: `seq` is of something that is under way. */
export function mayRedirect(t: TcpState, seq: number, now: number): boolean {
	if (t.state === 'LISTEN' || t.state === 'CLOSED' || t.minisocket || (t.state === 'SYN-RECV' && t.parent >= 0))
		return false;
	return !before(seq, t.sendUnacked) && !after(seq, t.sendNext) && !isOwned(t, now);
}

/**
 * @param seq Sequence number of the segment that the error quotes. @param info The error's second word: an MTU.
 * @param packet The error, lent.
 */
export function tcpError(
	k: Kernel,
	ns: Netns,
	socket: Socket,
	type: number,
	code: number,
	info: number,
	source: number,
	seq: number,
	packet: Packet | null
): void {
	const t = socket.tcp;
	if (t === null || t.state === 'LISTEN' || t.state === 'CLOSED' || t.minisocket) return;
	if (before(seq, t.sendUnacked) || after(seq, t.sendNext)) return;
	if (packet !== null) t.cause = packet.cause;
	const way = type === ICMP_DEST_UNREACH && (code === ICMP_NET_UNREACH || code === ICMP_HOST_UNREACH);
	if (type === ICMP_DEST_UNREACH && code === ICMP_FRAG_NEEDED) return reducePath(k, ns, socket, t, info);
	if (type !== ICMP_DEST_UNREACH && type !== ICMP_TIME_EXCEEDED && type !== ICMP_PARAMETER_PROBLEM) return;
	if (t.state === 'SYN-RECV' && t.parent >= 0) {
		if (way || type !== ICMP_DEST_UNREACH) finish(k, ns, socket, t, 'ICMP error', packet);
		return;
	}
	const errno: Errno = type === ICMP_PARAMETER_PROBLEM ? 'EPROTO' : errnoOf(type, code);
	if (way && seq === t.sendUnacked) revertBackoff(k, ns, socket, t);
	// Even while connect() runs: the error is queued for the socket, and poll() tells of it.
	if (t.state === 'SYN-SENT' || t.state === 'SYN-RECV') {
		return fail(k, ns, socket, t, { errno, source, icmpType: type, code, info }, 'ICMP error', packet);
	}
	// The way may come back: only if it doesn't is the program told, when the retransmissions end.
	t.softError = { errno, source, icmpType: type, code };
	if (k.rec.on) {
		k.rec.step(
			ns,
			'socket',
			'note',
			packet,
			{ kind: 'socket-error', protocol: PROTOCOL_TCP, errno, owner: String(socket.owner), address: source },
			packet === null ? t.cause : undefined
		);
	}
}

/** An error proves that the silence was no congestion: one doubling is taken back (RFC 6069; tcp_ld_RTO_revert). */
function revertBackoff(k: Kernel, ns: Netns, socket: Socket, t: TcpState): void {
	const timer = t.retransmit;
	if (timer.attempts === 0 || timer.backoff === 0 || t.sent.length === 0) return;
	timer.backoff--;
	const base =
		t.rtt.smoothed > 0 ? Math.min(Math.round(t.rtt.smoothed + t.rtt.variance), TIMEOUT_MAX) : TIMEOUT_INITIAL;
	timer.timeout = Math.min(base * 2 ** timer.backoff, TIMEOUT_MAX);
	const left = timer.timeout - (k.now - t.sent[0].sentAt);
	if (left > 0) armRetransmit(k, ns, socket, t, 'retransmit', left);
	else retransmit(k, ns, socket, t);
}
