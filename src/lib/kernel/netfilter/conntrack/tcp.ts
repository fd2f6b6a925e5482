/** How conntrack follows a TCP connection (net/netfilter/nf_conntrack_proto_tcp.c, nf_conntrack_tcp_packet). */
import { TCP_RST } from '../../../wire/tcp.ts';
import type { ActionParam } from '../action-param.ts';
import type { Conn } from './conn.ts';
import type { Outcome } from './outcome.ts';
import { forget, refresh } from './table.ts';
import { readOffers, readSegment, type Segment } from './tcp-segment.ts';
import { nextTcpState, tcpTimeout } from './tcp-states.ts';
import { createTcpTrack, emptySide, type TcpTrack } from './tcp-track.ts';
import { inWindow } from './tcp-window.ts';

export function followTcp(at: ActionParam, conn: Conn, isReply: boolean): Outcome {
	const segment = readSegment(at);
	if (segment === null) return 'invalid';
	if (conn.tcp === null) {
		conn.tcp = firstTrack(at, segment);
		if (conn.tcp === null) return 'invalid';
	}
	const track = conn.tcp;
	const before = conn.tcpState || 'NONE';
	const verdict = transition(at, conn, track, before, segment, isReply);
	if (typeof verdict === 'string') return verdict;
	track.last.row = segment.row;
	track.last.reply = isReply;
	const { state } = verdict;
	conn.tcpState = state;
	if (before !== state && state === 'FIN_WAIT') track.sides[isReply ? 1 : 0].closeInit = true;
	const timeout = timeoutOf(at, track, segment, state);
	if (!conn.seenReply) {
		if ((segment.flags & TCP_RST) !== 0) {
			// The only answer is a reset: there never was a connection. This packet is still translated.
			forget(at.ns.netfilter.connections, conn);
			return 'accept';
		}
	} else if (!conn.assured && (before === 'SYN_RECV' || before === 'ESTABLISHED') && state === 'ESTABLISHED') {
		conn.assured = true;
	}
	const pickedUp = !conn.seenReply && state === 'ESTABLISHED';
	refresh(
		at.ns.netfilter.connections,
		conn,
		at.k.now + (pickedUp ? Math.min(timeout, at.ns.sysctls.ctTcpUnacknowledged) : timeout)
	);
	return 'accept';
}

/** tcp_new: a connection that begins here, or one that was there before conntrack looked. */
function firstTrack(at: ActionParam, segment: Segment): TcpTrack | null {
	const state = nextTcpState('NONE', segment.row, false);
	if (state === 'INVALID' || (state !== 'SYN_SENT' && at.ns.sysctls.ctTcpLoose === 0)) return null;
	const track = createTcpTrack();
	const [sender, receiver] = track.sides;
	sender.end = sender.maxEnd = segment.end;
	sender.maxWindow = segment.window || 1;
	if (state === 'SYN_SENT') Object.assign(sender, readOffers(at));
	else {
		sender.maxEnd = (segment.end + sender.maxWindow) >>> 0;
		for (const side of [sender, receiver]) side.sackPermitted = side.liberal = true;
	}
	return track;
}

function isEstablished(conn: Conn): boolean {
	return conn.assured && conn.tcpState === 'ESTABLISHED';
}

/** The state after the segment; or what else becomes of it. */
function transition(
	at: ActionParam,
	conn: Conn,
	track: TcpTrack,
	before: string,
	segment: Segment,
	isReply: boolean
): Outcome | { state: string } {
	const { row } = segment;
	const { last } = track;
	const [own, other] = isReply ? [track.sides[1], track.sides[0]] : track.sides;
	let state = nextTcpState(before, row, isReply);
	if (state === 'INVALID') return 'invalid';
	const reopens = state === 'SYN_SENT' && (before === 'TIME_WAIT' || before === 'CLOSE');
	if (reopens && (own.closeInit || other.closeInit || (last.reply === isReply && last.row === 'rst'))) {
		forget(at.ns.netfilter.connections, conn);
		return 'repeat';
	}
	if (state === 'IGNORE' || reopens) {
		const answersSyn = row === 'synack' && last.row === 'syn' && last.reply !== isReply && segment.ack === last.end;
		if (!answersSyn) return ignore(at, track, before, segment, isReply);
		// A SYN that was ignored was right: both ends are in step, and this is a new connection of theirs.
		resume(track, last.reply, isReply);
		before = 'SYN_SENT';
		state = 'SYN_RECV';
	}
	if (state === 'TIME_WAIT' && before === 'LAST_ACK' && row === 'ack') {
		const isChallenge = last.expectChallenge && last.row === 'syn' && last.reply !== isReply;
		last.expectChallenge &&= !isChallenge;
		if (isChallenge) return 'accept';
	}
	if (state === 'SYN_SENT2') track.simultaneous = true;
	if (state === 'SYN_RECV' && isReply && row === 'ack' && track.simultaneous) state = 'ESTABLISHED';
	if (state === 'CLOSE' && row === 'rst') {
		const answersIgnored =
			((conn.seenReply && last.row === 'syn') || (!conn.assured && last.row === 'ack')) && segment.ack === last.end;
		if (other.acked && !(segment.seq === 0 && !isEstablished(conn))) {
			if (((segment.seq - other.maxAck) | 0) < 0) return 'invalid';
			const isTrain = last.row === 'ack' && last.reply === isReply && segment.seq === last.end;
			// Not exactly what the peer waits for: it will ask with a challenge ACK (RFC 5961).
			if (isEstablished(conn) && segment.seq !== other.maxAck && !isTrain) state = before;
			else return windowed(at, track, before, segment, isReply, state);
		}
		if (answersIgnored) return { state };
	}
	return windowed(at, track, before, segment, isReply, state);
}

function windowed(
	at: ActionParam,
	track: TcpTrack,
	before: string,
	segment: Segment,
	isReply: boolean,
	state: string
): Outcome | { state: string } {
	const judged = inWindow(at, track, before, segment, isReply);
	if (judged === 'accept') return { state };
	return judged === 'ignore' ? 'accept' : 'invalid';
}

/** Let through and remembered: the ends may know better. */
function ignore(at: ActionParam, track: TcpTrack, before: string, segment: Segment, isReply: boolean): Outcome {
	const { last } = track;
	last.row = segment.row;
	last.reply = isReply;
	last.seq = segment.seq;
	last.end = segment.end;
	last.window = segment.window;
	if (segment.row === 'syn' && !isReply) {
		Object.assign(last, readOffers(at));
		last.expectChallenge = before === 'LAST_ACK';
	}
	if (segment.row === 'ack' && isReply) last.ack = segment.ack;
	return 'accept';
}

function resume(track: TcpTrack, synIsReply: boolean, isReply: boolean): void {
	const { last, sides } = track;
	const side = sides[synIsReply ? 1 : 0];
	side.end = side.maxEnd = last.end;
	side.maxWindow = last.window || 1;
	side.scale = last.scale;
	side.hasScale = last.hasScale;
	side.sackPermitted = last.sackPermitted;
	side.closeInit = side.liberal = side.acked = side.unacknowledged = false;
	sides[isReply ? 1 : 0] = emptySide();
}

function timeoutOf(at: ActionParam, track: TcpTrack, segment: Segment, state: string): number {
	const { sysctls } = at.ns;
	const own = tcpTimeout(sysctls, state);
	if (track.retransmissions >= sysctls.ctTcpMaxRetrans) return Math.min(own, sysctls.ctTcpRetrans);
	if (segment.row === 'rst') return sysctls.ctTcpClose;
	if (track.sides.some((side) => side.unacknowledged)) return Math.min(own, sysctls.ctTcpUnacknowledged);
	if (track.last.window === 0) return Math.min(own, sysctls.ctTcpRetrans);
	return own;
}
