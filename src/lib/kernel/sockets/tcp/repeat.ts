/** Sending again what was sent before (net/ipv4/tcp_output.c, tcp_retransmit_skb and tcp_xmit_retransmit_queue). */
import { TCP_ACK, TCP_FIN, TCP_PSH, TCP_SYN } from '../../../wire/tcp.ts';
import type { Kernel } from '../../context.ts';
import type { Netns } from '../../netns.ts';
import type { Socket } from '../socket.ts';
import { type Place, sendSegment, type Why } from './emit.ts';
import { rearmTimeout } from './loss-timers.ts';
import { forget, inFlight, setRepeating } from './scoreboard.ts';
import { add, after, before, distance } from './sequence.ts';
import type { SentSegment, TcpState } from './state.ts';
import { stillQueued } from './still-queued.ts';

function flagsOf(t: TcpState, segment: SentSegment, push: boolean): number {
	let flags = segment.syn && t.state === 'SYN-SENT' ? 0 : TCP_ACK;
	if (segment.syn) flags |= TCP_SYN;
	if (segment.fin) flags |= TCP_FIN;
	if (push) flags |= TCP_PSH;
	return flags;
}

export function repeatSegment(
	k: Kernel,
	ns: Netns,
	socket: Socket,
	t: TcpState,
	segment: SentSegment,
	why: Why = 'retransmit',
	push = segment.push,
	place: Place = 'alone'
): void {
	if (stillQueued(ns, socket, segment.seq)) return;
	if (t.retransmit.since < 0) t.retransmit.since = segment.sentAt;
	segment.sentAt = k.now;
	segment.repeated = true;
	setRepeating(t, segment, true);
	sendSegment(k, ns, socket, t, flagsOf(t, segment, push), segment.seq, segment.data, why, place);
}

/**
 * Cuts what is too large for the path now into segments that fit: the one at `index`, together with the lost ones that
 * were sent after it in the same burst.
 */
export function fitSegments(t: TcpState, index: number): void {
	const first = t.sent[index];
	if (first.data.length <= t.mss) return;
	const run = [first];
	while (!run[run.length - 1].last && index + run.length < t.sent.length) {
		const next = t.sent[index + run.length];
		if (!next.lost || next.repeating || next.sacked) break;
		run.push(next);
	}
	const data = new Uint8Array(run.reduce((sum, segment) => sum + segment.data.length, 0));
	let filled = 0;
	for (const segment of run) {
		data.set(segment.data, filled);
		filled += segment.data.length;
	}
	const last = run[run.length - 1];
	const pieces: SentSegment[] = [];
	for (let from = 0; from < data.length; from += t.mss) {
		const piece = data.subarray(from, from + t.mss);
		const seq = add(first.seq, from);
		pieces.push({ ...first, seq, data: piece, end: add(seq, piece.length), push: false, last: false, fin: false });
	}
	Object.assign(pieces[pieces.length - 1], { end: last.end, push: last.push, last: true, fin: last.fin });
	for (const segment of run) forget(t, segment);
	t.congestion.lost += pieces[0].lost ? pieces.length : 0;
	t.congestion.repeating += pieces[0].repeating ? pieces.length : 0;
	t.sent.splice(index, run.length, ...pieces);
}

/**
 * Small segments that follow the one at `index` go with it when it is sent again, as far as they fit (tcp_retrans_try_collapse).
 * Answers the segment to be sent.
 */
export function joinSmall(t: TcpState, index: number): SentSegment {
	const segment = t.sent[index];
	const end = add(t.sendUnacked, t.sendWindow);
	let room = Math.min(t.mss, distance(end, segment.seq)) - segment.data.length;
	if (segment.syn || segment.sacked) return segment;
	while (index + 1 < t.sent.length) {
		const next = t.sent[index + 1];
		room -= next.data.length;
		if (room < 0 || next.sacked || after(next.end, end)) break;
		const data = new Uint8Array(segment.data.length + next.data.length);
		data.set(segment.data);
		data.set(next.data, segment.data.length);
		forget(t, next);
		t.sent.splice(index + 1, 1);
		Object.assign(segment, { data, end: next.end, push: segment.push || next.push, last: next.last, fin: next.fin });
	}
	return segment;
}

/** The segment at `index` is repeated together with the one before it. */
function goesOn(t: TcpState, index: number): boolean {
	const next = t.sent[index];
	return next !== undefined && next.lost && !next.repeating && inFlight(t) + 1 < t.congestion.window;
}

/** Repeats what is lost, oldest first, as far as the congestion window lets it. */
export function repeatLost(k: Kernel, ns: Netns, socket: Socket, t: TcpState): void {
	if (t.congestion.lost === 0) return;
	let repeated = false;
	/** Place of the one that was repeated last. */
	let latest = -1;
	for (let i = 0; i < t.sent.length; i++) {
		if (inFlight(t) >= t.congestion.window) break;
		if (!t.sent[i].lost || t.sent[i].repeating) continue;
		if (!before(t.sent[i].seq, add(t.sendUnacked, t.sendWindow)) && t.sent[i].seq !== t.sendUnacked) break;
		fitSegments(t, i);
		const first = i === 0;
		const segment = joinSmall(t, i);
		// Segments of one sk_buff that go again together are a burst, whose last one is pushed.
		const further = latest === i - 1 && i > 0 && !t.sent[i - 1].last;
		const push = segment.push || (further && segment.last);
		const place = further ? 'further' : !segment.last && goesOn(t, i + 1) ? 'first' : 'alone';
		repeatSegment(k, ns, socket, t, segment, 'retransmit', push, place);
		latest = i;
		if (first) rearmTimeout(k, ns, socket, t);
		repeated = true;
	}
	if (repeated && t.retransmit.pending !== 'retransmit') rearmTimeout(k, ns, socket, t);
}
