/** The program has nothing more to send, or goes (net/ipv4/tcp.c, tcp_shutdown and __tcp_close). */
import type { Kernel } from '../../context.ts';
import type { Netns } from '../../netns.ts';
import { destroySocket, type Socket } from '../socket.ts';
import { finish, rest, setState } from './change.ts';
import { sendReset } from './emit.ts';
import { pushPending } from './transmit.ts';
import { writeRest } from './send.ts';
import { add } from './sequence.ts';
import type { TcpState, TcpStateName } from './state.ts';

/** Which state the FIN leads to (new_state). */
const afterFin: Partial<Record<TcpStateName, TcpStateName>> = {
	'SYN-RECV': 'FIN-WAIT-1',
	ESTAB: 'FIN-WAIT-1',
	'CLOSE-WAIT': 'LAST-ACK'
};

/** shutdown(SHUT_WR): the peer's data still comes. */
export function tcpShutdown(k: Kernel, ns: Netns, socket: Socket): void {
	const t = socket.tcp;
	if (t !== null) sendFin(k, ns, socket, t, 'shutdown');
}

/** close(2): nothing more is told to the owner, and the kernel ends the connection by itself. */
export function tcpClose(k: Kernel, ns: Netns, socket: Socket): void {
	const t = socket.tcp;
	if (t === null) return destroySocket(ns.sockets, socket);
	if (t.state === 'CLOSED' || t.orphan) return;
	const unread = t.receive.unread.length > 0;
	if (t.state === 'LISTEN') dropHalfOpen(k, ns, t);
	if (t.state === 'LISTEN' || t.state === 'SYN-SENT') {
		t.orphan = true;
		return finish(k, ns, socket, t, 'close', null);
	}
	if (unread) {
		// RFC 2525 2.17: the peer shall know that its data was not read.
		t.orphan = true;
		sendReset(k, ns, socket, t);
		return finish(k, ns, socket, t, 'closed with unread data', null);
	}
	sendFin(k, ns, socket, t, 'close');
	t.orphan = true;
	if (t.state === 'FIN-WAIT-2') rest(k, ns, socket, t, 'FIN-WAIT-2', '', null);
}

/** close(2) with SO_LINGER 0 (tcp_disconnect): the peer hears a reset, if it knows of the connection at all. */
export function tcpReset(k: Kernel, ns: Netns, socket: Socket): void {
	const t = socket.tcp;
	if (t === null) return destroySocket(ns.sockets, socket);
	if (t.state === 'CLOSED' || t.orphan) return;
	if (t.state === 'LISTEN' || t.state === 'SYN-SENT') return tcpClose(k, ns, socket);
	t.orphan = true;
	if (t.minisocket) return;
	const known =
		t.state === 'ESTAB' || t.state === 'CLOSE-WAIT' || t.state.startsWith('FIN-WAIT') || t.state === 'SYN-RECV';
	if (known) sendReset(k, ns, socket, t);
	finish(k, ns, socket, t, 'broken off', null);
}

/** The FIN goes with the last data that waits, or alone (tcp_send_fin). */
function sendFin(k: Kernel, ns: Netns, socket: Socket, t: TcpState, why: string): void {
	const next = afterFin[t.state];
	if (next === undefined || t.sendShut) return;
	t.sendShut = true;
	writeRest(t);
	setState(k, ns, t, next, why);
	if (t.unsent.length > 0) t.unsent[t.unsent.length - 1].fin = true;
	else t.unsent.push({ seq: t.writeNext, data: new Uint8Array(0), push: false, fin: true });
	t.writeNext = add(t.writeNext, 1);
	pushPending(k, ns, socket, t, 'off');
}

/** Handshakes that nobody will accept end in silence (inet_csk_listen_stop). */
function dropHalfOpen(k: Kernel, ns: Netns, t: TcpState): void {
	for (const id of [...t.listen!.halfOpen]) {
		const child = ns.sockets.all.get(id);
		if (child?.tcp) finish(k, ns, child, child.tcp, 'listener closed', null);
	}
}
