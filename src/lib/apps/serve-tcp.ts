/** Services on a TCP port: the echo and the HTTP server. */
import { serviceKind, type Service } from '../lab/services/registry.ts';
import type { Netns } from '../kernel/netns.ts';
import type { Socket } from '../kernel/sockets/socket.ts';
import { tcpClose } from '../kernel/sockets/tcp/close.ts';
import { readOnRequest } from '../kernel/sockets/tcp/receive-data.ts';
import { tcpListen } from '../kernel/sockets/tcp/listen.ts';
import { tcpSend } from '../kernel/sockets/tcp/send.ts';
import type { Process } from '../sim/process.ts';
import type { Program, Simulation } from '../sim/simulation.ts';
import { openSocket, say } from './program.ts';
import { goOn, heard, type Script, startScript } from './tcp-script.ts';

const BACKLOG = 128;

interface Talk {
	/** What has come of the request so far. */
	request: string;
	answered: boolean;
}

interface Handler {
	data(sim: Simulation, ns: Netns, process: Process, socket: Socket, talk: Talk, data: Uint8Array): void;
}

function tcpService(handler: Handler): Program {
	return {
		command: (args) => serviceKind(args as Service).text(args as Service),
		start(sim, ns, process, args) {
			const service = args as { port: number };
			process.state = { args: service, talks: {} };
			const socket = openSocket(ns, process, 'tcp');
			if (tcpListen(sim, ns, socket, 0, service.port, BACKLOG) !== '')
				say(sim, ns, process, `port ${service.port}/tcp is taken`);
		},
		socket(sim, ns, process, id, event) {
			const talks = process.state.talks as Record<number, Talk>;
			if (event.type === 'accepted') {
				talks[event.socket] = { request: '', answered: false };
				process.sockets.push(event.socket);
				return;
			}
			const socket = ns.sockets.all.get(id);
			if (event.type === 'data' && socket && talks[id]) handler.data(sim, ns, process, socket, talks[id], event.data);
			if (event.type === 'eof' && socket) tcpClose(sim, ns, socket);
			if (event.type === 'closed' || event.type === 'error') {
				delete talks[id];
				process.sockets = process.sockets.filter((other) => other !== id);
			}
		},
		wake(sim, ns, _process, tag) {
			const socket = ns.sockets.all.get(tag);
			if (socket) tcpClose(sim, ns, socket);
		}
	};
}

export const tcpEcho = tcpService({
	data: (sim, ns, _process, socket, _talk, data) => void tcpSend(sim, ns, socket, data)
});

type TcpService = Extract<Service, { kind: 'tcp' }>;

/** Each connection has a script of its own; wakes are tagged with its socket. */
export const tcpScripted: Program = {
	command: (args) => serviceKind(args as Service).text(args as Service),
	start(sim, ns, process, args) {
		const service = args as TcpService;
		process.state = { args: service, scripts: {} };
		const socket = openSocket(ns, process, 'tcp');
		if (tcpListen(sim, ns, socket, 0, service.port, service.backlog, service.accept) !== '')
			say(sim, ns, process, `port ${service.port}/tcp is taken`);
	},
	socket(sim, ns, process, id, event) {
		const scripts = process.state.scripts as Record<number, Script>;
		if (event.type === 'accepted') {
			const socket = ns.sockets.all.get(event.socket);
			if (!socket) return;
			scripts[event.socket] = startScript((process.state.args as TcpService).steps);
			process.sockets.push(event.socket);
			readOnRequest(socket);
			sim.soon(process, event.socket, 0);
		} else if (event.type === 'data' && scripts[id]) heard(sim, process, scripts[id], event.data.length, false, id);
		else if (event.type === 'eof' && scripts[id]) heard(sim, process, scripts[id], 0, true, id);
		else if (event.type === 'closed' || event.type === 'error') forget(process, id);
	},
	wake(sim, ns, process, tag) {
		const script = (process.state.scripts as Record<number, Script>)[tag];
		const socket = ns.sockets.all.get(tag);
		if (script && socket && goOn(sim, ns, process, socket, script, tag)) forget(process, tag);
	}
};

function forget(process: Process, id: number): void {
	delete (process.state.scripts as Record<number, Script>)[id];
	process.sockets = process.sockets.filter((other) => other !== id);
}

type HttpService = Extract<Service, { kind: 'http' }>;

export const httpServer = tcpService({
	data(sim, ns, process, socket, talk, data) {
		if (talk.answered) return;
		talk.request += new TextDecoder('latin1').decode(data);
		if (!talk.request.includes('\r\n\r\n')) return;
		talk.answered = true;
		const body = new TextEncoder().encode((process.state.args as HttpService).body);
		const head = new TextEncoder().encode(
			`HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n`
		);
		const answer = new Uint8Array(head.length + body.length);
		answer.set(head);
		answer.set(body, head.length);
		tcpSend(sim, ns, socket, answer);
		sim.soon(process, socket.id);
	}
});
