/** What happens when time is over (net/ipv4/tcp_timer.c). */
import type { StepFacts } from '../../../trace/steps/types.ts';
import type { Kernel } from '../../context.ts';
import type { Netns } from '../../netns.ts';
import type { Socket } from '../socket.ts';
import { ackTimer } from './acks.ts';
import { fail, finish } from './change.ts';
import { reduceWindow } from './congestion.ts';
import { SYN_LINEAR_TIMEOUTS, TIMEOUT_INITIAL, TIMEOUT_MAX, TIMEOUT_MIN } from './defaults.ts';
import { sendProbe } from './emit.ts';
import { continueWrite } from './input.ts';
import { keepaliveTimer } from './keepalive.ts';
import { rearmTimeout } from './loss-timers.ts';
import { writeOut } from './transmit.ts';
import { programReads } from './receive-data.ts';
import { detectLoss } from './recovery.ts';
import { fitSegments, joinSmall, repeatLost, repeatSegment } from './repeat.ts';
import {
	armRetransmit,
	due,
	TIMER_ACK,
	TIMER_KEEPALIVE,
	TIMER_LINGER,
	TIMER_READ,
	TIMER_RETRANSMIT,
	TIMER_WRITE
} from './schedule.ts';
import { setLost, setRepeating, setSacked } from './scoreboard.ts';
import { add, after, distance } from './sequence.ts';
import type { TcpState } from './state.ts';

export function tcpTimer(k: Kernel, ns: Netns, key: number, extra: number, _cause: number): void {
	const socket = ns.sockets.all.get(key);
	const t = socket?.tcp ?? null;
	if (socket === undefined || t === null) return;
	if (extra === TIMER_READ) programReads(k, ns, socket, t);
	else if (extra === TIMER_WRITE) continueWrite(k, ns, socket, t);
	else if (extra === TIMER_ACK && due(k, ns, socket, t.ack, extra)) delayedAck(k, ns, socket, t);
	else if (extra === TIMER_LINGER && due(k, ns, socket, t.linger, extra)) lingerOver(k, ns, socket, t);
	else if (extra === TIMER_KEEPALIVE && due(k, ns, socket, t.keepalive, extra)) keepaliveTimer(k, ns, socket, t);
	else if (extra === TIMER_RETRANSMIT && due(k, ns, socket, t.retransmit, extra)) transmitTimer(k, ns, socket, t);
}

function record(
	k: Kernel,
	ns: Netns,
	t: TcpState,
	timer: StepFacts['tcp-timer']['timer'],
	attempt: number,
	timeout: number
): void {
	if (k.rec.on)
		t.cause = k.rec.step(ns, 'socket', 'note', null, { kind: 'tcp-timer', timer, attempt, timeout }, t.cause);
}

function delayedAck(k: Kernel, ns: Netns, socket: Socket, t: TcpState): void {
	if (!t.ack.scheduled) return;
	record(k, ns, t, 'delayed-ack', 1, t.ack.timeout);
	ackTimer(k, ns, socket, t);
}

function lingerOver(k: Kernel, ns: Netns, socket: Socket, t: TcpState): void {
	record(k, ns, t, 'time-wait', 1, 0);
	finish(k, ns, socket, t, 'time is over', null);
}

function transmitTimer(k: Kernel, ns: Netns, socket: Socket, t: TcpState): void {
	const { pending } = t.retransmit;
	if (pending === 'loss-probe') return sendLossProbe(k, ns, socket, t);
	if (pending === 'reorder') return reorderOver(k, ns, socket, t);
	t.retransmit.pending = 'none';
	if (pending === 'retransmit') retransmit(k, ns, socket, t);
	else if (pending === 'probe') probeWindow(k, ns, socket, t);
}

/** What `boundary` doublings from `base` come to (tcp_model_timeout). */
function modelTimeout(boundary: number, base: number): number {
	const doublings = Math.floor(Math.log2(TIMEOUT_MAX / base));
	if (boundary <= doublings) return (2 ** (boundary + 1) - 1) * base;
	return (2 ** (doublings + 1) - 1) * base + (boundary - doublings) * TIMEOUT_MAX;
}

/** The peer is given up (tcp_write_timeout). */
function expired(ns: Netns, t: TcpState, now: number): boolean {
	const { attempts, since, timeout } = t.retransmit;
	if (t.state === 'SYN-RECV') return attempts >= ns.sysctls.tcpSynackRetries;
	const syn = t.state === 'SYN-SENT';
	let boundary = ns.sysctls.tcpRetries2;
	if (syn) {
		boundary = ns.sysctls.tcpSynRetries;
		if (attempts >= boundary + SYN_LINEAR_TIMEOUTS) return true;
	} else if (t.orphan) {
		// net.ipv4.tcp_orphan_retries 0 means 8 while the timeout still grows.
		boundary = timeout < TIMEOUT_MAX ? 8 : 0;
	}
	return attempts > 0 && now - since >= modelTimeout(boundary, syn ? TIMEOUT_INITIAL : TIMEOUT_MIN);
}

function giveUp(k: Kernel, ns: Netns, socket: Socket, t: TcpState): void {
	if (t.state === 'SYN-RECV' && t.parent >= 0) return finish(k, ns, socket, t, 'no answer', null);
	const soft = t.softError ?? { errno: 'ETIMEDOUT' as const, source: socket.peerAddress, icmpType: -1, code: 0 };
	fail(k, ns, socket, t, { ...soft, info: 0 }, 'no answer', null);
}

/** tcp_retransmit_timer */
export function retransmit(k: Kernel, ns: Netns, socket: Socket, t: TcpState): void {
	if (t.sent.length === 0) return;
	const timer = t.retransmit;
	if (expired(ns, t, k.now)) return giveUp(k, ns, socket, t);
	record(k, ns, t, 'retransmit', timer.attempts + 1, timer.timeout);
	enterLoss(t);
	timer.attempts++;
	fitSegments(t, 0);
	repeatSegment(k, ns, socket, t, joinSmall(t, 0));
	if (t.state === 'SYN-RECV' && t.parent >= 0) {
		timer.timeout = Math.min(TIMEOUT_INITIAL * 2 ** timer.attempts, TIMEOUT_MAX);
	} else if (t.state !== 'SYN-SENT' || timer.attempts > SYN_LINEAR_TIMEOUTS) {
		timer.backoff++;
		timer.timeout = Math.min(timer.timeout * 2, TIMEOUT_MAX);
	}
	armRetransmit(k, ns, socket, t, 'retransmit', timer.timeout);
}

/** Everything that isn't known to have arrived is believed lost (tcp_enter_loss). */
function enterLoss(t: TcpState): void {
	const reneged = t.sent[0].sacked;
	for (const segment of t.sent) {
		if (reneged) setSacked(t, segment, false);
		if (segment.sacked) continue;
		setLost(t, segment, true);
		setRepeating(t, segment, false);
	}
	const { congestion } = t;
	if (congestion.phase !== 'loss') reduceWindow(t, 'loss');
	congestion.window = 1;
	congestion.limited = true;
	congestion.duplicates = 0;
	t.retransmit.lossProbe = -1;
}

/** The last segment, or new data, in the hope of an ACK that shows what is lost (tcp_send_loss_probe). */
function sendLossProbe(k: Kernel, ns: Netns, socket: Socket, t: TcpState): void {
	const timer = t.retransmit;
	if (timer.lossProbe < 0 && t.sent.length > 0) {
		record(k, ns, t, 'probe', 1, 0);
		const before = t.sendNext;
		timer.lossProbeRepeats = false;
		if (t.unsent.length > 0) writeOut(k, ns, socket, t, 'off', 'probe');
		if (t.sendNext === before) {
			repeatSegment(k, ns, socket, t, t.sent[t.sent.length - 1]);
			timer.lossProbeRepeats = true;
		}
		timer.lossProbe = t.sendNext;
		timer.pending = 'none';
	}
	rearmTimeout(k, ns, socket, t);
}

/** Reordering would be over now: what is missing is lost (tcp_rack_reo_timeout). */
function reorderOver(k: Kernel, ns: Netns, socket: Socket, t: TcpState): void {
	detectLoss(t, k.now);
	const { phase, lost } = t.congestion;
	if (lost > 0 && phase !== 'recovery' && phase !== 'loss') reduceWindow(t, 'recovery');
	repeatLost(k, ns, socket, t);
	if (t.retransmit.pending !== 'retransmit') rearmTimeout(k, ns, socket, t);
}

/** The peer's window is closed: is it still? (tcp_probe_timer, tcp_write_wakeup) */
function probeWindow(k: Kernel, ns: Netns, socket: Socket, t: TcpState): void {
	const timer = t.retransmit;
	if (t.sent.length > 0 || t.unsent.length === 0) {
		timer.probes = 0;
		return;
	}
	let most = ns.sysctls.tcpRetries2;
	if (t.orphan) {
		const alive = timer.timeout * 2 ** timer.backoff < TIMEOUT_MAX;
		most = alive ? 8 : 0;
		if (!alive && timer.backoff >= most) return giveUp(k, ns, socket, t);
	}
	if (timer.probes >= most) return giveUp(k, ns, socket, t);
	record(k, ns, t, 'probe', timer.probes + 1, timer.timeout * 2 ** timer.backoff);
	timer.probes++;
	const room = distance(add(t.sendUnacked, t.sendWindow), t.unsent[0].seq);
	if (room > 0) {
		sendInto(k, ns, socket, t, room);
		return;
	}
	sendProbe(k, ns, socket, t);
	if (timer.backoff < ns.sysctls.tcpRetries2) timer.backoff++;
	armRetransmit(k, ns, socket, t, 'probe', Math.min(timer.timeout * 2 ** timer.backoff, TIMEOUT_MAX));
}

/** The window isn't closed, only too small for a full segment: the probe is what fits. */
function sendInto(k: Kernel, ns: Netns, socket: Socket, t: TcpState, room: number): void {
	const head = t.unsent[0];
	if (head.data.length > room) {
		const rest = { ...head, seq: add(head.seq, room), data: head.data.subarray(room) };
		t.unsent.splice(0, 1, { seq: head.seq, data: head.data.slice(0, room), push: true, fin: false }, rest);
	} else {
		head.push = true;
	}
	if (after(add(head.seq, room), t.pushedSeq)) t.pushedSeq = add(head.seq, room);
	writeOut(k, ns, socket, t, 'off', 'one');
}
