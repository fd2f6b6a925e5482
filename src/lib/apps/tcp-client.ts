/** A TCP client: connects, says something, reads the answer, closes; or does step by step what it is told. */
import { tcp as action } from '../lab/actions/tcp.ts';
import type { Action } from '../lab/document.ts';
import type { Netns } from '../kernel/netns.ts';
import { tcpClose } from '../kernel/sockets/tcp/close.ts';
import { tcpConnect } from '../kernel/sockets/tcp/connect.ts';
import { readOnRequest } from '../kernel/sockets/tcp/receive-data.ts';
import { tcpSend } from '../kernel/sockets/tcp/send.ts';
import type { Process } from '../sim/process.ts';
import type { Simulation } from '../sim/simulation.ts';
import { bindPort, explainErrno, finish, openSocket, say } from './program.ts';
import { targeting } from './targeting.ts';
import { goOn, heard, type Script, startScript } from './tcp-script.ts';

type Args = Extract<Action, { do: 'tcp' }>;

/** Wakes of a script. */
const SCRIPT = 1;

interface State extends Record<string, unknown> {
	socket: number;
	/** What is sent once connected. It reads until as much has come back, or the server has closed. */
	request: Uint8Array;
	received: number;
	/** null: it sends its request and reads what comes. */
	script: Script | null;
}

function result({ request, received }: State): string {
	return request.length === 0 && received === 0 ? 'connected' : `connected, ${received} bytes came back`;
}

function close(sim: Simulation, ns: Netns, process: Process): void {
	const state = process.state as State;
	const socket = ns.sockets.all.get(state.socket);
	if (socket) tcpClose(sim, ns, socket);
	finish(sim, ns, process, true, result(state));
}

export const tcp = targeting<Args>({
	command: action.text,
	target: (args) => args.to,
	ready(sim, ns, process, args, [address]) {
		const socket = openSocket(ns, process, 'tcp');
		if (!bindPort(sim, ns, socket, args.fromPort ?? 0))
			return finish(sim, ns, process, false, explainErrno('EADDRINUSE'));
		const state: State = {
			args,
			lookup: null,
			socket: socket.id,
			request: new TextEncoder().encode(args.send),
			received: 0,
			script: args.steps === undefined ? null : startScript(args.steps)
		};
		process.state = state;
		const errno = tcpConnect(sim, ns, socket, address, args.port, process.cause);
		if (errno !== '') finish(sim, ns, process, false, explainErrno(errno));
	},
	socket(sim, ns, process, id, event) {
		const state = process.state as State;
		const socket = ns.sockets.all.get(id);
		if (event.type === 'connected' && socket) {
			say(sim, ns, process, 'connected');
			if (state.script !== null) {
				readOnRequest(socket);
				return sim.soon(process, SCRIPT, 0);
			}
			if (state.request.length === 0) close(sim, ns, process);
			else tcpSend(sim, ns, socket, state.request);
		} else if (event.type === 'data') {
			state.received += event.data.length;
			if (state.script !== null) return heard(sim, process, state.script, event.data.length, false, SCRIPT);
			if (state.received >= state.request.length) close(sim, ns, process);
		} else if (event.type === 'eof') {
			if (state.script !== null) return heard(sim, process, state.script, 0, true, SCRIPT);
			close(sim, ns, process);
		} else if (event.type === 'error') {
			finish(sim, ns, process, false, explainErrno(event.errno));
		}
	},
	wake(sim, ns, process, tag) {
		const state = process.state as State;
		const socket = ns.sockets.all.get(state.socket);
		if (tag !== SCRIPT || !socket || state.script === null) return;
		if (goOn(sim, ns, process, socket, state.script, SCRIPT)) finish(sim, ns, process, true, result(state));
	}
});
