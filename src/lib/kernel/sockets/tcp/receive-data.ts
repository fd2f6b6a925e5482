/** The data of a segment: in order to the program, ahead of a hole to those that wait (net/ipv4/tcp_input.c, tcp_data_queue). */
import { TCP_FIN, TCP_PSH } from '../../../wire/tcp.ts';
import { PROTOCOL_TCP } from '../../../wire/ipv4.ts';
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
import type { TcpState } from './state.ts';
import { truesizeOf } from './truesize.ts';
import { adjustSpace, growBuffer, growWindow, receiveWindow } from './window.ts';

export function queueData(k: Kernel, ns: Netns, socket: Socket, t: TcpState, segment: Segment): void {
	if (segment.seq === segment.end) return;
	t.duplicateSack = null;
	const window = receiveWindow(t);
	const fin = (segment.flags & TCP_FIN) !== 0;
	if (!after(segment.end, t.receiveNext)) {
		setDuplicate(t, segment.seq, segment.end);
		return outOfWindow(t);
	}
	if (!before(segment.seq, add(t.receiveNext, window)) && segment.seq !== t.receiveNext) return outOfWindow(t);
	const truesize = truesizeOf(t, segment.seq, segment.length, (segment.flags & TCP_PSH) !== 0, k.now);
	if (after(segment.seq, t.receiveNext)) return queueAhead(t, segment, fin, truesize);
	if (before(segment.seq, t.receiveNext)) setDuplicate(t, segment.seq, t.receiveNext);
	if (window === 0 && !(segment.length === 0 && fin)) return outOfWindow(t);
	queueInOrder(k, ns, socket, t, segment, fin, truesize);
}

function outOfWindow(t: TcpState): void {
	enterQuickMode(t);
	t.ack.scheduled = true;
}

function queueAhead(t: TcpState, segment: Segment, fin: boolean, truesize: number): void {
	measureSegment(t, segment, truesize);
	t.ack.scheduled = true;
	hold(t, { seq: segment.seq, end: segment.end, data: dataFrom(segment, segment.seq), fin, truesize });
	if (!t.sackPermitted) return;
	growWindow(t, segment.length, truesize);
	if (!t.orphan) growBuffer(t, t.receive.measuredSpace);
}

function queueInOrder(
	k: Kernel,
	ns: Netns,
	socket: Socket,
	t: TcpState,
	segment: Segment,
	fin: boolean,
	truesize: number
): void {
	const pieces: Uint8Array[] = [];
	if (segment.length > 0) {
		pieces.push(dataFrom(segment, t.receiveNext));
		t.receive.held += truesize;
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

/** Takes what now is in order from those that waited (tcp_ofo_queue). True: a FIN was the last of it. */
function takeHeld(t: TcpState, pieces: Uint8Array[]): boolean {
	const known = t.receiveNext;
	while (t.held.length > 0 && !after(t.held[0].seq, t.receiveNext)) {
		const next = t.held.shift()!;
		if (before(next.seq, known)) extendDuplicate(t, next.seq, before(next.end, known) ? next.end : known);
		if (!after(next.end, t.receiveNext)) {
			t.receive.held -= next.truesize;
			continue;
		}
		const data = next.data.subarray(distance(t.receiveNext, next.seq));
		if (data.length > 0) pieces.push(data);
		t.receiveNext = next.end;
		if (next.fin) return true;
	}
	return false;
}

/** Keeps what came in order for the program. It reads when it has come to run; what arrives until then it reads at once. */
function deliver(k: Kernel, ns: Netns, socket: Socket, t: TcpState, pieces: Uint8Array[], packet: Packet): void {
	if (pieces.length === 0 || t.orphan) return;
	if (k.rec.on) {
		for (const data of pieces) {
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
	if (t.receive.unread.length === 0) k.schedule(ns, READ_DELAY, 'tcp', socket.id, TIMER_READ, t.cause);
	t.receive.unread.push(...pieces);
}

/** The program reads everything (recv), and is told what it read. */
export function programReads(k: Kernel, ns: Netns, socket: Socket, t: TcpState): void {
	if (t.receive.unread.length === 0) return;
	const ended = t.receive.endUnread;
	const copied = tellUnread(k, ns, socket, t, null);
	t.receive.copied = t.receiveNext;
	t.receive.held = t.held.reduce((sum, segment) => sum + segment.truesize, 0);
	if (t.minisocket || t.state === 'CLOSED') return;
	adjustSpace(t, k.now);
	programTook(k, ns, socket, t, copied, ended);
}
