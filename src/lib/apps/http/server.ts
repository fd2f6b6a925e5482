/** A web server: each connection is read request by request, and answered in their order. */
import { serviceKind, type Service } from '../../lab/services/registry.ts';
import type { HttpService } from '../../lab/services/http.ts';
import { joined } from '../../wire/bytes.ts';
import { encodeHttpResponse, takeHttpRequest } from '../../wire/http-message.ts';
import type { Netns } from '../../kernel/netns.ts';
import type { Socket } from '../../kernel/sockets/socket.ts';
import { tcpClose } from '../../kernel/sockets/tcp/close.ts';
import { tcpListen } from '../../kernel/sockets/tcp/listen.ts';
import { tcpSend } from '../../kernel/sockets/tcp/send.ts';
import type { Process } from '../../sim/process.ts';
import type { Program, Simulation } from '../../sim/simulation.ts';
import { answerTo } from './answer.ts';
import { openSocket, say } from '../program.ts';

const BACKLOG = 128;

/** One connection. */
interface Talk {
	/** What has come and is not answered yet. */
	heard: Uint8Array;
	/** The client says no more. */
	ended: boolean;
	/** An answer is being written; the next request waits. */
	busy: boolean;
	/** The last answer was given. */
	last: boolean;
	/** Record of what came last. */
	cause: number;
}

function talksOf(process: Process): Record<number, Talk> {
	return process.state.talks as Record<number, Talk>;
}

function forget(process: Process, id: number): void {
	delete talksOf(process)[id];
	process.sockets = process.sockets.filter((other) => other !== id);
}

/** The next thing to do on a connection: answer what has come whole, or close, or wait for more. */
function goOn(sim: Simulation, ns: Netns, process: Process, socket: Socket, talk: Talk): void {
	talk.busy = false;
	const taken = takeHttpRequest(talk.heard);
	if (talk.last || (taken.type === 'more' && talk.ended)) {
		tcpClose(sim, ns, socket);
		return forget(process, socket.id);
	}
	if (taken.type === 'more') return;
	const { response, keep, why, asked, detail } = answerTo(process.state.args as HttpService, taken);
	talk.heard = taken.type === 'message' ? taken.rest : new Uint8Array();
	talk.last = !keep;
	talk.busy = true;
	if (sim.rec.on) {
		const { status, reason, body } = response;
		const facts = { kind: 'http-answer' as const, asked, status, reason, length: body.length, why, detail, keep };
		talk.cause = sim.rec.step(ns, 'app', 'reply', null, facts, talk.cause);
	}
	tcpSend(sim, ns, socket, encodeHttpResponse(response), talk.cause);
	sim.soon(process, socket.id);
}

export const httpServer: Program = {
	command: (args) => serviceKind(args as Service).text(args as Service),
	start(sim, ns, process, args) {
		const service = args as HttpService;
		process.state = { args: service, talks: {} };
		const socket = openSocket(ns, process, 'tcp');
		if (tcpListen(sim, ns, socket, 0, service.port, BACKLOG) !== '')
			say(sim, ns, process, `port ${service.port}/tcp is taken`);
	},
	socket(sim, ns, process, id, event) {
		if (event.type === 'accepted') {
			talksOf(process)[event.socket] = { heard: new Uint8Array(), ended: false, busy: false, last: false, cause: -1 };
			process.sockets.push(event.socket);
			return;
		}
		const socket = ns.sockets.all.get(id);
		const talk = talksOf(process)[id];
		if (event.type === 'closed' || event.type === 'error') return forget(process, id);
		if (!socket || !talk) return;
		talk.cause = process.cause;
		if (event.type === 'data') talk.heard = joined(talk.heard, event.data);
		else if (event.type === 'eof') talk.ended = true;
		else return;
		if (!talk.busy) goOn(sim, ns, process, socket, talk);
	},
	wake(sim, ns, process, tag) {
		const socket = ns.sockets.all.get(tag);
		const talk = talksOf(process)[tag];
		if (socket && talk) goOn(sim, ns, process, socket, talk);
	}
};
