/** The congestion window: slow start and Reno's additive increase (RFC 5681; net/ipv4/tcp_cong.c). */
import { INITIAL_WINDOW } from './defaults.ts';
import { inFlight } from './scoreboard.ts';
import { before } from './sequence.ts';
import type { CongestionPhase, TcpState } from './state.ts';

/** tcp_is_cwnd_limited: a window that wasn't used up isn't made larger. */
function limited(t: TcpState): boolean {
	const { congestion } = t;
	return (
		congestion.limited || (congestion.window < congestion.threshold && congestion.window < 2 * congestion.maxInFlight)
	);
}

/** `acked` segments were acknowledged. */
export function increaseWindow(t: TcpState, acked: number): void {
	const { congestion } = t;
	if (!limited(t)) return;
	let left = acked;
	if (congestion.window < congestion.threshold) {
		const grown = Math.min(congestion.window + left, congestion.threshold);
		left -= grown - congestion.window;
		congestion.window = grown;
	}
	congestion.count += left;
	if (left > 0 && congestion.count >= congestion.window) {
		congestion.count -= congestion.window;
		congestion.window++;
	}
}

/** A loss was found: halve (tcp_init_cwnd_reduction). */
export function reduceWindow(t: TcpState, phase: CongestionPhase): void {
	const { congestion } = t;
	congestion.threshold = Math.max(Math.floor(congestion.window / 2), 2);
	congestion.phase = phase;
	congestion.highSeq = t.sendNext;
	congestion.count = 0;
	congestion.window = phase === 'loss' ? inFlight(t) + 1 : congestion.threshold;
}

/** A burst was sent: was the window the reason to stop? Kept for one window of data (tcp_cwnd_validate). */
export function validateWindow(t: TcpState, stopped: boolean): void {
	const { congestion } = t;
	const limited = stopped || inFlight(t) >= congestion.window;
	const over = !before(t.sendUnacked, congestion.usageSeq);
	if (!over && !limited && (congestion.limited || t.sent.length <= congestion.maxInFlight)) return;
	congestion.limited = limited;
	congestion.maxInFlight = t.sent.length;
	congestion.usageSeq = t.sendNext;
}

/** After a pause a burst of the whole old window would be rude (tcp_cwnd_restart). */
export function restartAfterIdle(t: TcpState, now: number): void {
	if (t.sent.length > 0) return;
	let idle = now - t.lastSent;
	const timeout = t.retransmit.timeout;
	if (idle <= timeout) return;
	const { congestion } = t;
	congestion.threshold = Math.max(congestion.threshold, Math.floor((congestion.window * 3) / 4));
	const least = Math.min(INITIAL_WINDOW, congestion.window);
	while ((idle -= timeout) > 0 && congestion.window > least) congestion.window >>= 1;
	congestion.window = Math.max(congestion.window, least);
	congestion.maxInFlight = 0;
}
