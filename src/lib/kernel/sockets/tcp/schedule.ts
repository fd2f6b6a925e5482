/**
 * A connection's timers. They aren't cancelled: an event that comes too early is queued again, so that a deadline that
 * moves with each segment doesn't leave an event for each.
 */
import type { Kernel } from '../../context.ts';
import type { Netns } from '../../netns.ts';
import type { Socket } from '../socket.ts';
import { TICK } from './defaults.ts';
import type { RetransmitState, TcpState, TimerState } from './state.ts';

/** `extra` of the kernel's timer. */
export const TIMER_RETRANSMIT = 1;
export const TIMER_ACK = 2;
export const TIMER_LINGER = 3;
export const TIMER_READ = 4;
export const TIMER_WRITE = 5;
export const TIMER_KEEPALIVE = 6;

export function arm(k: Kernel, ns: Netns, socket: Socket, timer: TimerState, code: number, delay: number): void {
	timer.deadline = k.now + Math.max(0, Math.round(delay));
	if (timer.queued >= k.now && timer.queued <= timer.deadline) return;
	timer.queued = timer.deadline;
	k.schedule(ns, timer.deadline - k.now, 'tcp', socket.id, code, socket.tcp?.cause ?? -1);
}

/** An event came: is it time? Queues it again if not. */
export function due(k: Kernel, ns: Netns, socket: Socket, timer: TimerState, code: number): boolean {
	if (timer.queued <= k.now) timer.queued = -1;
	if (timer.deadline < 0) return false;
	if (timer.deadline > k.now) {
		if (timer.queued < 0) arm(k, ns, socket, timer, code, timer.deadline - k.now);
		return false;
	}
	timer.deadline = -1;
	return true;
}

export function armRetransmit(
	k: Kernel,
	ns: Netns,
	socket: Socket,
	t: TcpState,
	pending: RetransmitState['pending'],
	delay: number
): void {
	t.retransmit.pending = pending;
	// Linux's timers run at the tick after their time.
	arm(k, ns, socket, t.retransmit, TIMER_RETRANSMIT, delay + TICK);
}

export function stopRetransmit(t: TcpState): void {
	t.retransmit.pending = 'none';
	t.retransmit.deadline = -1;
}
