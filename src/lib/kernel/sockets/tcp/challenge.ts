/** Segments that don't fit are answered with an ACK that says what would, but not often (RFC 5961; tcp_invalid_ratelimit). */
import { TCP_SYN } from '../../../wire/tcp.ts';
import type { Kernel } from '../../context.ts';
import type { Netns } from '../../netns.ts';
import type { Socket } from '../socket.ts';
import { enterQuickMode } from './ack-state.ts';
import { CHALLENGE_INTERVAL } from './defaults.ts';
import { sendAck } from './emit.ts';
import type { Segment } from './segment.ts';
import { after, before } from './sequence.ts';
import type { TcpState } from './state.ts';

/** Whether one may be answered now. */
export function mayAnswer(t: TcpState, now: number): boolean {
	if (t.challengedAt >= 0 && now - t.challengedAt < CHALLENGE_INTERVAL) return false;
	t.challengedAt = now;
	return true;
}

/** tcp_send_challenge_ack */
export function challenge(k: Kernel, ns: Netns, socket: Socket, t: TcpState): void {
	if (mayAnswer(t, k.now)) sendAck(k, ns, socket, t);
}

/** A segment outside of the window (tcp_send_dupack); those with data can't be part of an endless exchange of ACKs. */
export function answerOutside(k: Kernel, ns: Netns, socket: Socket, t: TcpState, segment: Segment): void {
	const limited = segment.end === segment.seq || (segment.flags & TCP_SYN) !== 0;
	if (limited && !mayAnswer(t, k.now)) return;
	if (segment.end !== segment.seq && before(segment.seq, t.receiveNext)) {
		enterQuickMode(t);
		if (t.sackPermitted)
			t.duplicateSack = { start: segment.seq, end: after(segment.end, t.receiveNext) ? t.receiveNext : segment.end };
	}
	sendAck(k, ns, socket, t);
}
