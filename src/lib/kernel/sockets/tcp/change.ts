/** Changes of a connection's state, and its end. */
import { PROTOCOL_TCP } from '../../../wire/ipv4.ts';
import type { Errno } from '../../../trace/steps/types.ts';
import type { Kernel } from '../../context.ts';
import type { Netns } from '../../netns.ts';
import type { Packet } from '../../packet.ts';
import { destroySocket, type Socket } from '../socket.ts';
import { dropBacklog } from './backlog.ts';
import { TIME_WAIT } from './defaults.ts';
import { arm, stopRetransmit, TIMER_LINGER } from './schedule.ts';
import type { TcpState, TcpStateName } from './state.ts';
import { tell } from './tell.ts';
import { receiveWindow } from './window.ts';

export function setState(k: Kernel, ns: Netns, t: TcpState, state: TcpStateName, why: string): void {
	const before = t.state;
	if (before === state) return;
	t.state = state;
	if (k.rec.on)
		t.cause = k.rec.step(ns, 'socket', 'note', null, { kind: 'tcp-state', before, after: state, why }, t.cause);
}

/** A child that finished or failed its handshake isn't counted by its listener any more. */
export function leaveListener(ns: Netns, socket: Socket, t: TcpState): void {
	const listener = ns.sockets.all.get(t.parent)?.tcp?.listen;
	const at = listener?.halfOpen.indexOf(socket.id) ?? -1;
	if (at >= 0) listener!.halfOpen.splice(at, 1);
}

/** The connection is over (tcp_done). Its socket is gone; who owned it is told unless it closed it itself. */
export function finish(k: Kernel, ns: Netns, socket: Socket, t: TcpState, why: string, packet: Packet | null): void {
	if (t.parent >= 0 && t.state === 'SYN-RECV') t.orphan = true;
	leaveListener(ns, socket, t);
	setState(k, ns, t, 'CLOSED', why);
	t.sent = [];
	t.unsent = [];
	t.unwritten = t.unwritten.subarray(0, 0);
	t.held = [];
	dropBacklog(t);
	stopRetransmit(t);
	t.ack.deadline = -1;
	t.linger.deadline = -1;
	t.keepalive.deadline = -1;
	destroySocket(ns.sockets, socket);
	tell(k, ns, socket, t, { type: 'closed' }, packet);
}

/** What a failure is called, and where it came from; `icmpType` -1: no ICMP message. */
export interface Failure {
	errno: Errno;
	source: number;
	icmpType: number;
	code: number;
	info: number;
}

/** The connection failed: the program is told the error, then the socket is gone (tcp_done_with_error). */
export function fail(
	k: Kernel,
	ns: Netns,
	socket: Socket,
	t: TcpState,
	failure: Failure,
	why: string,
	packet: Packet | null
): void {
	const told = !t.orphan && (t.parent < 0 || t.state !== 'SYN-RECV') && socket.owner >= 0;
	socket.error = failure.errno;
	if (told) {
		if (k.rec.on) {
			t.cause = k.rec.step(
				ns,
				'socket',
				'note',
				packet,
				{
					kind: 'socket-error',
					protocol: PROTOCOL_TCP,
					errno: failure.errno,
					owner: String(socket.owner),
					address: failure.source
				},
				packet === null ? t.cause : undefined
			);
		}
		tell(k, ns, socket, t, { type: 'error', ...failure, sequence: 0 }, packet);
	}
	t.orphan = true;
	finish(k, ns, socket, t, why, packet);
}

/**
 * Only the memory of the connection is kept on (tcp_time_wait): in TIME-WAIT, so that the peer's last FIN is answered again;
 * or in FIN-WAIT-2, where the peer's FIN is waited for without a program.
 */
export function rest(
	k: Kernel,
	ns: Netns,
	socket: Socket,
	t: TcpState,
	state: 'TIME-WAIT' | 'FIN-WAIT-2',
	why: string,
	packet: Packet | null
): void {
	tell(k, ns, socket, t, { type: 'closed' }, packet);
	t.receive.window = receiveWindow(t);
	t.receive.updated = t.receiveNext;
	t.minisocket = true;
	t.orphan = true;
	t.sent = [];
	t.unsent = [];
	t.held = [];
	t.sacks = [];
	t.duplicateSack = null;
	t.challengedAt = -1;
	stopRetransmit(t);
	t.ack.deadline = -1;
	t.keepalive.deadline = -1;
	setState(k, ns, t, state, why);
	const linger = state === 'TIME-WAIT' ? TIME_WAIT : Math.max(ns.sysctls.tcpFinTimeout, 3.5 * t.retransmit.timeout);
	arm(k, ns, socket, t.linger, TIMER_LINGER, linger);
}
