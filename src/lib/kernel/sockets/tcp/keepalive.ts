/** Is the peer still there, though nobody has said anything for long? (net/ipv4/tcp_timer.c, tcp_keepalive_timer) */
import type { Kernel } from '../../context.ts';
import type { Netns } from '../../netns.ts';
import type { Socket } from '../socket.ts';
import { fail } from './change.ts';
import { sendProbe, sendReset } from './emit.ts';
import { arm, TIMER_KEEPALIVE } from './schedule.ts';
import type { TcpState } from './state.ts';

export function armKeepalive(k: Kernel, ns: Netns, socket: Socket, t: TcpState, delay: number): void {
	arm(k, ns, socket, t.keepalive, TIMER_KEEPALIVE, delay);
}

export function keepaliveTimer(k: Kernel, ns: Netns, socket: Socket, t: TcpState): void {
	const { idle, interval, count } = t.keepalive;
	if (idle === 0 || t.minisocket || t.state === 'CLOSED' || t.state === 'SYN-SENT' || t.state === 'LISTEN') return;
	// Data that waits for its ACK is asked after anyway.
	if (t.sent.length > 0 || t.unsent.length > 0) return armKeepalive(k, ns, socket, t, idle);
	const silent = k.now - Math.max(t.ack.lastReceived, t.lastAcked);
	if (silent < idle) return armKeepalive(k, ns, socket, t, idle - silent);
	const { probes } = t.retransmit;
	if (probes >= count) {
		sendReset(k, ns, socket, t);
		const failure = { errno: 'ETIMEDOUT' as const, source: socket.peerAddress, icmpType: -1, code: 0, info: 0 };
		return fail(k, ns, socket, t, failure, 'no answer', null);
	}
	if (k.rec.on) {
		const facts = { kind: 'tcp-timer' as const, timer: 'keepalive' as const, attempt: probes + 1, timeout: interval };
		t.cause = k.rec.step(ns, 'socket', 'note', null, facts, t.cause);
	}
	t.retransmit.probes++;
	sendProbe(k, ns, socket, t);
	armKeepalive(k, ns, socket, t, interval);
}
