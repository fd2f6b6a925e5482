/** Sending again what was sent before (net/ipv4/tcp_output.c, tcp_retransmit_skb and tcp_xmit_retransmit_queue). */
import { TCP_ACK, TCP_FIN, TCP_PSH, TCP_SYN } from '../../../wire/tcp.ts';
import type { Kernel } from '../../context.ts';
import type { Netns } from '../../netns.ts';
import type { Socket } from '../socket.ts';
import { sendSegment, type Why } from './emit.ts';
import { rearmTimeout } from './loss-timers.ts';
import { inFlight, setRepeating } from './scoreboard.ts';
import { add, before } from './sequence.ts';
import type { SentSegment, TcpState } from './state.ts';
import { stillQueued } from './still-queued.ts';

export function flagsOf(t: TcpState, segment: SentSegment): number {
	let flags = segment.syn && t.state === 'SYN-SENT' ? 0 : TCP_ACK;
	if (segment.syn) flags |= TCP_SYN;
	if (segment.fin) flags |= TCP_FIN;
	if (segment.push) flags |= TCP_PSH;
	return flags;
}

export function repeatSegment(
	k: Kernel,
	ns: Netns,
	socket: Socket,
	t: TcpState,
	segment: SentSegment,
	why: Why = 'retransmit'
): void {
	if (stillQueued(ns, socket, segment.seq)) return;
	if (t.retransmit.since < 0) t.retransmit.since = segment.sentAt;
	segment.sentAt = k.now;
	segment.repeated = true;
	setRepeating(t, segment, true);
	sendSegment(k, ns, socket, t, flagsOf(t, segment), segment.seq, segment.data, why);
}

/** Cuts a segment that is too large for the path now into ones that fit. */
export function splitSegment(t: TcpState, index: number): void {
	const whole = t.sent[index];
	if (whole.data.length <= t.mss) return;
	const pieces: SentSegment[] = [];
	for (let from = 0; from < whole.data.length; from += t.mss) {
		const data = whole.data.subarray(from, from + t.mss);
		const last = from + data.length === whole.data.length;
		const seq = add(whole.seq, from);
		pieces.push({
			...whole,
			seq,
			data,
			end: last ? whole.end : add(seq, data.length),
			push: last && whole.push,
			fin: last && whole.fin
		});
	}
	const { congestion } = t;
	const more = pieces.length - 1;
	if (whole.sacked) congestion.sacked += more;
	if (whole.lost) congestion.lost += more;
	if (whole.repeating) congestion.repeating += more;
	t.sent.splice(index, 1, ...pieces);
}

/** Repeats what is lost, oldest first, as far as the congestion window lets it. */
export function repeatLost(k: Kernel, ns: Netns, socket: Socket, t: TcpState): void {
	if (t.congestion.lost === 0) return;
	let repeated = false;
	for (let i = 0; i < t.sent.length; i++) {
		if (inFlight(t) >= t.congestion.window) break;
		if (!t.sent[i].lost || t.sent[i].repeating) continue;
		if (!before(t.sent[i].seq, add(t.sendUnacked, t.sendWindow)) && t.sent[i].seq !== t.sendUnacked) break;
		splitSegment(t, i);
		const first = i === 0;
		repeatSegment(k, ns, socket, t, t.sent[i]);
		if (first) rearmTimeout(k, ns, socket, t);
		repeated = true;
	}
	if (repeated && t.retransmit.pending !== 'retransmit') rearmTimeout(k, ns, socket, t);
}
