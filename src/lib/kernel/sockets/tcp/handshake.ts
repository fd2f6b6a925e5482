/**
 * The three segments that begin a connection, on both sides (net/ipv4/tcp_input.c, tcp_rcv_synsent_state_process and
 * tcp_conn_request; tcp_minisocks.c, tcp_check_req).
 */
import { TCP_ACK, TCP_FIN, TCP_RST, TCP_SYN } from '../../../wire/tcp.ts';
import { noTcpOptions } from '../../../wire/tcp-options.ts';
import type { Kernel } from '../../context.ts';
import type { Netns } from '../../netns.ts';
import { connectionKey, createSocket, destroySocket, type Socket } from '../socket.ts';
import { enterQuickMode } from './ack-state.ts';
import { acknowledge, updateTimestamp } from './acknowledge.ts';
import { answerOutside, mayAnswer } from './challenge.ts';
import { finish, leaveListener, setState } from './change.ts';
import { createTcp, guessPeerSegment, pathMtu, syncMss } from './create.ts';
import { MS, MSS_DEFAULT, PROBE_SLACK, TIMEOUT_INITIAL, TIMESTAMP_OPTION } from './defaults.ts';
import { sendAck, sendSegment, sendStrayReset, timestampClock } from './emit.ts';
import { initialSequence, timestampOffset } from './initial.ts';
import { repeatSegment } from './repeat.ts';
import { measureRtt } from './rtt.ts';
import { armRetransmit, stopRetransmit } from './schedule.ts';
import type { Segment } from './segment.ts';
import { add, after, distance } from './sequence.ts';
import type { ListenState, SentSegment, TcpState } from './state.ts';
import { COOKIE_VALID, cookieClock, cookieMss, cookieOptions, makeCookie } from './syn-cookie.ts';
import { oldTimestamp, receiveReset, touchesWindow } from './validate.ts';
import { createReceiveWindow, startWindow } from './window.ts';

const NO_DATA = new Uint8Array(0);

/** Our SYN, in the queue until it is acknowledged. */
export function queueSyn(t: TcpState, now: number): SentSegment {
	const syn: SentSegment = {
		seq: t.initialSend,
		end: add(t.initialSend, 1),
		data: NO_DATA,
		syn: true,
		fin: false,
		push: false,
		last: true,
		sentAt: now,
		repeated: false,
		repeating: false,
		sacked: false,
		lost: false
	};
	t.sent.push(syn);
	t.sendNext = syn.end;
	t.writeNext = syn.end;
	t.smallSeq = syn.end;
	t.pushedSeq = syn.end;
	t.retransmit.since = now;
	return syn;
}

/** What the peer's SYN says of it. */
function takeSyn(t: TcpState, segment: Segment, now: number, crossed = false): void {
	const { options } = segment;
	t.initialReceive = segment.seq;
	t.receiveNext = add(segment.seq, 1);
	t.receive.updated = t.receiveNext;
	t.receive.copied = t.receiveNext;
	// The window of a SYN is never scaled.
	t.sendWindow = segment.window;
	t.sendWindowSeq = segment.seq;
	t.sendWindowMax = Math.max(t.sendWindowMax, t.sendWindow);
	t.peerMss = options.mss > 0 ? options.mss : MSS_DEFAULT;
	t.sackPermitted = options.sackPermitted;
	t.timestamps = options.timestamps;
	if (options.timestamps) {
		t.recentTimestamp = options.timestamp;
		t.recentTimestampAt = now;
	}
	t.scaling = options.windowScale >= 0;
	t.peerScale = Math.min(Math.max(options.windowScale, 0), 14);
	// Both called at once: our SYN has offered a scale, and Linux goes on with it (the crossed SYN resets nothing).
	if (!t.scaling && !crossed) {
		t.receive.scale = 0;
		t.receive.clamp = Math.min(t.receive.clamp, 65_535);
	}
}

/** The handshake is done (tcp_init_transfer). */
function establish(t: TcpState, now: number): void {
	if (t.timestamps) t.receive.advertisedMss -= TIMESTAMP_OPTION;
	syncMss(t);
	guessPeerSegment(t);
	startWindow(t, now);
	t.lastSent = now;
}

/** A SYN for a listener: a child is made, which answers. Answers why not, '', or `cookie`: a child was made from one. */
export function receiveSyn(k: Kernel, ns: Netns, listener: Socket, segment: Segment): string {
	const { packet, flags } = segment;
	if ((flags & TCP_RST) !== 0) return 'reset';
	const listen = listener.tcp!.listen!;
	if ((flags & TCP_ACK) !== 0) {
		if ((flags & TCP_SYN) === 0 && cookieExpected(ns, listen, k.now)) {
			const why = receiveCookie(k, ns, listener, listen, segment);
			if (why !== '') return why;
		}
		sendStrayReset(k, ns, segment, 'LISTEN');
		return 'ACK without a connection';
	}
	if ((flags & TCP_SYN) === 0 || (flags & TCP_FIN) !== 0) return 'not a SYN';
	// tcp_v4_conn_request
	if (packet.route?.type !== 'local') return 'SYN to a broadcast address';
	const { tcpSyncookies, tcpMaxSynBacklog } = ns.sysctls;
	const full = listen.halfOpen.length > listen.backlog;
	const cookie = tcpSyncookies === 2 || (full && tcpSyncookies !== 0);
	if ((full && !cookie) || listen.waiting > listen.backlog) return 'backlog';
	if (tcpSyncookies === 0 && tcpMaxSynBacklog - listen.halfOpen.length < tcpMaxSynBacklog >> 2) return 'backlog';
	const child = createChild(k, ns, listener, segment, segment.options.timestamps);
	const t = child.tcp!;
	const { options } = segment;
	if (cookie) {
		listen.cookieAt = k.now;
		// Without timestamps there is no place where options could be remembered.
		const kept = options.timestamps ? options : { ...noTcpOptions(), mss: options.mss };
		takeSyn(t, { ...segment, options: kept }, k.now);
		t.initialSend = makeCookie(ns, child, segment.seq, t.peerMss, k.now, k.random());
		t.timestampOffset += cookieClock(kept, k.now) - Math.floor(k.now / MS);
		sendSegment(k, ns, child, t, TCP_SYN | TCP_ACK, t.initialSend, NO_DATA, 'cookie');
		destroySocket(ns.sockets, child);
		return '';
	}
	takeSyn(t, segment, k.now);
	connect(ns, child);
	listen.halfOpen.push(child.id);
	if (k.rec.on)
		t.cause = k.rec.step(
			ns,
			'socket',
			'note',
			null,
			{ kind: 'tcp-state', before: 'LISTEN', after: 'SYN-RECV', why: 'SYN received' },
			t.cause
		);
	queueSyn(t, k.now);
	sendSegment(k, ns, child, t, TCP_SYN | TCP_ACK, t.initialSend, NO_DATA, 'accept');
	armRetransmit(k, ns, child, t, 'retransmit', TIMEOUT_INITIAL);
	return '';
}

/** The socket of a connection that a listener is asked for. */
function createChild(k: Kernel, ns: Netns, listener: Socket, segment: Segment, timestamps: boolean): Socket {
	const child = createSocket(ns.sockets, 'tcp', listener.owner, segment.packet.flow);
	child.localAddress = segment.destination;
	child.localPort = segment.destinationPort;
	child.peerAddress = segment.source;
	child.peerPort = segment.sourcePort;
	const mtu = pathMtu(k, ns, segment.source, segment.destination);
	const t = createTcp('SYN-RECV', initialSequence(ns, child, k.now, k.random()), mtu, timestamps);
	child.tcp = t;
	t.parent = listener.id;
	t.cause = segment.packet.cause;
	t.ipId = k.random() & 0xffff;
	t.timestampOffset = timestampOffset(ns, child, k.random());
	return child;
}

/** From now on the peer's segments are this socket's. */
function connect(ns: Netns, child: Socket): void {
	const key = connectionKey(child.localAddress, child.localPort, child.peerAddress, child.peerPort);
	ns.sockets.connections.set(key, child);
}

/** tcp_synq_no_recent_overflow */
function cookieExpected(ns: Netns, listen: ListenState, now: number): boolean {
	return ns.sysctls.tcpSyncookies !== 0 && listen.cookieAt >= 0 && now - listen.cookieAt <= COOKIE_VALID;
}

/** The third segment of a handshake that was forgotten (cookie_v4_check). `cookie`: its connection is there again; '': it brings no cookie. */
function receiveCookie(k: Kernel, ns: Netns, listener: Socket, listen: ListenState, segment: Segment): string {
	const child = createChild(k, ns, listener, segment, segment.options.timestamps);
	const t = child.tcp!;
	const cookie = add(segment.ack, -1);
	const mss = cookieMss(ns, child, cookie, add(segment.seq, -1), k.now, k.random());
	const refused = mss === 0 ? '' : listen.waiting > listen.backlog ? 'backlog' : null;
	if (refused !== null) {
		destroySocket(ns.sockets, child);
		return refused;
	}
	const options = cookieOptions(segment.options, mss, t.timestampOffset);
	takeSyn(t, { ...segment, seq: add(segment.seq, -1), options }, k.now);
	t.initialSend = cookie;
	t.sendUnacked = cookie;
	const { window } = createReceiveWindow(mss);
	t.receive.window = window;
	t.receive.threshold = window;
	// How long the round trip took was forgotten too.
	queueSyn(t, k.now);
	t.retransmit.since = -1;
	connect(ns, child);
	return 'cookie';
}

/** A segment for a child whose SYN-ACK isn't acknowledged yet. `go`: it is now, the segment may be looked at further. */
export function receiveSynReceived(k: Kernel, ns: Netns, socket: Socket, t: TcpState, segment: Segment): 'go' | string {
	const { flags, seq, end } = segment;
	const syn = (flags & TCP_SYN) !== 0;
	if (syn && seq === t.initialReceive && (flags & (TCP_ACK | TCP_RST | TCP_FIN)) === 0) {
		if (!mayAnswer(t, k.now)) return 'rate limit';
		repeatSegment(k, ns, socket, t, t.sent[0], 'accept');
		armRetransmit(k, ns, socket, t, 'retransmit', TIMEOUT_INITIAL * 2 ** t.retransmit.attempts);
		return '';
	}
	if ((flags & TCP_ACK) !== 0 && segment.ack !== t.sendNext) {
		sendStrayReset(k, ns, segment, t.state);
		return 'wrong acknowledgment';
	}
	const crossed = syn && (flags & TCP_ACK) !== 0 && t.parent < 0 && seq === t.initialReceive;
	if (
		!crossed &&
		(oldTimestamp(t, segment, k.now) || !touchesWindow(seq, end, t.receiveNext, add(t.receiveNext, t.receive.window)))
	) {
		if ((flags & TCP_RST) === 0) answerOutside(k, ns, socket, t, segment);
		return 'outside of the window';
	}
	if ((flags & TCP_RST) !== 0) {
		if (t.parent < 0) receiveReset(k, ns, socket, t, segment);
		else finish(k, ns, socket, t, 'RST received', segment.packet);
		return 'reset';
	}
	if (syn && !crossed) {
		sendStrayReset(k, ns, segment, t.state);
		finish(k, ns, socket, t, 'SYN in the window', segment.packet);
		return 'SYN inside of a connection';
	}
	if ((flags & TCP_ACK) === 0) return 'no ACK';
	const listen = ns.sockets.all.get(t.parent)?.tcp?.listen ?? null;
	// Nobody accepts: the client believes to be connected, and is answered again when the SYN-ACK's timer is over.
	if (listen !== null && listen.waiting > listen.backlog) return 'backlog';
	accept(k, ns, socket, t, segment);
	if (listen !== null && !listen.accepting) {
		listen.waiting++;
		t.receive.wanted = 0;
	}
	return 'go';
}

/** The third segment came: the child is a connection. */
function accept(k: Kernel, ns: Netns, socket: Socket, t: TcpState, segment: Segment): void {
	const syn = t.sent[0];
	const repeats = t.retransmit.attempts;
	if (t.retransmit.since < 0) {
		// It came from a cookie.
	} else if (!syn.repeated) {
		measureRtt(t, k.now - syn.sentAt);
	} else if (segment.options.timestamps && segment.options.timestampEcho !== 0) {
		measureRtt(t, Math.max(1, distance(timestampClock(t, k.now), segment.options.timestampEcho)) * MS);
	}
	t.sent = [];
	t.congestion.repeating = 0;
	t.retransmit.attempts = 0;
	t.retransmit.since = -1;
	stopRetransmit(t);
	if (repeats > 1) t.congestion.window = 1;
	t.sendUnacked = segment.ack;
	t.sendWindow = segment.window * 2 ** t.peerScale;
	t.sendWindowSeq = segment.seq;
	t.sendWindowMax = Math.max(t.sendWindowMax, t.sendWindow);
	updateTimestamp(t, segment, k.now);
	establish(t, k.now);
	leaveListener(ns, socket, t);
	setState(k, ns, t, 'ESTAB', 'handshake done');
	if (socket.owner < 0) return;
	if (t.parent < 0) k.notify(ns, socket.id, socket.owner, { type: 'connected' }, segment.packet);
	else if (ns.sockets.all.get(t.parent)?.tcp?.listen?.accepting !== false)
		k.notify(ns, t.parent, socket.owner, { type: 'accepted', socket: socket.id }, segment.packet);
}

/** A segment for a socket whose SYN isn't answered yet. Answers why it was dropped, or ''. */
export function receiveSynSent(k: Kernel, ns: Netns, socket: Socket, t: TcpState, segment: Segment): string {
	const { flags } = segment;
	if ((flags & TCP_ACK) === 0) {
		if ((flags & TCP_RST) !== 0 || (flags & TCP_SYN) === 0) return 'no ACK';
		receiveCrossedSyn(k, ns, socket, t, segment);
		return '';
	}
	if (!after(segment.ack, t.sendUnacked) || after(segment.ack, t.sendNext)) {
		// An old connection's leftover: our SYN is repeated soon.
		if (t.retransmit.attempts === 0) armRetransmit(k, ns, socket, t, 'retransmit', PROBE_SLACK);
		sendStrayReset(k, ns, segment, t.state);
		return 'wrong acknowledgment';
	}
	if ((flags & TCP_RST) !== 0) {
		receiveReset(k, ns, socket, t, segment);
		return '';
	}
	if ((flags & TCP_SYN) === 0) return 'not a SYN';
	const repeats = t.retransmit.attempts;
	takeSyn(t, segment, k.now);
	acknowledge(k, ns, socket, t, segment, true);
	t.sendWindow = segment.window;
	if (repeats > 1) t.congestion.window = 1;
	establish(t, k.now);
	setState(k, ns, t, 'ESTAB', 'SYN-ACK received');
	if (socket.owner >= 0 && !t.orphan) k.notify(ns, socket.id, socket.owner, { type: 'connected' }, segment.packet);
	if (t.unsent.length > 0) {
		// A write waits: its first segment is the ACK.
		t.ack.scheduled = true;
		enterQuickMode(t);
	} else {
		sendAck(k, ns, socket, t);
	}
	return '';
}

/** Both sides called at once (RFC 9293 3.5, simultaneous connection). */
function receiveCrossedSyn(k: Kernel, ns: Netns, socket: Socket, t: TcpState, segment: Segment): void {
	takeSyn(t, segment, k.now, true);
	setState(k, ns, t, 'SYN-RECV', 'SYN received');
	syncMss(t);
	guessPeerSegment(t);
	repeatSegment(k, ns, socket, t, t.sent[0], 'accept');
}
