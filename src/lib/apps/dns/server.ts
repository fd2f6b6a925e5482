/**
 * The DNS server: answers by UDP and TCP from its own records, from what it has been told before, or asks another server (as dnsmasq does,
 * src/forward.c). A datagram holds 512 bytes: what is longer is cut, and the client asks again by TCP.
 */
import { serviceKind, type Service } from '../../lab/services/registry.ts';
import { parseIpv4 } from '../../net/text.ts';
import {
	decodeDns,
	DNS_PORT,
	DNS_UDP_SIZE,
	type DnsMessage,
	type DnsRecord,
	dnsResponse,
	encodeDns,
	recordData
} from '../../wire/dns.ts';
import type { Netns } from '../../kernel/netns.ts';
import { routeOutput } from '../../kernel/ip/route.ts';
import { destroySocket } from '../../kernel/sockets/socket.ts';
import { tcpClose } from '../../kernel/sockets/tcp/close.ts';
import { tcpConnect } from '../../kernel/sockets/tcp/connect.ts';
import { tcpListen } from '../../kernel/sockets/tcp/listen.ts';
import { tcpSend } from '../../kernel/sockets/tcp/send.ts';
import { udpSend } from '../../kernel/sockets/udp.ts';
import type { Process } from '../../sim/process.ts';
import type { Program, Simulation } from '../../sim/simulation.ts';
import type { StepFacts } from '../../trace/steps/types.ts';
import { bindPort, cannotAnswer, openSocket, say } from '../program.ts';
import { type Cache, recall, remember } from './cache.ts';
import { answerFromZone } from './zone.ts';
import { framed, takeFramed } from './tcp-frame.ts';

type DnsService = Extract<Service, { kind: 'dns' }>;

/** Who asked, and how. */
type Client =
	| { by: 'udp'; address: number; port: number; local: number }
	/** The socket of the connection. */
	| { by: 'tcp'; socket: number };

/** A question that was passed on. */
interface Passed {
	query: DnsMessage;
	client: Client;
	/** The id that it was passed on with. */
	id: number;
	/** By TCP: what is sent once connected, and what has come. */
	question: Uint8Array | null;
	heard: Uint8Array;
}

interface State extends Record<string, unknown> {
	args: DnsService;
	udp: number;
	/** By socket: what has come of a connection's questions. */
	talks: Map<number, Uint8Array>;
	/** By socket to the other server. */
	passed: Map<number, Passed>;
	cache: Cache;
}

const BACKLOG = 5;

/** What fits into `room` bytes, from the first on (add_resource_record). */
function cut(message: DnsMessage, room: number): Uint8Array {
	const whole = encodeDns(message);
	if (whole.length <= room) return whole;
	const short = { ...message, truncated: true, authorities: [], additionals: [] };
	for (let count = message.answers.length; ; count--) {
		const bytes = encodeDns({ ...short, answers: message.answers.slice(0, count) });
		if (bytes.length <= room || count === 0) return bytes;
	}
}

/** What others have said is passed on for no longer than that (--max-ttl). */
function limited({ maxTtl }: DnsService, records: DnsRecord[]): DnsRecord[] {
	return maxTtl === undefined ? records : records.map((record) => ({ ...record, ttl: Math.min(record.ttl, maxTtl) }));
}

function reply(sim: Simulation, ns: Netns, process: Process, client: Client, message: DnsMessage): void {
	const state = process.state as State;
	if (client.by === 'tcp') {
		const socket = ns.sockets.all.get(client.socket);
		if (socket !== undefined) tcpSend(sim, ns, socket, framed(encodeDns(message)));
		return;
	}
	const socket = ns.sockets.all.get(state.udp);
	if (socket === undefined) return;
	const bytes = cut(message, DNS_UDP_SIZE);
	const errno = udpSend(sim, ns, socket, client.local, client.address, client.port, bytes, process.cause);
	if (errno !== '') say(sim, ns, process, cannotAnswer(client.address, errno));
}

function note(
	sim: Simulation,
	ns: Netns,
	process: Process,
	message: DnsMessage,
	from: StepFacts['dns-answer']['from'],
	to: number
): void {
	if (!sim.rec.on) return;
	const [question] = message.questions;
	const facts = {
		kind: 'dns-answer' as const,
		name: question.name,
		type: question.type,
		code: message.code,
		answers: message.answers.map((record) => `${record.type} ${recordData(record)}`),
		from,
		to
	};
	process.cause = sim.rec.step(ns, 'app', 'reply', null, facts, process.cause);
}

function addressOf(ns: Netns, client: Client): number {
	return client.by === 'udp' ? client.address : (ns.sockets.all.get(client.socket)?.peerAddress ?? 0);
}

function asked(sim: Simulation, ns: Netns, process: Process, client: Client, data: Uint8Array): void {
	const state = process.state as State;
	const query = decodeDns(data, 0, data.length);
	if (query === null || query.response || query.questions.length !== 1) return;
	const [question] = query.questions;
	const own = answerFromZone(state.args, question);
	if (own !== null) {
		const message = { ...dnsResponse(query, own.code, own.answers), ...own };
		note(sim, ns, process, message, 'zone', addressOf(ns, client));
		return reply(sim, ns, process, client, message);
	}
	const known = recall(state.cache, question, sim.now);
	if (known !== null) {
		const message = { ...dnsResponse(query, 'NOERROR', limited(state.args, known)), authoritative: false };
		note(sim, ns, process, message, 'cache', addressOf(ns, client));
		return reply(sim, ns, process, client, message);
	}
	if ((state.args.upstream ?? []).length > 0) return pass(sim, ns, process, client, query);
	const code = state.args.unknown === 'refused' ? 'REFUSED' : 'NXDOMAIN';
	const message = { ...dnsResponse(query, code, []), authoritative: false };
	note(sim, ns, process, message, 'zone', addressOf(ns, client));
	reply(sim, ns, process, client, message);
}

/** Asks the other server, by the protocol that the client came by. A client that asks again moves on to the next server. */
function pass(sim: Simulation, ns: Netns, process: Process, client: Client, query: DnsMessage): void {
	const state = process.state as State;
	const servers = (state.args.upstream ?? []).map(parseIpv4);
	const before = [...state.passed.values()].filter(
		({ query: other, client: same }) =>
			other.id === query.id &&
			JSON.stringify(same) === JSON.stringify(client) &&
			other.questions[0].name === query.questions[0].name
	).length;
	const server = servers[before % servers.length];
	if (sim.rec.on) {
		const [{ name, type }] = query.questions;
		process.cause = sim.rec.step(ns, 'app', 'pass', null, { kind: 'dns-forward', name, type, server }, process.cause);
	}
	// A datagram could be answered by anybody who guesses its id; by TCP the client's own does.
	const id = client.by === 'udp' ? sim.random() & 0xffff : query.id;
	const question = encodeDns({ ...query, id });
	const passed: Passed = { query, client, id, question: null, heard: new Uint8Array() };
	const socket = openSocket(ns, process, client.by);
	// What it asks belongs to the flow of whoever asked.
	const asking = ns.sockets.all.get(client.by === 'udp' ? state.udp : client.socket);
	if (asking !== undefined) socket.flow = asking.flow;
	if (!bindPort(sim, ns, socket, 0)) return;
	if (client.by === 'udp') {
		socket.localAddress = routeOutput(ns, server, 0).source;
		state.passed.set(socket.id, passed);
		udpSend(sim, ns, socket, 0, server, DNS_PORT, question, process.cause);
		return;
	}
	state.passed.set(socket.id, { ...passed, question: framed(question) });
	if (tcpConnect(sim, ns, socket, server, DNS_PORT, process.cause) !== '') forget(ns, process, socket.id);
}

/** The other server has answered. */
function answered(sim: Simulation, ns: Netns, process: Process, passed: Passed, data: Uint8Array): boolean {
	const state = process.state as State;
	const message = decodeDns(data, 0, data.length);
	if (message === null || !message.response || message.id !== passed.id) return false;
	const { query, client } = passed;
	if (message.code === 'NOERROR' && !message.truncated)
		remember(state.cache, query.questions[0], message.answers, sim.now);
	const said = {
		...message,
		id: query.id,
		recursionAvailable: true,
		// Half an answer is none.
		answers: message.truncated ? [] : limited(state.args, message.answers),
		additionals: message.truncated ? [] : limited(state.args, message.additionals)
	};
	note(sim, ns, process, said, 'upstream', addressOf(ns, client));
	reply(sim, ns, process, client, said);
	return true;
}

function forget(ns: Netns, process: Process, id: number): void {
	const state = process.state as State;
	state.passed.delete(id);
	const socket = ns.sockets.all.get(id);
	if (socket?.kind === 'udp') destroySocket(ns.sockets, socket);
	process.sockets = process.sockets.filter((other) => other !== id);
}

function tcpData(sim: Simulation, ns: Netns, process: Process, id: number, data: Uint8Array): void {
	const state = process.state as State;
	const passed = state.passed.get(id);
	const { messages, rest } = takeFramed(passed?.heard ?? state.talks.get(id) ?? new Uint8Array(), data);
	if (passed === undefined) {
		state.talks.set(id, rest);
		for (const message of messages) asked(sim, ns, process, { by: 'tcp', socket: id }, message);
		return;
	}
	passed.heard = rest;
	if (!messages.some((message) => answered(sim, ns, process, passed, message))) return;
	const socket = ns.sockets.all.get(id);
	if (socket !== undefined) tcpClose(sim, ns, socket);
	forget(ns, process, id);
}

export const dnsServer: Program = {
	command: (args) => serviceKind(args as Service).text(args as Service),
	start(sim, ns, process, args) {
		const service = args as DnsService;
		const udp = openSocket(ns, process, 'udp');
		const tcp = openSocket(ns, process, 'tcp');
		const state: State = {
			args: service,
			udp: udp.id,
			talks: new Map(),
			passed: new Map(),
			cache: new Map()
		};
		process.state = state;
		const taken = !bindPort(sim, ns, udp, service.port);
		if (taken || tcpListen(sim, ns, tcp, 0, service.port, BACKLOG) !== '')
			say(sim, ns, process, `port ${service.port} is taken`);
	},
	socket(sim, ns, process, id, event) {
		const state = process.state as State;
		const socket = ns.sockets.all.get(id);
		const passed = state.passed.get(id);
		switch (event.type) {
			case 'datagram':
				if (passed !== undefined) {
					if (answered(sim, ns, process, passed, event.data)) forget(ns, process, id);
					return;
				}
				return asked(
					sim,
					ns,
					process,
					{ by: 'udp', address: event.source, port: event.sourcePort, local: event.destination },
					event.data
				);
			case 'accepted':
				process.sockets.push(event.socket);
				state.talks.set(event.socket, new Uint8Array());
				return;
			case 'connected':
				if (socket !== undefined && passed?.question) tcpSend(sim, ns, socket, passed.question);
				return;
			case 'data':
				return tcpData(sim, ns, process, id, event.data);
			case 'eof':
				if (socket !== undefined) tcpClose(sim, ns, socket);
				return;
			case 'closed':
			case 'error':
				state.talks.delete(id);
				return forget(ns, process, id);
			default:
		}
	},
	wake() {}
};
