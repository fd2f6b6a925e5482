/**
 * Finding losses without waiting for the timeout (RFC 8985, RACK; net/ipv4/tcp_recovery.c): a segment is lost when one
 * that was sent later has arrived and reordering would have been over. Peers without SACK are counted
 * duplicate ACKs of (RFC 6582).
 */
import type { Kernel } from '../../context.ts';
import type { Netns } from '../../netns.ts';
import type { Socket } from '../socket.ts';
import { reduceWindow } from './congestion.ts';
import { PROBE_SLACK, REORDERING } from './defaults.ts';
import { armRetransmit } from './schedule.ts';
import { setLost, setRepeating } from './scoreboard.ts';
import { after, before } from './sequence.ts';
import type { SentSegment, TcpState } from './state.ts';

/** A segment is known to have arrived (tcp_rack_advance). Call before it is forgotten. */
export function advanceRack(t: TcpState, segment: SentSegment, now: number): void {
	const rtt = now - segment.sentAt;
	// Of a repetition that was answered too soon, the answer was the original's.
	if (segment.repeated && rtt < t.rtt.minimum) return;
	const { congestion } = t;
	congestion.rackRtt = rtt;
	if (!sentAfter(segment.sentAt, segment.end, congestion)) return;
	congestion.rackTime = segment.sentAt;
	congestion.rackEnd = segment.end;
}

function sentAfter(time: number, end: number, than: { rackTime: number; rackEnd: number }): boolean {
	return time > than.rackTime || (time === than.rackTime && after(end, than.rackEnd));
}

/** At one instant segments go out by their numbers, repetitions after all others. */
function sentBefore(segment: SentSegment, than: { rackTime: number; rackEnd: number }): boolean {
	if (segment.sentAt !== than.rackTime) return segment.sentAt < than.rackTime;
	return !segment.repeating && before(segment.end, than.rackEnd);
}

function reorderingWindow(t: TcpState): number {
	const { phase, sacked } = t.congestion;
	if (phase === 'recovery' || phase === 'loss' || sacked >= REORDERING) return 0;
	return Number.isFinite(t.rtt.minimum) ? Math.min(t.rtt.minimum / 4, t.rtt.smoothed) : 0;
}

/** Marks what is lost by now; answers how long until the next one would be, 0: nothing to wait for. */
export function detectLoss(t: TcpState, now: number): number {
	const { congestion } = t;
	if (congestion.rackTime < 0) return 0;
	const tolerance = reorderingWindow(t);
	let wait = 0;
	for (const segment of t.sent) {
		if (segment.sacked || (segment.lost && !segment.repeating)) continue;
		if (!sentBefore(segment, congestion)) continue;
		const left = congestion.rackRtt + tolerance - (now - segment.sentAt);
		if (left <= 0) {
			setLost(t, segment, true);
			setRepeating(t, segment, false);
		} else {
			wait = Math.max(wait, left);
		}
	}
	return wait;
}

/** An ACK that says that something is missing, or that ends a recovery (tcp_fastretrans_alert). */
export function alertRecovery(
	k: Kernel,
	ns: Netns,
	socket: Socket,
	t: TcpState,
	advanced: boolean,
	duplicate: boolean
): void {
	const { congestion } = t;
	if (congestion.phase !== 'open' && congestion.phase !== 'disorder' && !before(t.sendUnacked, congestion.highSeq))
		endRecovery(t);
	if (t.sackPermitted) {
		const wait = detectLoss(t, k.now);
		if (wait > 0) armRetransmit(k, ns, socket, t, 'reorder', wait + PROBE_SLACK);
	} else {
		countDuplicates(t, advanced, duplicate);
	}
	if (congestion.lost > 0 && congestion.phase !== 'recovery' && congestion.phase !== 'loss')
		reduceWindow(t, 'recovery');
	if (congestion.phase === 'open' && congestion.sacked > 0) congestion.phase = 'disorder';
	else if (congestion.phase === 'disorder' && congestion.sacked === 0) congestion.phase = 'open';
}

function endRecovery(t: TcpState): void {
	const { congestion } = t;
	if (congestion.phase === 'recovery') congestion.window = Math.max(1, congestion.threshold);
	congestion.phase = 'open';
	congestion.duplicates = 0;
	t.retransmit.since = -1;
}

function countDuplicates(t: TcpState, advanced: boolean, duplicate: boolean): void {
	const { congestion } = t;
	const head = t.sent.length > 0 ? t.sent[0] : null;
	if (advanced) {
		congestion.duplicates = 0;
		// Recovery goes on: the next hole is lost too (RFC 6582 3.2, partial acknowledgment).
		if (congestion.phase === 'recovery' && head !== null) setLost(t, head, true);
	} else if (duplicate && ++congestion.duplicates >= REORDERING && head !== null && congestion.phase !== 'recovery') {
		setLost(t, head, true);
	}
}
