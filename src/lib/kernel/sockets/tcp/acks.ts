/**
 * When what came is acknowledged (net/ipv4/tcp_input.c, __tcp_ack_snd_check; tcp_output.c, tcp_send_delayed_ack). A new connection acknowledges each segment at once; one whose requests and answers
 * alternate ("ping-pong") lets the ACK ride on the answer, 40 ms later at the latest; others acknowledge each second segment.
 */
import type { Kernel } from '../../context.ts';
import type { Netns } from '../../netns.ts';
import type { Socket } from '../socket.ts';
import { inPingpong, quickMode } from './ack-state.ts';
import { ACK_DELAY_MAX, ACK_TIMEOUT_MIN, SECOND, TICK } from './defaults.ts';
import { sendAck } from './emit.ts';
import { arm, TIMER_ACK } from './schedule.ts';
import { distance } from './sequence.ts';
import type { TcpState } from './state.ts';
import { receiveWindow, wantedWindow } from './window.ts';

/** A segment was handled: acknowledge it now or later. `holes`: data ahead of a hole may be there. */
export function checkAck(k: Kernel, ns: Netns, socket: Socket, t: TcpState, holes: boolean): void {
	const { ack } = t;
	if (!ack.scheduled) return;
	const unread = distance(t.receiveNext, t.receive.copied);
	const two =
		distance(t.receiveNext, t.receive.updated) > ack.mss && (unread < 1 || wantedWindow(t) >= t.receive.window);
	if (two || quickMode(ack) || ack.now || (holes && t.held.length > 0)) sendAck(k, ns, socket, t);
	else delayAck(k, ns, socket, t);
}

/** tcp_send_delayed_ack */
function delayAck(k: Kernel, ns: Netns, socket: Socket, t: TcpState): void {
	const { ack, rtt } = t;
	let delay = ack.timeout;
	if (delay > ACK_TIMEOUT_MIN) {
		let longest = inPingpong(ack) || ack.pushed > 0 ? ACK_DELAY_MAX : SECOND / 2;
		if (rtt.smoothed > 0) longest = Math.min(longest, Math.max(rtt.smoothed, ACK_TIMEOUT_MIN));
		delay = Math.min(delay, longest);
	}
	delay = Math.min(delay, ACK_DELAY_MAX);
	if (ack.deadline >= 0) {
		if (ack.deadline <= k.now + delay / 4) return sendAck(k, ns, socket, t);
		delay = Math.min(delay, ack.deadline - k.now);
	}
	ack.scheduled = true;
	arm(k, ns, socket, ack, TIMER_ACK, Math.max(delay, TICK));
}

/** The delayed ACK's time is over (tcp_delack_timer_handler). */
export function ackTimer(k: Kernel, ns: Netns, socket: Socket, t: TcpState): void {
	const { ack } = t;
	if (!ack.scheduled) return;
	if (!inPingpong(ack)) {
		ack.timeout = Math.min(ack.timeout * 2, t.retransmit.timeout);
	} else {
		ack.pingpong = 0;
		ack.timeout = ACK_TIMEOUT_MIN;
	}
	sendAck(k, ns, socket, t);
}

/**
 * The program has taken `copied` bytes out of the buffer, all there were (tcp_cleanup_rbuf): is the peer to hear of the
 * room, or of the end of its write?
 */
export function programTook(k: Kernel, ns: Netns, socket: Socket, t: TcpState, copied: number, ended: boolean): void {
	const { ack } = t;
	let now = false;
	if (ack.scheduled) {
		now = distance(t.receiveNext, t.receive.updated) > ack.mss;
		if (copied > 0 && (ack.pushed > 1 || (ack.pushed > 0 && !inPingpong(ack))) && t.receive.held === 0) now = true;
	}
	if (copied > 0 && !now && !ended) {
		const left = receiveWindow(t);
		if (2 * left <= t.receive.clamp) {
			const wanted = wantedWindow(t);
			now = wanted > 0 && wanted >= 2 * left;
		}
	}
	if (now) sendAck(k, ns, socket, t);
}
