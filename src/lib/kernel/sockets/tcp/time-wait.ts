/** A segment for a connection of which only the memory is left (net/ipv4/tcp_minisocks.c, tcp_timewait_state_process). */
import { TCP_ACK, TCP_FIN, TCP_RST, TCP_SYN } from '../../../wire/tcp.ts';
import type { Kernel } from '../../context.ts';
import type { Netns } from '../../netns.ts';
import type { Socket } from '../socket.ts';
import { mayAnswer } from './challenge.ts';
import { finish, setState } from './change.ts';
import { TIME_WAIT } from './defaults.ts';
import { sendStrayReset, sendTimeWaitAck } from './emit.ts';
import { arm, TIMER_LINGER } from './schedule.ts';
import type { Segment } from './segment.ts';
import { add, after, before, distance } from './sequence.ts';
import type { TcpState } from './state.ts';
import { oldTimestamp, touchesWindow } from './validate.ts';

/** Answers why it was dropped or '', or `new`: the SYN of a connection that takes the old one's place; the old one is gone. */
export function receiveTimeWait(k: Kernel, ns: Netns, socket: Socket, t: TcpState, segment: Segment): 'new' | string {
	const { flags, seq, end } = segment;
	const old = oldTimestamp(t, segment, k.now);
	if (t.state === 'FIN-WAIT-2') return receiveFinWait(k, ns, socket, t, segment, old);
	const reset = (flags & TCP_RST) !== 0;
	if (!old && seq === t.receiveNext && (seq === end || reset)) {
		if (reset) {
			finish(k, ns, socket, t, 'RST received', segment.packet);
		} else {
			linger(k, ns, socket, t);
			takeTimestamp(t, segment, k.now);
		}
		return '';
	}
	if ((flags & (TCP_SYN | TCP_RST | TCP_ACK)) === TCP_SYN && !old) {
		const newer = segment.options.timestamps && distance(t.recentTimestamp, segment.options.timestamp) < 0;
		if (after(seq, t.receiveNext) || newer) {
			finish(k, ns, socket, t, 'new SYN', segment.packet);
			return 'new';
		}
	}
	if (reset) return 'reset';
	if (old || (flags & TCP_ACK) !== 0) linger(k, ns, socket, t);
	return answer(k, ns, socket, t, segment);
}

function receiveFinWait(k: Kernel, ns: Netns, socket: Socket, t: TcpState, segment: Segment, old: boolean): string {
	const { flags, seq, end } = segment;
	if (old || !touchesWindow(seq, end, t.receiveNext, add(t.receiveNext, t.receive.window)))
		return answer(k, ns, socket, t, segment);
	const newSyn = (flags & TCP_SYN) !== 0 && !before(seq, t.receiveNext);
	const nothingNew = (flags & TCP_ACK) === 0 || !after(end, t.receiveNext) || end === seq;
	if ((flags & TCP_RST) !== 0) {
		finish(k, ns, socket, t, 'RST received', segment.packet);
		return '';
	}
	if (!newSyn && nothingNew) return '';
	if (newSyn || (flags & TCP_FIN) === 0 || end !== add(t.receiveNext, 1)) {
		// There is no program any more that could read it.
		sendStrayReset(k, ns, segment, t.state);
		finish(k, ns, socket, t, 'data after close', segment.packet);
		return 'data after close';
	}
	t.receiveNext = end;
	setState(k, ns, t, 'TIME-WAIT', 'FIN received');
	takeTimestamp(t, segment, k.now);
	linger(k, ns, socket, t);
	sendTimeWaitAck(k, ns, socket, t);
	return '';
}

/** tcp_timewait_check_oow_rate_limit */
function answer(k: Kernel, ns: Netns, socket: Socket, t: TcpState, segment: Segment): string {
	const limited = segment.seq === segment.end || (segment.flags & TCP_SYN) !== 0;
	if (limited && !mayAnswer(t, k.now)) return 'rate limit';
	sendTimeWaitAck(k, ns, socket, t);
	return '';
}

function linger(k: Kernel, ns: Netns, socket: Socket, t: TcpState): void {
	arm(k, ns, socket, t.linger, TIMER_LINGER, TIME_WAIT);
}

function takeTimestamp(t: TcpState, segment: Segment, now: number): void {
	if (!segment.options.timestamps) return;
	t.recentTimestamp = segment.options.timestamp;
	t.recentTimestampAt = now;
}
