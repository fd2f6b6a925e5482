/**
 * What the program wrote goes out, as far as the windows, Nagle and the sizes of bursts let it (net/ipv4/tcp_output.c,
 * tcp_write_xmit). As in Linux a burst of segments is cut from one buffer at once; its last segment carries PSH.
 */
import { TCP_ACK, TCP_FIN, TCP_PSH } from '../../../wire/tcp.ts';
import type { Kernel } from '../../context.ts';
import type { Netns } from '../../netns.ts';
import type { Socket } from '../socket.ts';
import { burstSegments, shouldDefer } from './burst.ts';
import { validateWindow } from './congestion.ts';
import { BURST_PAUSE } from './defaults.ts';
import { sendSegment } from './emit.ts';
import { rearmTimeout, scheduleLossProbe } from './loss-timers.ts';
import { establishedOptions } from './options.ts';
import { armRetransmit, TIMER_WRITE } from './schedule.ts';
import { inFlight } from './scoreboard.ts';
import { add, after, distance } from './sequence.ts';
import type { TcpState, UnsentBuffer } from './state.ts';

/** `off`: everything goes out; `on`: small segments wait for the ACK of the one before. */
export type Nagle = 'on' | 'off';

/** `one`: a single burst. `probe`: one segment even beyond the congestion window, as a loss probe. */
export type Amount = 'all' | 'one' | 'probe';

/** Data bytes in a segment sent now: SACK blocks take of its room (tcp_current_mss). */
export function currentMss(t: TcpState): number {
	if (t.sacks.length === 0 && t.duplicateSack === null) return t.mss;
	const blocks = Math.min(establishedOptions(t, 0).sack.length, t.timestamps ? 3 : 4);
	return t.mss - (blocks > 0 ? 4 + 8 * blocks : 0);
}

/** Segments that may be sent now; a burst never takes more than half of the window (tcp_cwnd_test). */
function windowLeft(t: TcpState): number {
	const { window } = t.congestion;
	const flight = inFlight(t);
	return flight >= window ? 0 : Math.min(Math.max(window >> 1, 1), window - flight);
}

function fitsPeer(t: TcpState, buffer: UnsentBuffer, mss: number): boolean {
	const length = Math.min(buffer.data.length, mss) + (buffer.fin && buffer.data.length <= mss ? 1 : 0);
	return !after(add(buffer.seq, length), add(t.sendUnacked, t.sendWindow));
}

/** Nagle as Minshall has it: a small segment waits only while another small one is on its way (tcp_nagle_check). */
function nagleHolds(t: TcpState, nagle: Nagle): boolean {
	if (t.urgent >= 0) return false;
	if (t.corked && nagle === 'on') return true;
	return (
		nagle === 'on' &&
		!t.nodelay &&
		t.sent.length > 0 &&
		after(t.smallSeq, t.sendUnacked) &&
		!after(t.smallSeq, t.sendNext)
	);
}

/** How much of `buffer` goes out in one burst (tcp_mss_split_point). */
function splitPoint(t: TcpState, buffer: UnsentBuffer, mss: number, segments: number, nagle: Nagle): number {
	const most = mss * segments;
	const window = distance(add(t.sendUnacked, t.sendWindow), buffer.seq);
	const last = t.unsent[t.unsent.length - 1] === buffer;
	if (most <= window && !last) return Math.min(most, buffer.data.length);
	const needed = Math.min(buffer.data.length, window);
	if (most <= needed) return most;
	const partial = needed % mss;
	return partial !== 0 && nagleHolds(t, nagle) ? needed - partial : needed;
}

/** Sends what may be sent. True: something waits and nothing is on its way that would bring an ACK. */
export function writeOut(k: Kernel, ns: Netns, socket: Socket, t: TcpState, nagle: Nagle, amount: Amount): boolean {
	if (t.write === 'paused') return false;
	const mss = currentMss(t);
	let sent = 0;
	let stopped = false;
	while (t.unsent.length > 0) {
		const buffer = t.unsent[0];
		let quota = windowLeft(t);
		if (quota === 0) {
			if (amount !== 'probe') {
				stopped = true;
				break;
			}
			quota = 1;
		}
		quota = Math.min(quota, burstSegments(t, mss));
		if (!fitsPeer(t, buffer, mss)) break;
		const segments = Math.max(1, Math.ceil(buffer.data.length / mss));
		let length = Math.min(buffer.data.length, mss);
		if (segments === 1) {
			const last = t.unsent.length === 1;
			if (buffer.data.length < mss && !buffer.fin && last && nagleHolds(t, nagle)) break;
		} else {
			const waits = amount === 'all' ? shouldDefer(t, buffer, mss, k.now) : null;
			if (waits !== null) {
				stopped = waits === 'congestion';
				break;
			}
			length = splitPoint(t, buffer, mss, quota, nagle);
			if (length <= 0) break;
		}
		sent += sendBurst(k, ns, socket, t, buffer, length, mss);
		if (t.write === 'running') {
			t.write = 'paused';
			k.schedule(ns, BURST_PAUSE, 'tcp', socket.id, TIMER_WRITE, t.cause);
			break;
		}
		if (amount !== 'all') break;
	}
	if (sent > 0) {
		if (amount !== 'probe') scheduleLossProbe(k, ns, socket, t, false);
		validateWindow(t, stopped);
		return false;
	}
	return t.sent.length === 0 && t.unsent.length > 0;
}

/** Cuts `length` bytes from `buffer` into segments and sends them. */
function sendBurst(
	k: Kernel,
	ns: Netns,
	socket: Socket,
	t: TcpState,
	buffer: UnsentBuffer,
	length: number,
	mss: number
): number {
	const whole = length === buffer.data.length;
	const data = buffer.data.slice(0, length);
	const fin = whole && buffer.fin;
	const segments = Math.max(1, Math.ceil(length / mss));
	const push = whole && buffer.push;
	const first = buffer.seq;
	if (whole) {
		t.unsent.shift();
	} else {
		buffer.data = buffer.data.subarray(length);
		buffer.seq = add(first, length);
	}
	const empty = t.sent.length === 0;
	for (let i = 0; i < segments; i++) {
		const piece = data.subarray(i * mss, (i + 1) * mss);
		const last = i === segments - 1;
		const seq = add(first, i * mss);
		const end = add(seq, piece.length + (last && fin ? 1 : 0));
		t.sent.push({
			seq,
			end,
			data: piece,
			syn: false,
			fin: last && fin,
			push: last && push,
			last,
			sentAt: k.now,
			repeated: false,
			repeating: false,
			sacked: false,
			lost: false
		});
		t.sendNext = end;
		if (piece.length > 0) t.lastSent = k.now;
		// A burst of several segments is pushed whatever the write was (__tcp_transmit_skb, tcp_skb_pcount).
		const flags = TCP_ACK | (last && (push || segments > 1) ? TCP_PSH : 0) | (last && fin ? TCP_FIN : 0);
		const place = segments === 1 ? 'alone' : i === 0 ? 'first' : 'further';
		sendSegment(k, ns, socket, t, flags, seq, piece, piece.length > 0 ? 'data' : 'close', place);
	}
	if (data.length < segments * mss) t.smallSeq = t.sendNext;
	if (empty || t.retransmit.pending === 'loss-probe') rearmTimeout(k, ns, socket, t);
	return segments;
}

/** Sends what may be sent, and begins to probe a closed window (__tcp_push_pending_frames). */
export function pushPending(k: Kernel, ns: Netns, socket: Socket, t: TcpState, nagle: Nagle): void {
	if (t.unsent.length === 0 || t.state === 'CLOSED' || t.minisocket) return;
	if (writeOut(k, ns, socket, t, nagle, 'all') && t.retransmit.pending === 'none') {
		armRetransmit(k, ns, socket, t, 'probe', t.retransmit.timeout);
	}
}
