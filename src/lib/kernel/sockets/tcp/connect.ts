/** Calling somebody (net/ipv4/tcp_ipv4.c, tcp_v4_connect; tcp_output.c, tcp_connect). */
import { PROTOCOL_TCP } from '../../../wire/ipv4.ts';
import { TCP_SYN } from '../../../wire/tcp.ts';
import type { Errno } from '../../../trace/steps/types.ts';
import type { Kernel } from '../../context.ts';
import { isMulticast } from '../../../net/prefix.ts';
import { connectionTo } from '../../ip/output.ts';
import type { Netns } from '../../netns.ts';
import { bindEphemeral, connectionKey, type Socket } from '../socket.ts';
import { setState } from './change.ts';
import { createTcp, pathMtu } from './create.ts';
import { TIMEOUT_INITIAL } from './defaults.ts';
import { sendSegment } from './emit.ts';
import { initialSequence, timestampOffset } from './initial.ts';
import { queueSyn } from './handshake.ts';
import { armRetransmit } from './schedule.ts';

/**
 * Sends the SYN. What becomes of it is told to the owner: `connected` or `error`. An error that is known at once is
 * answered, and the socket stays as it was.
 */
export function tcpConnect(
	k: Kernel,
	ns: Netns,
	socket: Socket,
	destination: number,
	port: number,
	cause: number
): Errno | '' {
	const chosen = connectionTo(k, ns, destination, cause, {
		protocol: PROTOCOL_TCP,
		sourcePort: socket.localPort,
		destinationPort: port
	});
	if (chosen.errno !== '') return chosen.errno;
	if (chosen.broadcast || isMulticast(destination)) return 'ENETUNREACH';
	const source = socket.localAddress !== 0 ? socket.localAddress : chosen.source;
	if (socket.localPort === 0) {
		if (!bindEphemeral(ns.sockets, socket, source, k.random())) return 'EADDRINUSE';
	}
	const key = connectionKey(source, socket.localPort, destination, port);
	if (ns.sockets.connections.has(key)) return 'EADDRINUSE';
	socket.localAddress = source;
	socket.peerAddress = destination;
	socket.peerPort = port;
	const t = createTcp(
		'CLOSED',
		initialSequence(ns, socket, k.now, k.random()),
		pathMtu(k, ns, destination, source),
		false
	);
	socket.tcp = t;
	t.cause = chosen.cause;
	t.ipId = k.random() & 0xffff;
	t.timestampOffset = timestampOffset(ns, socket, k.random());
	ns.sockets.connections.set(key, socket);
	setState(k, ns, t, 'SYN-SENT', 'connect');
	queueSyn(t, k.now);
	sendSegment(k, ns, socket, t, TCP_SYN, t.initialSend, new Uint8Array(0), 'connect');
	armRetransmit(k, ns, socket, t, 'retransmit', TIMEOUT_INITIAL);
	return '';
}
