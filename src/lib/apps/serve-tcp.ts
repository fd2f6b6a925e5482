/** Services on a TCP port: the echo, and the one that does what it is told. */
import { serviceKind, type Service } from '../lab/services/registry.ts';
import { tcpClose } from '../kernel/sockets/tcp/close.ts';
import { readOnRequest } from '../kernel/sockets/tcp/receive-data.ts';
import { tcpListen } from '../kernel/sockets/tcp/listen.ts';
import { tcpSend } from '../kernel/sockets/tcp/send.ts';
import type { Process } from '../sim/process.ts';
import type { Program } from '../sim/simulation.ts';
import { openSocket, say } from './program.ts';
import { goOn, heard, type Script, startScript } from './tcp-script.ts';

const BACKLOG = 128;

export const tcpEcho: Program = {
	command: (args) => serviceKind(args as Service).text(args as Service),
	start(sim, ns, process, args) {
		const service = args as { port: number };
		process.state = { args: service };
		const socket = openSocket(ns, process, 'tcp');
		if (tcpListen(sim, ns, socket, 0, service.port, BACKLOG) !== '')
			say(sim, ns, process, `port ${service.port}/tcp is taken`);
	},
	socket(sim, ns, process, id, event) {
		const socket = ns.sockets.all.get(id);
		if (event.type === 'accepted') process.sockets.push(event.socket);
		else if (event.type === 'data' && socket) tcpSend(sim, ns, socket, event.data);
		else if (event.type === 'eof' && socket) tcpClose(sim, ns, socket);
		else if (event.type === 'closed' || event.type === 'error')
			process.sockets = process.sockets.filter((other) => other !== id);
	},
	wake() {}
};

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
