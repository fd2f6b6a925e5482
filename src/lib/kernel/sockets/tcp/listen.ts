/** Waiting for connections (net/ipv4/inet_connection_sock.c, inet_csk_listen_start). */
import type { Errno } from '../../../trace/steps/types.ts';
import type { Kernel } from '../../context.ts';
import type { Netns } from '../../netns.ts';
import { bind, type Socket } from '../socket.ts';
import { createTcp } from './create.ts';

/**
 * Listens at `address` (0: any) and `port`. Each connection is told to the owner as `accepted` with a socket of its own.
 * @param backlog Connections that may wait to be accepted, and handshakes that may be going on, less one as in Linux; a SYN beyond them is dropped.
 * @param accepting False: the program never accepts.
 */
export function tcpListen(
	_k: Kernel,
	ns: Netns,
	socket: Socket,
	address: number,
	port: number,
	backlog: number,
	accepting = true
): Errno | '' {
	if (!bind(ns.sockets, socket, address, port)) return 'EADDRINUSE';
	socket.tcp = createTcp('LISTEN', 0, 1500, false);
	socket.tcp.listen = { backlog, accepting, halfOpen: [], waiting: 0, cookieAt: -1 };
	return '';
}
