/** What a program sets on a TCP socket (net/ipv4/tcp.c, do_tcp_setsockopt). */
import type { Kernel } from '../../context.ts';
import type { Netns } from '../../netns.ts';
import type { Socket } from '../socket.ts';
import { SECOND } from './defaults.ts';
import { armKeepalive } from './keepalive.ts';
import { pushPending } from './transmit.ts';

/** TCP_NODELAY: small segments go out at once; what waits goes too. */
export function setNodelay(k: Kernel, ns: Netns, socket: Socket, on: boolean): void {
	const t = socket.tcp;
	if (t === null) return;
	t.nodelay = on;
	if (on) pushPending(k, ns, socket, t, t.corked ? 'on' : 'off');
}

/** TCP_CORK: only full segments go out until it is off again. */
export function setCork(k: Kernel, ns: Netns, socket: Socket, on: boolean): void {
	const t = socket.tcp;
	if (t === null) return;
	t.corked = on;
	if (!on) pushPending(k, ns, socket, t, t.nodelay ? 'off' : 'on');
}

/** SO_KEEPALIVE, TCP_KEEPIDLE and TCP_KEEPINTVL in s, TCP_KEEPCNT. */
export function setKeepalive(
	k: Kernel,
	ns: Netns,
	socket: Socket,
	{ idle, interval, count }: { idle: number; interval: number; count: number }
): void {
	const t = socket.tcp;
	if (t === null) return;
	Object.assign(t.keepalive, { idle: idle * SECOND, interval: interval * SECOND, count });
	armKeepalive(k, ns, socket, t, t.keepalive.idle);
}
