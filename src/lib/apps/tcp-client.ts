/** TCP clients: connect, say something, read the answer, close. The HTTP GET is one of them. */
import { http as httpAction, readUrl } from '../lab/actions/http.ts';
import { tcp as tcpAction } from '../lab/actions/tcp.ts';
import type { Action } from '../lab/document.ts';
import type { Netns } from '../kernel/netns.ts';
import { tcpClose } from '../kernel/sockets/tcp/close.ts';
import { tcpConnect } from '../kernel/sockets/tcp/connect.ts';
import { readOnRequest } from '../kernel/sockets/tcp/receive-data.ts';
import { tcpSend } from '../kernel/sockets/tcp/send.ts';
import type { Process } from '../sim/process.ts';
import type { Program, Simulation } from '../sim/simulation.ts';
import { bindPort, explainErrno, finish, openSocket, say } from './program.ts';
import { targeting } from './targeting.ts';
import { goOn, heard, type Script, startScript } from './tcp-script.ts';

type TcpArgs = Extract<Action, { do: 'tcp' }>;
type HttpArgs = Extract<Action, { do: 'http' }>;

/** Wakes of a script. */
const SCRIPT = 1;

interface State extends Record<string, unknown> {
	socket: number;
	/** What is sent once connected. */
	request: Uint8Array;
	/** Bytes after which the client closes; Infinity: it reads until the server closes. */
	enough: number;
	received: number;
	/** First line of the answer. */
	head: string;
	connected: boolean;
	/** null: it sends its request and reads what comes. */
	script: Script | null;
}

interface Exchange<Args> {
	command(args: Args): string;
	host(args: Args): string;
	port(args: Args): number;
	fromPort(args: Args): number;
	request(args: Args): Uint8Array;
	/** From the request. */
	enough(request: Uint8Array): number;
	steps?(args: Args): Script | null;
	result(state: State): string;
}

function exchange<Args>(kind: Exchange<Args>): Program {
	const close = (sim: Simulation, ns: Netns, process: Process) => {
		const state = process.state as State;
		const socket = ns.sockets.all.get(state.socket);
		if (socket) tcpClose(sim, ns, socket);
		finish(sim, ns, process, true, kind.result(state));
	};
	return targeting<Args>({
		command: kind.command,
		target: kind.host,
		ready(sim, ns, process, args, [address]) {
			const socket = openSocket(ns, process, 'tcp');
			if (!bindPort(sim, ns, socket, kind.fromPort(args)))
				return finish(sim, ns, process, false, explainErrno('EADDRINUSE'));
			const request = kind.request(args);
			const state: State = {
				args,
				lookup: null,
				socket: socket.id,
				request,
				enough: kind.enough(request),
				received: 0,
				head: '',
				connected: false,
				script: kind.steps?.(args) ?? null
			};
			process.state = state;
			const errno = tcpConnect(sim, ns, socket, address, kind.port(args), process.cause);
			if (errno !== '') finish(sim, ns, process, false, explainErrno(errno));
		},
		socket(sim, ns, process, id, event) {
			const state = process.state as State;
			const socket = ns.sockets.all.get(id);
			if (event.type === 'connected' && socket) {
				state.connected = true;
				say(sim, ns, process, 'connected');
				if (state.script !== null) {
					readOnRequest(socket);
					return sim.soon(process, SCRIPT, 0);
				}
				if (state.request.length === 0) close(sim, ns, process);
				else tcpSend(sim, ns, socket, state.request);
			} else if (event.type === 'data') {
				if (state.received === 0) state.head = firstLine(event.data);
				state.received += event.data.length;
				if (state.script !== null) return heard(sim, process, state.script, event.data.length, false, SCRIPT);
				if (state.received >= state.enough) close(sim, ns, process);
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
			if (goOn(sim, ns, process, socket, state.script, SCRIPT)) finish(sim, ns, process, true, kind.result(state));
		}
	});
}

function firstLine(data: Uint8Array): string {
	const end = data.indexOf(13);
	return new TextDecoder().decode(data.subarray(0, Math.min(end < 0 ? data.length : end, 80)));
}

export const tcp = exchange<TcpArgs>({
	command: tcpAction.text,
	host: (args) => args.to,
	port: (args) => args.port,
	fromPort: (args) => args.fromPort ?? 0,
	request: (args) => new TextEncoder().encode(args.send),
	enough: (request) => request.length,
	steps: ({ steps }) => (steps === undefined ? null : startScript(steps)),
	result: (state) =>
		state.request.length === 0 && state.received === 0 ? 'connected' : `connected, ${state.received} bytes came back`
});

export const http = exchange<HttpArgs>({
	command: httpAction.text,
	host: (args) => readUrl(args.url).host,
	port: (args) => readUrl(args.url).port,
	fromPort: () => 0,
	request: (args) => {
		const { host, port, path } = readUrl(args.url);
		return new TextEncoder().encode(
			`GET ${path} HTTP/1.1\r\nHost: ${host}${port === 80 ? '' : `:${port}`}\r\nUser-Agent: hopwise\r\nAccept: */*\r\nConnection: close\r\n\r\n`
		);
	},
	enough: () => Infinity,
	result: (state) => `${state.head || 'empty answer'} (${state.received} bytes)`
});
