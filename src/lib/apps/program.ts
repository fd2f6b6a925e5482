/** What every program does: speak, end, and own its sockets. */
import { formatIpv4 } from '../net/text.ts';
import type { Errno } from '../trace/steps/types.ts';
import type { Netns } from '../kernel/netns.ts';
import {
	bindEphemeral,
	bind,
	createSocket,
	destroySocket,
	type Socket,
	type SocketKind
} from '../kernel/sockets/socket.ts';
import type { Process } from '../sim/process.ts';
import type { Simulation } from '../sim/simulation.ts';

/** One line of the program's output. */
export function say(sim: Simulation, ns: Netns, process: Process, line: string): void {
	if (sim.rec.on)
		process.cause = sim.rec.step(
			ns,
			'app',
			'note',
			null,
			{ kind: 'app-output', program: process.program, line },
			process.cause,
			process.flow
		);
}

/** Ends the program. `result` is what it came to, in a few words. Open sockets are closed without a word on the wire. */
export function finish(sim: Simulation, ns: Netns, process: Process, ok: boolean, result: string): void {
	for (const id of process.sockets) {
		const socket = ns.sockets.all.get(id);
		// TCP connections live on until they have ended; nobody listens to them any more.
		if (socket === undefined) continue;
		if (socket.kind === 'tcp' && socket.tcp !== null) socket.owner = -1;
		else destroySocket(ns.sockets, socket);
	}
	sim.world.processes.delete(process.pid);
	if (sim.rec.on)
		process.cause = sim.rec.step(
			ns,
			'app',
			'note',
			null,
			{ kind: 'app-end', program: process.program, ok, result },
			process.cause,
			process.flow
		);
}

/** A socket of `process`, not bound yet. */
export function openSocket(ns: Netns, process: Process, kind: SocketKind): Socket {
	const socket = createSocket(ns.sockets, kind, process.pid, process.flow);
	process.sockets.push(socket.id);
	return socket;
}

/** Binds to `port`, or to one that the system picks (0). False: none to be had. */
export function bindPort(sim: Simulation, ns: Netns, socket: Socket, port: number, address = 0): boolean {
	return port === 0
		? bindEphemeral(ns.sockets, socket, address, sim.random())
		: bind(ns.sockets, socket, address, port);
}

/** What perror(3) says. */
export const errorText: Partial<Record<Errno, string>> = {
	ENETUNREACH: 'Network is unreachable',
	EHOSTUNREACH: 'No route to host',
	EACCES: 'Permission denied',
	EINVAL: 'Invalid argument',
	ECONNREFUSED: 'Connection refused',
	ETIMEDOUT: 'Connection timed out',
	ECONNRESET: 'Connection reset by peer',
	EMSGSIZE: 'Message too long',
	EADDRINUSE: 'Address already in use',
	EPROTO: 'Protocol error',
	ENETDOWN: 'Network is down',
	EPIPE: 'Broken pipe',
	EPERM: 'Operation not permitted'
};

export function explainErrno(errno: Errno | ''): string {
	return errno === '' ? '' : (errorText[errno] ?? errno);
}

/** A service's word for an answer that its socket refused to send. */
export function cannotAnswer(client: number, errno: Errno): string {
	return `no answer to ${formatIpv4(client)}: ${explainErrno(errno)}`;
}
