/**
 * What the delayed ACK's decisions rest on (net/ipv4/tcp_input.c, tcp_event_data_recv; tcp_output.c, tcp_event_ack_sent):
 * counted and predicted with each segment that comes or goes. Decided is in `acks.ts`.
 */
import { ACK_TIMEOUT_MIN, HEADER, MSS_DEFAULT, MSS_MIN, QUICK_MAX, TIMESTAMP_OPTION } from './defaults.ts';
import { TCP_FIN, TCP_PSH, TCP_SYN } from '../../../wire/tcp.ts';
import type { Segment } from './segment.ts';
import type { AckState, TcpState } from './state.ts';
import { growWindow, measureOverhead, measureWindowRtt } from './window.ts';

/** net.ipv4.tcp_pingpong_thresh */
const PINGPONG = 1;

export function inPingpong(ack: AckState): boolean {
	return ack.pingpong >= PINGPONG;
}

export function enterPingpong(ack: AckState): void {
	ack.pingpong = PINGPONG;
}

export function quickMode(ack: AckState): boolean {
	return ack.quick > 0 && ack.pingpong < PINGPONG;
}

function increaseQuick(t: TcpState): void {
	const segments = Math.max(2, Math.floor(t.receive.window / (2 * t.ack.mss)));
	t.ack.quick = Math.max(t.ack.quick, Math.min(segments, QUICK_MAX));
}

/** Something is odd: the peer shall hear of it soon (tcp_enter_quickack_mode). */
export function enterQuickMode(t: TcpState): void {
	increaseQuick(t);
	t.ack.pingpong = 0;
	t.ack.timeout = ACK_TIMEOUT_MIN;
}

/** Data in order came (tcp_event_data_recv). */
export function dataReceived(t: TcpState, segment: Segment, truesize: number, now: number): void {
	const { ack } = t;
	ack.scheduled = true;
	measureSegment(t, segment, truesize);
	measureWindowRtt(t, now);
	const gap = now - ack.lastReceived;
	if (ack.timeout === 0) {
		increaseQuick(t);
		ack.timeout = ACK_TIMEOUT_MIN;
	} else if (gap <= ACK_TIMEOUT_MIN / 2) {
		ack.timeout = ack.timeout / 2 + ACK_TIMEOUT_MIN / 2;
	} else if (gap < ack.timeout) {
		ack.timeout = Math.min(ack.timeout / 2 + gap, t.retransmit.timeout);
	} else if (gap > t.retransmit.timeout) {
		increaseQuick(t);
	}
	ack.lastReceived = now;
	if (segment.length >= 128) growWindow(t, segment.length, truesize);
}

/** tcp_measure_rcv_mss: how large the peer's full segments are, and whether this one ended a write. */
export function measureSegment(t: TcpState, segment: Segment, truesize: number): void {
	const { ack } = t;
	const last = ack.lastSize;
	ack.lastSize = 0;
	if (segment.length >= ack.mss) {
		if (segment.length !== ack.mss) measureOverhead(t, segment.length, truesize);
		ack.mss = Math.min(segment.length, t.receive.advertisedMss);
		if ((segment.flags & TCP_PSH) !== 0) ack.pushed = Math.max(ack.pushed, 1);
		return;
	}
	const whole = segment.length + segment.headerLength;
	if (
		whole >= MSS_DEFAULT + HEADER ||
		(whole >= MSS_MIN + HEADER && (segment.flags & (TCP_FIN | TCP_SYN | TCP_PSH)) === 0)
	) {
		ack.lastSize = whole - HEADER - (t.timestamps ? TIMESTAMP_OPTION : 0);
		if (ack.lastSize === last) {
			ack.mss = last;
			return;
		}
	}
	ack.pushed = Math.min(2, ack.pushed + 1);
}

/** An ACK went out, on whatever segment (tcp_event_ack_sent). */
export function ackSent(ack: AckState): void {
	if (ack.quick > 0) {
		const used = ack.scheduled ? 1 : 0;
		if (used >= ack.quick) {
			ack.quick = 0;
			ack.timeout = ACK_TIMEOUT_MIN;
		} else {
			ack.quick -= used;
		}
	}
	ack.scheduled = false;
	ack.noMemory = false;
	ack.pushed = 0;
	ack.now = false;
	ack.deadline = -1;
}

/** Data went out: if it answers what just came, the connection is one of requests and answers (tcp_event_data_sent). */
export function dataSent(ack: AckState, now: number): void {
	if (now - ack.lastReceived < ack.timeout) ack.pingpong = Math.min(ack.pingpong + 1, 255);
}
