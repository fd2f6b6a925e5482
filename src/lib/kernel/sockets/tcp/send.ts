/** What a program writes (net/ipv4/tcp.c, tcp_sendmsg_locked). */
import { joined } from '../../../wire/bytes.ts';
import type { Kernel } from '../../context.ts';
import type { Netns } from '../../netns.ts';
import type { Socket } from '../socket.ts';
import { bufferSize } from './burst.ts';
import { restartAfterIdle } from './congestion.ts';
import { SEND_BUFFER_MAX } from './defaults.ts';
import { add, after, distance } from './sequence.ts';
import type { TcpState, UnsentBuffer } from './state.ts';
import { currentMss, pushPending, writeOut } from './transmit.ts';

/**
 * Queues `data` and sends what may be sent. Answers how many bytes were taken: 0 when there is no connection to send on.
 * @param cause The record of what the program said; -1: what the connection heard last.
 */
export function tcpSend(k: Kernel, ns: Netns, socket: Socket, data: Uint8Array, cause = -1): number {
	const t = socket.tcp;
	if (t === null || t.sendShut || t.orphan) return 0;
	if (cause >= 0) t.cause = cause;
	if (t.state !== 'ESTAB' && t.state !== 'CLOSE-WAIT' && t.state !== 'SYN-SENT') return 0;
	const queued = distance(t.writeNext, t.sendUnacked) + t.unwritten.length;
	const length = Math.min(data.length, SEND_BUFFER_MAX - queued);
	if (length <= 0) return 0;
	t.unwritten = joined(t.unwritten, data.subarray(0, length));
	if (t.state === 'SYN-SENT') {
		writeRest(t);
	} else if (t.write === 'idle') {
		restartAfterIdle(t, k.now);
		t.write = 'running';
		writeOn(k, ns, socket, t);
		if (t.write === 'running') t.write = 'idle';
	}
	return length;
}

/** send(2) with MSG_OOB: the last byte is urgent (tcp_mark_urg). */
export function tcpSendUrgent(k: Kernel, ns: Netns, socket: Socket, data: Uint8Array): number {
	const t = socket.tcp;
	if (t === null || t.sendShut || t.orphan) return 0;
	t.urgent = add(t.writeNext, t.unwritten.length + data.length);
	return tcpSend(k, ns, socket, data);
}

/** Moves what is being written to the send queue, and sends as buffers become full. Stops where the write pauses. */
export function writeOn(k: Kernel, ns: Netns, socket: Socket, t: TcpState): void {
	const size = bufferSize(t, currentMss(t));
	while (t.unwritten.length > 0 && t.write === 'running') {
		const buffer = fill(t, size);
		if (t.unwritten.length > 0) pushFull(k, ns, socket, t, buffer);
		else markPush(t, buffer);
	}
	if (t.unwritten.length === 0) pushPending(k, ns, socket, t, 'on');
}

/** Everything that is being written goes to the send queue at once: no more can come after it. */
export function writeRest(t: TcpState): void {
	const size = bufferSize(t, currentMss(t));
	while (t.unwritten.length > 0) markPush(t, fill(t, size));
}

/** Fills the buffer that takes the next bytes. */
function fill(t: TcpState, size: number): UnsentBuffer {
	let buffer = t.unsent.length > 0 ? t.unsent[t.unsent.length - 1] : null;
	if (buffer === null || buffer.data.length >= size) {
		buffer = { seq: t.writeNext, data: new Uint8Array(0), push: false, fin: false };
		t.unsent.push(buffer);
	}
	const part = t.unwritten.subarray(0, size - buffer.data.length);
	buffer.data = joined(buffer.data, part);
	t.writeNext = add(t.writeNext, part.length);
	t.unwritten = t.unwritten.subarray(part.length);
	return buffer;
}

function markPush(t: TcpState, buffer: UnsentBuffer): void {
	buffer.push = true;
	t.pushedSeq = t.writeNext;
}

/** A buffer is full while more is to come: it needn't wait for the rest. */
function pushFull(k: Kernel, ns: Netns, socket: Socket, t: TcpState, buffer: UnsentBuffer): void {
	if (after(t.writeNext, add(t.pushedSeq, t.sendWindowMax >> 1))) {
		markPush(t, buffer);
		pushPending(k, ns, socket, t, 'off');
	} else if (t.unsent[0] === buffer) {
		writeOut(k, ns, socket, t, 'off', 'one');
	}
}
