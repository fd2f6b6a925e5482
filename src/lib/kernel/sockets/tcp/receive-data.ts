/** The data of a segment: in order to the program, ahead of a hole to those that wait (net/ipv4/tcp_input.c, tcp_data_queue). */
import { TCP_FIN } from '../../../wire/tcp.ts';
import { PROTOCOL_TCP } from '../../../wire/ipv4.ts';
import { allocationOf, type Allocation } from '../../buffer-size.ts';
import type { Kernel } from '../../context.ts';
import type { Netns } from '../../netns.ts';
import type { Packet } from '../../packet.ts';
import type { Socket } from '../socket.ts';
import { programTook } from './acks.ts';
import { dataReceived, enterQuickMode, measureSegment } from './ack-state.ts';
import { READ_DELAY } from './defaults.ts';
import { receiveFin } from './receive-fin.ts';
import { tellUnread } from './tell.ts';
import { extendDuplicate, hold, dropBlocks, setDuplicate } from './out-of-order.ts';
import { TIMER_READ } from './schedule.ts';
import { dataFrom, type Segment } from './segment.ts';
import { add, after, before, distance } from './sequence.ts';
import type { ReceiveBuffer, TcpState } from './state.ts';
import { charge, makeRoom, queueBuffer, uncharge, unreadBytes } from './receive-queue.ts';
import { growBuffer, growWindow, receiveWindow } from './window.ts';

/** Why data was dropped: the receive buffer holds no more. */
export const FULL = 'the receive buffer is full';

/** Answers why the data was dropped, '': it was not, or it was known. */
export function queueData(k: Kernel, ns: Netns, socket: Socket, t: TcpState, segment: Segment): string {
	if (segment.seq === segment.end) return '';
	t.duplicateSack = null;
	// The pointer is taken as one past the byte (net.ipv4.tcp_stdurg is 0).
	if (segment.urgent > 0) t.peerUrgent = add(segment.seq, segment.urgent - 1);
	const window = receiveWindow(t);
	const fin = (segment.flags & TCP_FIN) !== 0;
	if (!after(segment.end, t.receiveNext)) {
		setDuplicate(t, segment.seq, segment.end);
		return outOfWindow(t, '');
	}
	if (!before(segment.seq, add(t.receiveNext, window)) && segment.seq !== t.receiveNext)
		return outOfWindow(t, 'outside of the window');
	const allocation = allocationOf(segment.packet);
	if (after(segment.seq, t.receiveNext)) return queueAhead(t, segment, fin, allocation);
	if (before(segment.seq, t.receiveNext)) setDuplicate(t, segment.seq, t.receiveNext);
	if (window === 0 && !(segment.length === 0 && fin)) return outOfWindow(t, 'the window is closed');
	const predicted = t.receive.predicted && segment.seq === t.receiveNext && !fin && segment.urgent === 0;
	if (!makeRoom(t, allocation.truesize, predicted)) {
		Object.assign(t.ack, { noMemory: true, now: true, scheduled: true });
		if (segment.length > 0 && t.receive.unread.length > 0) return FULL;
	}
	queueInOrder(k, ns, socket, t, segment, fin, allocation);
	if (!predicted) predict(t);
	return '';
}

/** tcp_fast_path_check */
function predict(t: TcpState): void {
	const { held, buffer, window } = t.receive;
	if (t.held.length === 0 && window > 0 && held < buffer && t.peerUrgent < 0) t.receive.predicted = true;
}

function outOfWindow(t: TcpState, why: string): string {
	enterQuickMode(t);
	t.ack.scheduled = true;
	return why;
}

function queueAhead(t: TcpState, segment: Segment, fin: boolean, { truesize, tailroom }: Allocation): string {
	if (!makeRoom(t, truesize, false)) return FULL;
	t.receive.predicted = false;
	measureSegment(t, segment, truesize);
	t.ack.scheduled = true;
	const kept = hold(t, {
		seq: segment.seq,
		end: segment.end,
		data: dataFrom(segment, segment.seq),
		fin,
		truesize,
		tailroom
	});
	if (!t.sackPermitted || !kept) return '';
	growWindow(t, segment.length, truesize);
	if (!t.orphan) growBuffer(t, t.receive.measuredSpace);
	return '';
}

function queueInOrder(
	k: Kernel,
	ns: Netns,
	socket: Socket,
	t: TcpState,
	segment: Segment,
	fin: boolean,
	{ truesize, tailroom }: Allocation
): void {
	const pieces: ReceiveBuffer[] = [];
	if (segment.length > 0) {
		const read = distance(t.receiveNext, segment.seq);
		pieces.push({ data: withoutUrgent(t, segment, t.receiveNext), read, truesize, tailroom });
		charge(t.receive, truesize);
	}
	t.receiveNext = segment.end;
	if (segment.length > 0) dataReceived(t, segment, truesize, k.now);
	let ended = fin;
	if (t.held.length > 0 && !ended) {
		ended = takeHeld(t, pieces);
		// RFC 5681 4.2: a filled hole is told at once.
		if (t.held.length === 0) t.ack.now = true;
	}
	dropBlocks(t);
	deliver(k, ns, socket, t, pieces, segment.packet);
	if (ended) receiveFin(k, ns, socket, t, segment.packet);
}

/** The urgent byte isn't part of what is read (SO_OOBINLINE is off). */
function withoutUrgent(t: TcpState, segment: Segment, from: number): Uint8Array {
	const data = dataFrom(segment, from);
	if (t.peerUrgent < 0) return data;
	const at = distance(t.peerUrgent, from);
	if (at < 0 || at >= data.length) return data;
	t.peerUrgent = -1;
	const rest = new Uint8Array(data.length - 1);
	rest.set(data.subarray(0, at));
	rest.set(data.subarray(at + 1), at);
	return rest;
}

/** Takes what now is in order from those that waited (tcp_ofo_queue). True: a FIN was the last of it. */
function takeHeld(t: TcpState, pieces: ReceiveBuffer[]): boolean {
	const known = t.receiveNext;
	while (t.held.length > 0 && !after(t.held[0].seq, t.receiveNext)) {
		const next = t.held.shift()!;
		if (before(next.seq, known)) extendDuplicate(t, next.seq, before(next.end, known) ? next.end : known);
		if (!after(next.end, t.receiveNext)) {
			uncharge(t.receive, next.truesize);
			continue;
		}
		const read = distance(t.receiveNext, next.seq);
		const data = next.data.subarray(read);
		if (data.length > 0) pieces.push({ data, read, truesize: next.truesize, tailroom: next.tailroom });
		t.receiveNext = next.end;
		if (next.fin) return true;
	}
	return false;
}

/** Keeps what came in order for the program. It reads when it has come to run; what arrives until then it reads at once. */
function deliver(k: Kernel, ns: Netns, socket: Socket, t: TcpState, pieces: ReceiveBuffer[], packet: Packet): void {
	if (pieces.length === 0 || t.orphan) return;
	if (k.rec.on) {
		for (const { data } of pieces) {
			t.cause = k.rec.step(ns, 'socket', 'deliver', packet, {
				kind: 'socket-receive',
				protocol: PROTOCOL_TCP,
				length: data.length,
				owner: String(socket.owner),
				source: socket.peerAddress,
				sourcePort: socket.peerPort
			});
		}
	}
	const { receive } = t;
	if (receive.unread.length === 0 && receive.wanted > 0)
		k.schedule(ns, READ_DELAY, 'tcp', socket.id, TIMER_READ, t.cause);
	for (const piece of pieces) queueBuffer(receive, piece);
}

/** The program reads what it wants to of what is there (recv), and is told what it read. */
export function programReads(k: Kernel, ns: Netns, socket: Socket, t: TcpState): void {
	const { receive } = t;
	if (receive.wanted === 0 || (receive.unread.length === 0 && !receive.endUnread)) return;
	const { copied, ended } = tellUnread(k, ns, socket, t, null);
	receive.copied = add(t.receiveNext, -unreadBytes(receive));
	if (receive.wanted !== Infinity) receive.wanted = 0;
	if (t.minisocket || t.state === 'CLOSED') return;
	programTook(k, ns, socket, t, copied, ended);
}

/** From now on the program reads only when it calls `tcpRead`. */
export function readOnRequest(socket: Socket): void {
	if (socket.tcp !== null) socket.tcp.receive.wanted = 0;
}

/** recv(2) of at most `wanted` bytes: what is there is told at once, else what comes first. */
export function tcpRead(k: Kernel, ns: Netns, socket: Socket, wanted: number): void {
	const t = socket.tcp;
	if (t === null) return;
	t.receive.wanted = wanted;
	programReads(k, ns, socket, t);
}
