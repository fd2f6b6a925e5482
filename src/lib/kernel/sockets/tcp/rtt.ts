/** The round trip and the timeout that follows from it (RFC 6298 as Linux has it: tcp_input.c, tcp_rtt_estimator). */
import { RTT_FLOOR, TIMEOUT_MAX, TIMEOUT_MIN } from './defaults.ts';
import { after } from './sequence.ts';
import type { TcpState } from './state.ts';

/** One measurement, ns. */
export function measureRtt(t: TcpState, sample: number): void {
	const { rtt } = t;
	const measured = Math.max(RTT_FLOOR, sample);
	rtt.minimum = Math.min(rtt.minimum, measured);
	if (rtt.smoothed === 0) {
		rtt.smoothed = measured;
		rtt.deviation = measured / 2;
		rtt.variance = Math.max(2 * measured, TIMEOUT_MIN);
		rtt.deviationMax = rtt.variance;
		rtt.until = t.sendNext;
	} else {
		const error = measured - rtt.smoothed;
		rtt.smoothed += error / 8;
		// Four times the mean deviation is kept, as `variance` is. A falling round trip counts less (Eifel).
		let change = Math.abs(error) - rtt.deviation;
		if (error < 0 && change > 0) change /= 8;
		rtt.deviation += change / 4;
		const scaled = 4 * rtt.deviation;
		if (scaled > rtt.deviationMax) {
			rtt.deviationMax = scaled;
			rtt.variance = Math.max(rtt.variance, scaled);
		}
		if (after(t.sendUnacked, rtt.until)) {
			if (rtt.deviationMax < rtt.variance) rtt.variance -= (rtt.variance - rtt.deviationMax) / 4;
			rtt.until = t.sendNext;
			rtt.deviationMax = TIMEOUT_MIN;
		}
	}
	resetTimeout(t);
}

/** The timeout without its doublings (tcp_set_rto). */
export function resetTimeout(t: TcpState): void {
	t.retransmit.timeout = Math.min(Math.round(t.rtt.smoothed + t.rtt.variance), TIMEOUT_MAX);
	t.retransmit.backoff = 0;
}
