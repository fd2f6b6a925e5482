/** What a program writes (net/ipv4/tcp.c, tcp_sendmsg_locked). */
import type { Kernel } from '../../context.ts';
import type { Netns } from '../../netns.ts';
import type { Socket } from '../socket.ts';
import { bufferSize } from './burst.ts';
import { restartAfterIdle } from './congestion.ts';
import { SEND_BUFFER_MAX } from './defaults.ts';
import { currentMss, pushPending, writeOut } from './transmit.ts';
import { add, after, distance } from './sequence.ts';
import type { TcpState, UnsentBuffer } from './state.ts';

/** Queues `data` and sends what may be sent. Answers how many bytes were taken: 0 when there is no connection to send on. */
export function tcpSend(k: Kernel, ns: Netns, socket: Socket, data: Uint8Array): number {
	const t = socket.tcp;
	if (
		t === null ||
		t.sendShut ||
		t.orphan ||
		!(t.state === 'ESTAB' || t.state === 'CLOSE-WAIT' || t.state === 'SYN-SENT')
	)
		return 0;
	const length = Math.min(data.length, SEND_BUFFER_MAX - distance(t.writeNext, t.sendUnacked));
	if (length <= 0) return 0;
	if (t.state !== 'SYN-SENT') restartAfterIdle(t, k.now);
	if (t.state !== 'SYN-SENT' && t.write === 'idle') t.write = 'running';
	const mss = currentMss(t);
	const size = bufferSize(t, mss);
	let taken = 0;
	while (taken < length) {
		const buffer = tail(t, size);
		const part = data.subarray(taken, Math.min(length, taken + size - buffer.data.length));
		buffer.data = joined(buffer.data, part);
		taken += part.length;
		t.writeNext = add(t.writeNext, part.length);
		if (taken < length && t.state !== 'SYN-SENT') pushFull(k, ns, socket, t, buffer);
	}
	if (t.unsent.length > 0) markPush(t, t.unsent[t.unsent.length - 1]);
	if (t.state !== 'SYN-SENT') pushPending(k, ns, socket, t, 'on');
	if (t.write === 'running') t.write = 'idle';
	return length;
}

/** The buffer that takes the next bytes. */
function tail(t: TcpState, size: number): UnsentBuffer {
	const last = t.unsent.length > 0 ? t.unsent[t.unsent.length - 1] : null;
	if (last !== null && last.data.length < size) return last;
	const buffer = { seq: t.writeNext, data: new Uint8Array(0), push: false, fin: false };
	t.unsent.push(buffer);
	return buffer;
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
	const whole = new Uint8Array(a.length + b.length);
	whole.set(a);
	whole.set(b, a.length);
	return whole;
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
