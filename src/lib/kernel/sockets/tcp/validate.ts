/** Whether a segment belongs to this connection at all (net/ipv4/tcp_input.c, tcp_validate_incoming; RFC 7323 5, RFC 5961). */
import { TCP_ACK, TCP_FIN, TCP_RST, TCP_SYN } from '../../../wire/tcp.ts';
import type { Errno } from '../../../trace/steps/types.ts';
import type { Kernel } from '../../context.ts';
import type { Netns } from '../../netns.ts';
import type { Socket } from '../socket.ts';
import { answerOutside, challenge } from './challenge.ts';
import { fail } from './change.ts';
import { SECOND } from './defaults.ts';
import type { Segment } from './segment.ts';
import { add, after, before, distance } from './sequence.ts';
import type { TcpState, TcpStateName } from './state.ts';
import { receiveWindow } from './window.ts';

/** TCP_PAWS_24DAYS: a clock that stood still for longer has wrapped. */
const TIMESTAMP_LIFE = 24 * 24 * 3600 * SECOND;

/** '': it does. Else why not; it was answered as it must be. */
export function validate(k: Kernel, ns: Netns, socket: Socket, t: TcpState, segment: Segment): string {
	const reset = (segment.flags & TCP_RST) !== 0;
	const syn = (segment.flags & TCP_SYN) !== 0;
	if (!reset && oldTimestamp(t, segment, k.now) && !disorderedAck(t, segment)) {
		if (syn) challenge(k, ns, socket, t);
		else answerOutside(k, ns, socket, t, segment);
		return 'old timestamp';
	}
	if (!inWindow(t, segment)) {
		if (reset) {
			if (!isFinsReset(t, segment)) return 'outside of the window';
			receiveReset(k, ns, socket, t, segment);
			return 'reset';
		}
		if (syn) challenge(k, ns, socket, t);
		else answerOutside(k, ns, socket, t, segment);
		return 'outside of the window';
	}
	if (reset) {
		const highest = t.sacks.reduce((high, block) => (after(block.end, high) ? block.end : high), t.receiveNext);
		if (segment.seq === t.receiveNext || segment.seq === highest || isFinsReset(t, segment))
			receiveReset(k, ns, socket, t, segment);
		else challenge(k, ns, socket, t);
		return 'reset';
	}
	if (syn) {
		challenge(k, ns, socket, t);
		return 'SYN inside of a connection';
	}
	return '';
}

/** Not wholly before the window nor behind it; data partly behind it only while nothing waits to be read (tcp_sequence). */
function inWindow(t: TcpState, { seq, end, flags }: Segment): boolean {
	const to = add(t.receiveNext, receiveWindow(t));
	if (before(end, t.receive.updated) || after(seq, to)) return false;
	const fin = (flags & TCP_FIN) !== 0 ? 1 : 0;
	return !after(add(end, -fin), to) || t.receive.unread.length === 0;
}

/** Of it something new is inside, or it is empty at one of the edges (tcp_minisocks.c, tcp_in_window). */
export function touchesWindow(seq: number, end: number, from: number, to: number): boolean {
	return seq === from || (after(end, from) && before(seq, to)) || (seq === to && seq === end);
}

/** PAWS: the segment is older than what came before it. */
export function oldTimestamp(t: TcpState, segment: Segment, now: number): boolean {
	const { options } = segment;
	if (!t.timestamps || !options.timestamps || t.recentTimestampAt < 0) return false;
	return distance(t.recentTimestamp, options.timestamp) > 1 && now - t.recentTimestampAt < TIMESTAMP_LIFE;
}

/** A pure ACK that changes nothing may well be late (tcp_disordered_ack). */
function disorderedAck(t: TcpState, segment: Segment): boolean {
	if (
		(segment.flags & TCP_ACK) === 0 ||
		segment.seq !== segment.end ||
		segment.seq !== t.receiveNext ||
		segment.ack !== t.sendUnacked
	)
		return false;
	const window = segment.window * 2 ** t.peerScale;
	return segment.seq === t.sendWindowSeq && window <= t.sendWindow && window !== 0;
}

/** A reset may have the number of the FIN before it. */
function isFinsReset(t: TcpState, segment: Segment): boolean {
	return (
		segment.seq === add(t.receiveNext, -1) &&
		(t.state === 'CLOSE-WAIT' || t.state === 'LAST-ACK' || t.state === 'CLOSING')
	);
}

const resetErrors: Partial<Record<TcpStateName, Errno>> = { 'SYN-SENT': 'ECONNREFUSED', 'CLOSE-WAIT': 'EPIPE' };

/** tcp_reset */
export function receiveReset(k: Kernel, ns: Netns, socket: Socket, t: TcpState, segment: Segment): void {
	const errno = resetErrors[t.state] ?? 'ECONNRESET';
	fail(
		k,
		ns,
		socket,
		t,
		{ errno, source: segment.source, icmpType: -1, code: 0, info: 0 },
		'RST received',
		segment.packet
	);
}
