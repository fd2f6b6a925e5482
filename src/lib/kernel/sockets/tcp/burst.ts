/** How large the bursts are that Linux makes of a program's data (net/ipv4/tcp_output.c: TSO, done in software where a device can't). */
import { MSS_DEFAULT, MS, RTT_FLOOR } from './defaults.ts';
import { inFlight } from './scoreboard.ts';
import { add, distance } from './sequence.ts';
import type { TcpState, UnsentBuffer } from './state.ts';

/** sk_gso_max_size, less the headers. */
const LARGEST = 65_536;
const HEADERS = 320;
/** net.ipv4.tcp_tso_rtt_log, tcp_min_tso_segs, tcp_tso_win_divisor */
const RTT_LOG = 9;
const LEAST = 2;
const DIVISOR = 3;

/** Bytes per second: twice what the windows and the round trip come to (tcp_update_pacing_rate). */
function pacingRate(t: TcpState): number {
	if (t.rtt.smoothed === 0) return Infinity;
	const { window, threshold } = t.congestion;
	const factor = window < threshold / 2 ? 2 : 1.2;
	return (factor * t.mss * Math.max(window, t.sent.length) * 1e9) / t.rtt.smoothed;
}

/** Segments in one burst: a millisecond's worth, more on short round trips (tcp_tso_autosize). */
export function burstSegments(t: TcpState, mss: number): number {
	let bytes = pacingRate(t) / 1024;
	const shift = Number.isFinite(t.rtt.minimum) ? Math.floor(t.rtt.minimum / 1000) >> RTT_LOG : 0;
	if (shift < 32) bytes += LARGEST >> shift;
	return Math.max(Math.floor(Math.min(bytes, LARGEST - 1 - HEADERS) / mss), LEAST);
}

/** Bytes that one buffer of the send queue takes (tcp_xmit_size_goal): at most half of the largest window of the peer. */
export function bufferSize(t: TcpState, mss: number): number {
	const half = t.sendWindowMax > MSS_DEFAULT ? t.sendWindowMax >> 1 : t.sendWindowMax;
	let size = LARGEST - 1 - HEADERS;
	if (half > 0 && size > half) size = half;
	return Math.max(mss, size - (size % mss));
}

/**
 * A small burst waits for the next ACK, which will allow a larger one (tcp_tso_should_defer).
 * Answers what it waits for, or null: it shall go out.
 */
export function shouldDefer(
	t: TcpState,
	buffer: UnsentBuffer,
	mss: number,
	now: number
): 'congestion' | 'peer' | 'data' | null {
	const { phase, window } = t.congestion;
	if (phase === 'recovery' || phase === 'loss' || t.sent.length === 0 || now - t.lastSent > MS) return null;
	const peer = distance(add(t.sendUnacked, t.sendWindow), buffer.seq);
	const congestion = (window - inFlight(t)) * mss;
	const limit = Math.min(peer, congestion);
	if (limit >= burstSegments(t, mss) * mss) return null;
	if (t.unsent[t.unsent.length - 1] !== buffer && limit >= buffer.data.length) return null;
	if (limit >= Math.min(t.sendWindow, window * mss) / DIVISOR) return null;
	// The next ACK would come too late to wait for.
	if (t.rtt.smoothed > RTT_FLOOR && now - t.sent[0].sentAt < t.rtt.smoothed / 2) return null;
	if (congestion < peer && congestion <= buffer.data.length) return 'congestion';
	if (congestion >= peer && peer <= buffer.data.length) return 'peer';
	return buffer.fin ? null : 'data';
}
