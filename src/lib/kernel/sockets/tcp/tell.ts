/** What the program is told, in the order in which it would have read it. */
import type { Kernel, SocketEvent } from '../../context.ts';
import type { Netns } from '../../netns.ts';
import type { Packet } from '../../packet.ts';
import type { Socket } from '../socket.ts';
import { uncharge } from './receive-queue.ts';
import { add } from './sequence.ts';
import type { TcpState } from './state.ts';
import { adjustSpace } from './window.ts';

/** The bytes that wait, as one read of at most what the program wants, and the end if it came; answers how many bytes. */
export function tellUnread(
	k: Kernel,
	ns: Netns,
	socket: Socket,
	t: TcpState,
	packet: Packet | null
): { copied: number; ended: boolean } {
	const { receive } = t;
	const taken: Uint8Array[] = [];
	let copied = 0;
	while (receive.unread.length > 0 && copied < receive.wanted) {
		const first = receive.unread[0];
		const part = first.data.subarray(0, receive.wanted - copied);
		taken.push(part);
		copied += part.length;
		receive.copied = add(receive.copied, part.length);
		adjustSpace(t, k.now);
		if (part.length === first.data.length) {
			receive.unread.shift();
			uncharge(receive, first.truesize);
		} else {
			first.data = first.data.subarray(part.length);
			first.read += part.length;
		}
	}
	const ended = receive.endUnread && receive.unread.length === 0;
	if (ended) receive.endUnread = false;
	if (t.orphan || socket.owner < 0) return { copied, ended };
	if (copied > 0) k.notify(ns, socket.id, socket.owner, { type: 'data', data: joined(taken, copied) }, packet);
	if (ended) k.notify(ns, socket.id, socket.owner, { type: 'eof' }, packet);
	return { copied, ended };
}

/** Tells `event` after what came before it. */
export function tell(
	k: Kernel,
	ns: Netns,
	socket: Socket,
	t: TcpState,
	event: SocketEvent,
	packet: Packet | null
): void {
	if (t.orphan || socket.owner < 0) return;
	tellUnread(k, ns, socket, t, packet);
	k.notify(ns, socket.id, socket.owner, event, packet);
}

/** The peer has sent everything: told at once, or after the data that the program hasn't read yet. */
export function tellEnd(k: Kernel, ns: Netns, socket: Socket, t: TcpState, packet: Packet | null): void {
	if (t.receive.unread.length > 0 || t.receive.wanted === 0) t.receive.endUnread = true;
	else tell(k, ns, socket, t, { type: 'eof' }, packet);
}

function joined(pieces: Uint8Array[], length: number): Uint8Array {
	if (pieces.length === 1) return pieces[0];
	const whole = new Uint8Array(length);
	let at = 0;
	for (const piece of pieces) {
		whole.set(piece, at);
		at += piece.length;
	}
	return whole;
}
