/**
 * Segments that come while a program's write is going on. In Linux each burst of a write drains the network that needs no
 * time before the next burst goes out, and what comes back meanwhile waits until the write has sent what it may
 * (net/core/sock.c, release_sock; net/ipv4/tcp_ipv4.c, tcp_add_backlog). Only links without delay show it.
 */
import { TCP_ACK, TCP_FIN, TCP_RST, TCP_SYN, TCP_URG } from '../../../wire/tcp.ts';
import { release } from '../../packet.ts';
import type { Segment } from './segment.ts';
import { before } from './sequence.ts';
import type { TcpState } from './state.ts';

/** Keeps a segment. An ACK that only goes further than the one before it takes its place. */
export function keep(t: TcpState, segment: Segment): void {
	const last = t.backlog.length > 0 ? t.backlog[t.backlog.length - 1] : null;
	if (
		last === null ||
		!isPureAck(last) ||
		!isPureAck(segment) ||
		last.seq !== segment.seq ||
		!sameOptions(last, segment)
	) {
		t.backlog.push(segment);
		return;
	}
	if (!before(segment.ack, last.ack)) {
		last.ack = segment.ack;
		last.window = segment.window;
	}
	release(segment.packet);
}

function isPureAck({ flags, seq, end }: Segment): boolean {
	return seq === end && (flags & (TCP_ACK | TCP_SYN | TCP_RST | TCP_FIN | TCP_URG)) === TCP_ACK;
}

function sameOptions(a: Segment, b: Segment): boolean {
	if (a.headerLength !== b.headerLength) return false;
	for (let i = 20; i < a.headerLength; i++) {
		if (a.packet.bytes[a.at + i] !== b.packet.bytes[b.at + i]) return false;
	}
	return true;
}

export function dropBacklog(t: TcpState): void {
	for (const segment of t.backlog) release(segment.packet);
	t.backlog = [];
}
