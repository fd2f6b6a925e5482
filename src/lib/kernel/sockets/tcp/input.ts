/** A segment for this netns: whose it is, and what its connection does with it (net/ipv4/tcp_ipv4.c, tcp_v4_rcv; tcp_input.c, tcp_rcv_state_process). */
import { isForGroup } from '../../../wire/ethernet.ts';
import { PROTOCOL_TCP } from '../../../wire/ipv4.ts';
import { TCP_ACK, TCP_FIN, TCP_RST, TCP_SYN, tcpChecksumOk } from '../../../wire/tcp.ts';
import type { DropReason } from '../../../trace/steps/types.ts';
import type { Kernel } from '../../context.ts';
import { drop } from '../../drop.ts';
import { deviceAt, type Netns } from '../../netns.ts';
import { release, type Packet } from '../../packet.ts';
import { connectionKey, lookupBound, type Socket } from '../socket.ts';
import { acknowledge } from './acknowledge.ts';
import { checkAck } from './acks.ts';
import { challenge } from './challenge.ts';
import { finish, rest, setState } from './change.ts';
import { sendStrayReset, timestampClock } from './emit.ts';
import { receiveSyn, receiveSynReceived, receiveSynSent } from './handshake.ts';
import { pushPending } from './transmit.ts';
import { repeatTooLarge } from './path-mtu.ts';
import { FULL, queueData } from './receive-data.ts';
import { readSegment, type Segment } from './segment.ts';
import { add, after, before, distance } from './sequence.ts';
import type { TcpState } from './state.ts';
import { writeOn } from './send.ts';
import { receiveTimeWait } from './time-wait.ts';
import { receiveReset, validate } from './validate.ts';
import { measureEchoRtt } from './window.ts';

/** Owns the packet, whose IPv4 header was checked. */
export function tcpReceive(k: Kernel, ns: Netns, packet: Packet): void {
	const discard = (reason: DropReason, detail = '') =>
		drop(k, ns, 'socket', packet, reason, deviceAt(ns, packet.input)?.name ?? '', detail);
	// A connection has one peer: what was sent to everybody is nobody's (skb->pkt_type is not PACKET_HOST).
	if (isForGroup(packet.bytes, 0)) return discard('tcp-invalid', 'frame for a group');
	const segment = readSegment(packet);
	if (segment === null) return discard('bad-frame');
	if (!tcpChecksumOk(packet.bytes, segment.at, segment.size, segment.source, segment.destination))
		return discard('tcp-checksum');
	let socket = findSocket(ns, segment);
	if (k.rec.on) {
		k.rec.step(ns, 'socket', 'pass', packet, {
			kind: 'socket-lookup',
			protocol: PROTOCOL_TCP,
			address: segment.destination,
			port: segment.destinationPort,
			found: socket !== null,
			peer: socket?.peerAddress ?? 0,
			peerPort: socket?.peerPort ?? 0,
			owner: socket === null ? '' : String(socket.owner)
		});
	}
	let why = receive(k, ns, socket, segment);
	if (why === 'new') {
		// A SYN took the place of a connection in TIME-WAIT; it is the listener's.
		socket = findListener(ns, segment);
		why = receive(k, ns, socket, segment);
	}
	if (why === 'cookie') {
		// The connection that the cookie told of is there now.
		socket = findSocket(ns, segment);
		why = receive(k, ns, socket, segment);
	}
	if (why === 'kept') return;
	if (why === '') return release(packet);
	if (socket === null) return discard('tcp-no-socket', String(segment.destinationPort));
	discard(dropReason(why), why);
}

function dropReason(why: string): DropReason {
	if (why === FULL) return 'socket-full';
	return why === 'backlog' ? 'tcp-backlog-full' : 'tcp-invalid';
}

function findSocket(ns: Netns, segment: Segment): Socket | null {
	const { destination, destinationPort, source, sourcePort } = segment;
	return (
		ns.sockets.connections.get(connectionKey(destination, destinationPort, source, sourcePort)) ??
		findListener(ns, segment)
	);
}

function findListener(ns: Netns, segment: Segment): Socket | null {
	const { destination, destinationPort, source, sourcePort } = segment;
	const socket = lookupBound(ns.sockets, 'tcp', destination, destinationPort, source, sourcePort);
	return socket?.tcp?.state === 'LISTEN' ? socket : null;
}

/** Answers why the segment was dropped, '' if it was not, `kept` for later, or `new` (see `receiveTimeWait`). */
function receive(k: Kernel, ns: Netns, socket: Socket | null, segment: Segment): string {
	const { packet } = segment;
	if (socket === null || socket.tcp === null) {
		if (packet.route?.type === 'local') sendStrayReset(k, ns, segment, 'CLOSED');
		return 'no socket';
	}
	const t = socket.tcp;
	if (k.rec.on) {
		k.rec.step(ns, 'socket', 'note', packet, {
			kind: 'tcp-receive',
			flags: segment.flags,
			seq: segment.seq,
			ack: segment.ack,
			length: segment.length,
			window: segment.window,
			state: t.state
		});
	}
	t.cause = packet.cause;
	if (t.state === 'LISTEN') return receiveSyn(k, ns, socket, segment);
	if (t.minisocket) return receiveTimeWait(k, ns, socket, t, segment);
	if (t.state === 'SYN-SENT') {
		const why = receiveSynSent(k, ns, socket, t, segment);
		if (!isOver(t) && t.sent.length === 0) pushPending(k, ns, socket, t, 'on');
		return why;
	}
	if (t.state === 'SYN-RECV') {
		const why = receiveSynReceived(k, ns, socket, t, segment);
		if (why !== 'go') return why;
		return receiveData(k, ns, socket, t, segment);
	}
	if (t.write !== 'idle') {
		t.backlog.push(segment);
		return 'kept';
	}
	return receiveConnected(k, ns, socket, t, segment);
}

/** A burst of a write is out and what it brought about has come: the next one, and then what came meanwhile. */
export function continueWrite(k: Kernel, ns: Netns, socket: Socket, t: TcpState): void {
	t.write = 'running';
	writeOn(k, ns, socket, t);
	while (t.write === 'running' && t.backlog.length > 0) {
		const segment = t.backlog.shift()!;
		const { packet } = segment;
		t.cause = packet.cause;
		const why = receiveConnected(k, ns, socket, t, segment);
		if (why === '') release(packet);
		else drop(k, ns, 'socket', packet, dropReason(why), deviceAt(ns, packet.input)?.name ?? '', why);
	}
	if (t.write !== 'running') return;
	t.write = 'idle';
	repeatTooLarge(k, ns, socket, t);
}

function receiveConnected(k: Kernel, ns: Netns, socket: Socket, t: TcpState, segment: Segment): string {
	if ((segment.flags & (TCP_ACK | TCP_RST | TCP_SYN)) === 0) return 'no ACK';
	const why = validate(k, ns, socket, t, segment);
	if (why === 'reset') return '';
	if (why !== '') return why;
	const established = t.state === 'ESTAB';
	if (acknowledge(k, ns, socket, t, segment, !established) === 'bad') {
		if (!established) challenge(k, ns, socket, t);
		return 'wrong acknowledgment';
	}
	const { options } = segment;
	if (options.timestamps) {
		const elapsed = distance(timestampClock(t, k.now), options.timestampEcho);
		measureEchoRtt(t, options.timestampEcho, distance(segment.end, segment.seq), elapsed);
	}
	const everything = t.sendUnacked === t.writeNext;
	if (t.state === 'FIN-WAIT-1' && everything) {
		const closed = finAcknowledged(k, ns, socket, t, segment);
		if (closed !== null) return closed;
	} else if (t.state === 'CLOSING' && everything) {
		rest(k, ns, socket, t, 'TIME-WAIT', 'FIN acknowledged', segment.packet);
		return '';
	} else if (t.state === 'LAST-ACK' && everything) {
		finish(k, ns, socket, t, 'FIN acknowledged', segment.packet);
		return '';
	}
	return receiveData(k, ns, socket, t, segment);
}

/** Our FIN is acknowledged. Without a program only the memory of the connection waits for the peer's FIN; null: go on. */
function finAcknowledged(k: Kernel, ns: Netns, socket: Socket, t: TcpState, segment: Segment): string | null {
	setState(k, ns, t, 'FIN-WAIT-2', 'FIN acknowledged');
	if (!t.orphan) return null;
	if (brings(t, segment)) return abort(k, ns, socket, t, segment);
	if ((segment.flags & TCP_FIN) !== 0) return null;
	rest(k, ns, socket, t, 'FIN-WAIT-2', '', segment.packet);
	return '';
}

/** The segment has data that nobody has read yet. */
function brings(t: TcpState, segment: Segment): boolean {
	const fin = (segment.flags & TCP_FIN) !== 0 ? 1 : 0;
	return segment.end !== segment.seq && after(add(segment.end, -fin), t.receiveNext);
}

/** RFC 1122 4.2.2.13: data for a program that has closed is answered with a reset. */
function abort(k: Kernel, ns: Netns, socket: Socket, t: TcpState, segment: Segment): string {
	sendStrayReset(k, ns, segment, t.state);
	receiveReset(k, ns, socket, t, segment);
	return 'data after close';
}

function receiveData(k: Kernel, ns: Netns, socket: Socket, t: TcpState, segment: Segment): string {
	const { state } = t;
	let why = '';
	if (state === 'CLOSE-WAIT' || state === 'CLOSING' || state === 'LAST-ACK') {
		// Only a repetition of what came before the FIN can be here.
		if (before(segment.seq, t.receiveNext)) why = queueData(k, ns, socket, t, segment);
		else if (segment.end !== segment.seq) why = 'data after FIN';
	} else {
		if (t.orphan && brings(t, segment)) return abort(k, ns, socket, t, segment);
		why = queueData(k, ns, socket, t, segment);
	}
	if (isOver(t)) return '';
	pushPending(k, ns, socket, t, 'on');
	checkAck(k, ns, socket, t, true);
	return why;
}

/** What `queueData` may have made of it: nothing is left to be sent or acknowledged. */
function isOver(t: TcpState): boolean {
	return t.state === 'CLOSED' || t.minisocket;
}
