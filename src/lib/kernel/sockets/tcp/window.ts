/**
 * How large a window we offer (net/ipv4/tcp_output.c, tcp_select_window; tcp_input.c, tcp_grow_window). Linux offers what
 * the receive buffer can hold, and guesses from the data how much of the buffer is lost to overhead.
 */
import { INITIAL_WINDOW, RECEIVE_BUFFER, RECEIVE_BUFFER_MAX } from './defaults.ts';
import { distance } from './sequence.ts';
import type { ReceiveWindow, TcpState } from './state.ts';

/** TCP_DEFAULT_SCALING_RATIO: half of the buffer is overhead until data shows better. */
const DEFAULT_RATIO = 128;
/** SOCK_MIN_RCVBUF / 2 */
const CLAMP_MIN = 1152;

/** @param mss Largest segment that is told to the peer. */
export function createReceiveWindow(mss: number): ReceiveWindow {
	const space = Math.floor((RECEIVE_BUFFER * DEFAULT_RATIO) / 256);
	const window = Math.min(space > mss ? space - (space % mss) : space, 65_535);
	return {
		window,
		updated: 0,
		threshold: window,
		clamp: 65_535 * 2 ** 14,
		buffer: RECEIVE_BUFFER,
		ratio: DEFAULT_RATIO,
		scale: Math.min(14, Math.max(0, Math.floor(Math.log2(RECEIVE_BUFFER_MAX)) - 15)),
		held: 0,
		reserved: 0,
		predicted: true,
		copied: 0,
		unread: [],
		wanted: Infinity,
		endUnread: false,
		advertisedMss: mss,
		measuredFrom: 0,
		measuredSpace: 0,
		measuredAt: 0,
		rtt: 0,
		rttSeq: 0,
		rttAt: -1,
		rttEcho: -1
	};
}

/** Of `space` bytes of buffer so many can be data (tcp_win_from_space). */
export function windowFromSpace(receive: ReceiveWindow, space: number): number {
	return Math.floor((space * receive.ratio) / 256);
}

function freeSpace(receive: ReceiveWindow): number {
	return windowFromSpace(receive, receive.buffer - receive.held);
}

/** What is left of the window that was offered last (tcp_receive_window). */
export function receiveWindow(t: TcpState): number {
	return Math.max(0, distance((t.receive.updated + t.receive.window) >>> 0, t.receiveNext));
}

/** The connection stands: the window's limits for its data (tcp_init_buffer_space). */
export function startWindow(t: TcpState, now: number): void {
	const { receive } = t;
	const most = windowFromSpace(receive, receive.buffer);
	if (receive.clamp >= most) receive.clamp = most;
	if (receive.clamp > 2 * receive.advertisedMss && receive.clamp + receive.advertisedMss > most) {
		receive.clamp = Math.max(2 * receive.advertisedMss, most - receive.advertisedMss);
	}
	receive.threshold = Math.min(receive.threshold, receive.clamp);
	receive.measuredSpace = Math.min(receive.threshold, receive.window, INITIAL_WINDOW * receive.advertisedMss);
	receive.measuredFrom = t.receiveNext;
	receive.measuredAt = now;
	receive.copied = t.receiveNext;
}

function alignUp(value: number, scale: number): number {
	const unit = 2 ** scale;
	return Math.ceil(value / unit) * unit;
}

/** The window that we would offer now (__tcp_select_window). */
export function wantedWindow(t: TcpState): number {
	const { receive } = t;
	const allowed = windowFromSpace(receive, receive.buffer);
	const full = Math.min(receive.clamp, allowed);
	let free = freeSpace(receive);
	const mss = Math.min(t.ack.mss, full);
	if (mss <= 0) return 0;
	if (free < Math.floor(full / 2)) {
		t.ack.quick = 0;
		free -= free % 2 ** receive.scale;
		if (free < Math.floor(allowed / 16) || free < mss) return 0;
	}
	free = Math.min(free, receive.threshold);
	if (receive.scale > 0) return alignUp(free, receive.scale);
	if (receive.window <= free - mss || receive.window > free) return free - (free % mss);
	return mss === full && free > receive.window + Math.floor(full / 2) ? free : receive.window;
}

/** Decides the window of a segment that is about to be sent, and remembers it; answers the header's 16 bits. */
export function offerWindow(t: TcpState): number {
	const { receive } = t;
	if (t.ack.noMemory) {
		receive.window = 0;
		receive.updated = t.receiveNext;
		receive.predicted = false;
		return 0;
	}
	const current = receiveWindow(t);
	let offered = wantedWindow(t);
	// What was offered is never taken back.
	if (offered < current) offered = alignUp(current, receive.scale);
	receive.window = offered;
	receive.updated = t.receiveNext;
	const field = Math.floor(Math.min(offered, 65_535 * 2 ** receive.scale) / 2 ** receive.scale);
	if (field === 0) receive.predicted = false;
	return field;
}

/** A larger segment than before came: how much of the buffer is data is known better now (tcp_measure_rcv_mss). */
export function measureOverhead(t: TcpState, length: number, truesize: number): void {
	const { receive } = t;
	const ratio = Math.max(1, Math.min(255, Math.floor((length * 256) / truesize)));
	if (ratio === receive.ratio) return;
	receive.ratio = ratio;
	const clamp = Math.max(CLAMP_MIN, windowFromSpace(receive, receive.buffer));
	const before = receive.clamp;
	receive.clamp = clamp;
	if (clamp < before) receive.threshold = Math.min(receive.threshold, clamp);
	else if (clamp > before) receive.threshold = Math.max(Math.min(receive.window, clamp), receive.threshold);
	receive.measuredSpace = Math.min(receive.measuredSpace, clamp);
}

/** Data came in segments that use the buffer well: more may be offered (tcp_grow_window). */
export function growWindow(t: TcpState, length: number, truesize: number): void {
	const { receive } = t;
	const room = Math.min(receive.clamp, freeSpace(receive)) - receive.threshold;
	if (room <= 0) return;
	let increase =
		windowFromSpace(receive, truesize) <= length ? 2 * receive.advertisedMss : slowGrowth(t, length, truesize);
	if (increase === 0) return;
	increase = Math.max(increase, 2 * length);
	receive.threshold += Math.min(room, increase);
	t.ack.quick |= 1;
}

/** __tcp_grow_window: a segment with much overhead may still grow a window that is small. */
function slowGrowth(t: TcpState, length: number, truesize: number): number {
	let size = Math.floor(windowFromSpace(t.receive, truesize) / 2);
	let window = Math.floor(windowFromSpace(t.receive, RECEIVE_BUFFER_MAX) / 2);
	while (t.receive.threshold <= window) {
		if (size <= length) return 2 * t.ack.mss;
		size >>= 1;
		window >>= 1;
	}
	return 0;
}

/** The program has read something: a buffer that it empties quickly may be larger (tcp_rcv_space_adjust). */
export function adjustSpace(t: TcpState, now: number): void {
	const { receive } = t;
	if (receive.rtt === 0 || (now - receive.measuredAt) / 1000 < receive.rtt / 8) return;
	const copied = distance(receive.copied, receive.measuredFrom) - distance(t.receiveNext, receive.copied);
	if (copied > receive.measuredSpace) growBuffer(t, copied);
	receive.measuredFrom = receive.copied;
	receive.measuredAt = now;
}

/** tcp_rcvbuf_grow */
export function growBuffer(t: TcpState, taken: number): void {
	const { receive } = t;
	const before = receive.measuredSpace;
	receive.measuredSpace = taken;
	let window = taken * 2;
	if (before > 0) window += 2 * Math.floor((window * (taken - before)) / before);
	if (t.held.length > 0) window += distance(t.held[t.held.length - 1].end, t.receiveNext);
	const buffer = Math.min(Math.floor((window * 256) / receive.ratio), RECEIVE_BUFFER_MAX);
	if (buffer <= receive.buffer) return;
	receive.buffer = buffer;
	receive.clamp = windowFromSpace(receive, buffer);
}

/** A round trip as the receiver sees it, us; `wholeWindow`: the time that a window of data took, an upper bound. */
function updateRtt(t: TcpState, sample: number, wholeWindow: boolean): void {
	const { receive } = t;
	const scaled = sample * 8;
	if (receive.rtt === 0 || scaled < receive.rtt) receive.rtt = scaled;
	else if (!wholeWindow && receive.copied === t.receiveNext) receive.rtt += sample - Math.floor(receive.rtt / 8);
}

/** tcp_rcv_rtt_measure */
export function measureWindowRtt(t: TcpState, now: number): void {
	const { receive } = t;
	if (receive.rttAt >= 0) {
		if (distance(t.receiveNext, receive.rttSeq) < 0) return;
		updateRtt(t, Math.max(1, Math.floor((now - receive.rttAt) / 1000)), true);
	}
	receive.rttSeq = (t.receiveNext + receive.window) >>> 0;
	receive.rttAt = now;
}

/** tcp_rcv_rtt_measure_ts. @param elapsed ms between our clock and the echoed timestamp. */
export function measureEchoRtt(t: TcpState, echo: number, length: number, elapsed: number): void {
	if (echo === 0 || echo === t.receive.rttEcho) return;
	t.receive.rttEcho = echo;
	if (length >= t.ack.mss && elapsed > 0) updateRtt(t, elapsed * 1000, false);
}
