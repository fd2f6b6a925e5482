/** What the peer's ACK says about what we sent (net/ipv4/tcp_input.c, tcp_ack and tcp_clean_rtx_queue). */
import { TCP_SYN } from '../../../wire/tcp.ts';
import type { Kernel } from '../../context.ts';
import type { Netns } from '../../netns.ts';
import type { Socket } from '../socket.ts';
import { challenge } from './challenge.ts';
import { increaseWindow, reduceWindow } from './congestion.ts';
import { MS, TIMEOUT_MAX } from './defaults.ts';
import { timestampClock } from './emit.ts';
import { rearmTimeout, scheduleLossProbe } from './loss-timers.ts';
import { advanceRack, alertRecovery } from './recovery.ts';
import { repeatLost } from './repeat.ts';
import { measureRtt } from './rtt.ts';
import { armRetransmit, stopRetransmit } from './schedule.ts';
import { forget, setSacked } from './scoreboard.ts';
import type { Segment } from './segment.ts';
import { add, after, before, distance } from './sequence.ts';
import type { SackBlock, TcpState } from './state.ts';
import { syncMss } from './create.ts';

interface Outcome {
	/** Segments newly acknowledged, with or without what was repeated. */
	segments: number;
	repeated: boolean;
	newlySacked: number;
	/** ns since the first of them was sent, of what was sent once; -1: none. */
	rtt: number;
}

/**
 * @param quiet Out-of-order acknowledgments are the caller's to answer.
 * Answers whether the segment may be looked at further: `bad` isn't acceptable, `old` was known before.
 */
export function acknowledge(
	k: Kernel,
	ns: Netns,
	socket: Socket,
	t: TcpState,
	segment: Segment,
	quiet: boolean
): 'good' | 'old' | 'bad' {
	const { ack } = segment;
	if (before(ack, t.sendUnacked)) {
		if (before(ack, add(t.sendUnacked, -Math.min(t.sendWindowMax, distance(t.sendUnacked, t.initialSend))))) {
			if (!quiet) challenge(k, ns, socket, t);
			return 'bad';
		}
		if (segment.options.sack.length > 0 && t.sent.length > 0) {
			const old: Outcome = { segments: 0, repeated: false, newlySacked: 0, rtt: -1 };
			markSacked(t, segment.options.sack, old, k.now);
			alertRecovery(k, ns, socket, t, false, false);
			repeatLost(k, ns, socket, t);
		}
		return 'old';
	}
	if (after(ack, t.sendNext)) {
		if (!quiet) challenge(k, ns, socket, t);
		return 'bad';
	}
	const advanced = after(ack, t.sendUnacked);
	if (advanced) t.retransmit.attempts = 0;
	updateTimestamp(t, segment, k.now);
	const windowUpdated = updateWindow(t, segment, ack);
	t.sendUnacked = ack;
	t.softError = null;
	t.retransmit.probes = 0;
	t.lastAcked = k.now;
	if (t.urgent >= 0 && !before(ack, t.urgent)) t.urgent = -1;
	if (t.sent.length === 0) {
		answerProbe(k, ns, socket, t);
		endLossProbe(t, segment, advanced);
		return 'good';
	}
	const outcome: Outcome = { segments: 0, repeated: false, newlySacked: 0, rtt: -1 };
	if (segment.options.sack.length > 0) markSacked(t, segment.options.sack, outcome, k.now);
	takeAcknowledged(t, outcome, k.now);
	takeRtt(t, segment, outcome, k.now);
	endLossProbe(t, segment, advanced);
	const hasData = segment.end !== segment.seq;
	const duplicate = !advanced && !hasData && !windowUpdated;
	const dubious = duplicate || outcome.newlySacked > 0 || t.congestion.phase !== 'open';
	if (outcome.segments > 0 && !scheduleLossProbe(k, ns, socket, t, true)) rearmTimeout(k, ns, socket, t);
	if (dubious) alertRecovery(k, ns, socket, t, advanced, duplicate);
	if (outcome.segments > 0 || outcome.newlySacked > 0 || duplicate) t.confirmPending = true;
	const { phase } = t.congestion;
	if (outcome.segments > 0 && phase !== 'recovery') increaseWindow(t, outcome.segments + outcome.newlySacked);
	repeatLost(k, ns, socket, t);
	return 'good';
}

/** RFC 7323 4.3: what the next segment echoes is of the segment that the last ACK was waiting for (tcp_replace_ts_recent). */
export function updateTimestamp(t: TcpState, segment: Segment, now: number): void {
	const { options } = segment;
	if (!options.timestamps || !t.timestamps || after(segment.seq, t.receive.updated)) return;
	if (distance(options.timestamp, t.recentTimestamp) < 0 && t.recentTimestampAt >= 0) return;
	t.recentTimestamp = options.timestamp;
	t.recentTimestampAt = now;
}

/** tcp_ack_update_window */
function updateWindow(t: TcpState, segment: Segment, ack: number): boolean {
	const window = (segment.flags & TCP_SYN) !== 0 ? segment.window : segment.window * 2 ** t.peerScale;
	const newer = after(ack, t.sendUnacked) || after(segment.seq, t.sendWindowSeq);
	if (!newer && !(segment.seq === t.sendWindowSeq && (window > t.sendWindow || window === 0))) return false;
	t.sendWindowSeq = segment.seq;
	if (window === t.sendWindow) return true;
	t.sendWindow = window;
	if (window > t.sendWindowMax) {
		t.sendWindowMax = window;
		syncMss(t);
	}
	return true;
}

/** tcp_sacktag_write_queue. Blocks below the cumulative ACK tell of duplicates and are passed over. */
function markSacked(t: TcpState, blocks: SackBlock[], outcome: Outcome, now: number): void {
	for (const { start, end } of blocks) {
		if (!before(start, end) || !after(end, t.sendUnacked) || after(end, t.sendNext)) continue;
		for (const segment of t.sent) {
			if (!before(segment.seq, end)) break;
			if (segment.sacked || before(segment.seq, start) || after(segment.end, end)) continue;
			advanceRack(t, segment, now);
			if (!segment.repeated && outcome.rtt < 0) outcome.rtt = now - segment.sentAt;
			setSacked(t, segment, true);
			outcome.newlySacked++;
		}
	}
}

/** Takes what is acknowledged out of the queue. */
function takeAcknowledged(t: TcpState, outcome: Outcome, now: number): void {
	let count = 0;
	let first = -1;
	for (const segment of t.sent) {
		if (after(segment.end, t.sendUnacked)) break;
		if (segment.repeated) outcome.repeated = true;
		else if (first < 0 && !segment.sacked) first = now - segment.sentAt;
		if (!segment.sacked) {
			advanceRack(t, segment, now);
			outcome.segments++;
		}
		forget(t, segment);
		count++;
	}
	if (count > 0) t.sent.splice(0, count);
	if (first >= 0 && !outcome.repeated) outcome.rtt = first;
	const head = t.sent.length > 0 ? t.sent[0] : null;
	if (head !== null && after(t.sendUnacked, head.seq)) {
		head.data = head.data.subarray(distance(t.sendUnacked, head.seq) - (head.syn ? 1 : 0));
		head.syn = false;
		head.seq = t.sendUnacked;
	}
	if (t.sent.length === 0) t.retransmit.since = -1;
	if (count > 0 && outcome.segments === 0) outcome.segments = count;
}

/** tcp_ack_update_rtt: of segments that were repeated only the echoed timestamp tells the round trip. */
function takeRtt(t: TcpState, segment: Segment, outcome: Outcome, now: number): void {
	const { options } = segment;
	if (outcome.rtt >= 0) return measureRtt(t, outcome.rtt);
	if (outcome.segments === 0 || !options.timestamps || options.timestampEcho === 0) return;
	const elapsed = distance(timestampClock(t, now), options.timestampEcho);
	if (elapsed >= 0) measureRtt(t, Math.max(1, elapsed) * MS);
}

/** The answer to a tail loss probe: something was lost if the probe was what filled the hole (tcp_process_tlp_ack). */
function endLossProbe(t: TcpState, { ack, options }: Segment, advanced: boolean): void {
	const { retransmit } = t;
	if (retransmit.lossProbe < 0 || before(ack, retransmit.lossProbe)) return;
	// A duplicate that ends where the probe did (RFC 2883): the segment and the probe have both arrived.
	const [first] = options.sack;
	const duplicate = first !== undefined && before(first.start, ack) && first.end === retransmit.lossProbe;
	const beyond = after(ack, retransmit.lossProbe);
	if (duplicate) {
		retransmit.lossProbe = -1;
	} else if (retransmit.lossProbeRepeats && beyond) {
		reduceWindow(t, 'reduced');
		t.congestion.phase = 'open';
		retransmit.lossProbe = -1;
	} else if (!retransmit.lossProbeRepeats || !advanced) {
		retransmit.lossProbe = -1;
	}
}

/** Nothing is on its way: was it the answer to a window probe? (tcp_ack_probe) */
function answerProbe(k: Kernel, ns: Netns, socket: Socket, t: TcpState): void {
	if (t.unsent.length === 0) return;
	const head = t.unsent[0];
	const end = add(head.seq, head.data.length + (head.fin ? 1 : 0));
	if (!after(end, add(t.sendUnacked, t.sendWindow))) {
		t.retransmit.backoff = 0;
		if (t.retransmit.pending === 'probe') stopRetransmit(t);
	} else {
		const delay = t.retransmit.timeout * 2 ** t.retransmit.backoff;
		armRetransmit(k, ns, socket, t, 'probe', Math.min(delay, TIMEOUT_MAX));
	}
}
