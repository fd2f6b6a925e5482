/** The timers that find losses: the retransmission timeout and the tail loss probe before it (RFC 6298, RFC 8985 7). */
import type { Kernel } from '../../context.ts';
import type { Netns } from '../../netns.ts';
import type { Socket } from '../socket.ts';
import { PROBE_SLACK, TIMEOUT_INITIAL, TIMEOUT_MIN } from './defaults.ts';
import { armRetransmit, stopRetransmit } from './schedule.ts';
import type { TcpState } from './state.ts';

/** What is left of the timeout of the oldest segment (tcp_rto_delta_us); negative: it is over. */
function timeoutLeft(t: TcpState, now: number): number {
	return t.sent.length === 0 ? t.retransmit.timeout : t.sent[0].sentAt + t.retransmit.timeout - now;
}

/** tcp_rearm_rto */
export function rearmTimeout(k: Kernel, ns: Netns, socket: Socket, t: TcpState): void {
	if (t.sent.length === 0) return stopRetransmit(t);
	let delay = t.retransmit.timeout;
	if (t.retransmit.pending === 'loss-probe' || t.retransmit.pending === 'reorder')
		delay = Math.max(timeoutLeft(t, k.now), 1);
	armRetransmit(k, ns, socket, t, 'retransmit', delay);
}

/**
 * Asks after the last segment of a burst two round trips after it was sent, instead of waiting for the timeout
 * (tcp_schedule_loss_probe). False: not now.
 * @param advancing Something was just acknowledged, so the timeout counts from now.
 */
export function scheduleLossProbe(k: Kernel, ns: Netns, socket: Socket, t: TcpState, advancing: boolean): boolean {
	const { phase } = t.congestion;
	if (t.sent.length === 0 || !t.sackPermitted || (phase !== 'open' && phase !== 'reduced') || t.congestion.sacked > 0)
		return false;
	let delay =
		t.rtt.smoothed > 0 ? 2 * t.rtt.smoothed + (t.sent.length === 1 ? TIMEOUT_MIN : PROBE_SLACK) : TIMEOUT_INITIAL;
	const left = advancing ? t.retransmit.timeout : timeoutLeft(t, k.now);
	if (left > 0) delay = Math.min(delay, left);
	armRetransmit(k, ns, socket, t, 'loss-probe', delay);
	return true;
}
