/** What became of each segment on its way: the counts that the congestion window is compared with are kept in step. */
import type { SentSegment, TcpState } from './state.ts';

/** Segments that are believed to be on their way (tcp_packets_in_flight). */
export function inFlight(t: TcpState): number {
	const { sacked, lost, repeating } = t.congestion;
	return t.sent.length - sacked - lost + repeating;
}

export function setSacked(t: TcpState, segment: SentSegment, sacked: boolean): void {
	if (segment.sacked === sacked) return;
	segment.sacked = sacked;
	t.congestion.sacked += sacked ? 1 : -1;
	if (!sacked) return;
	setLost(t, segment, false);
	setRepeating(t, segment, false);
}

export function setLost(t: TcpState, segment: SentSegment, lost: boolean): void {
	if (segment.lost === lost) return;
	segment.lost = lost;
	t.congestion.lost += lost ? 1 : -1;
}

export function setRepeating(t: TcpState, segment: SentSegment, repeating: boolean): void {
	if (segment.repeating === repeating) return;
	segment.repeating = repeating;
	t.congestion.repeating += repeating ? 1 : -1;
}

/** It is acknowledged: nothing of it counts any more. Taking it out of `sent` is the caller's. */
export function forget(t: TcpState, segment: SentSegment): void {
	setSacked(t, segment, false);
	setLost(t, segment, false);
	setRepeating(t, segment, false);
}
