/** Services on a UDP port: the echo, the sink, and the DNS server. */
import { serviceKind, type Service } from '../lab/services/registry.ts';
import { parseIpv4 } from '../net/text.ts';
import { decodeDns, dnsResponse, encodeDns } from '../wire/dns.ts';
import type { SocketEvent } from '../kernel/context.ts';
import type { Netns } from '../kernel/netns.ts';
import { udpSend } from '../kernel/sockets/udp.ts';
import type { Process } from '../sim/process.ts';
import type { Program, Simulation } from '../sim/simulation.ts';
import { bindPort, openSocket, say } from './program.ts';

type Datagram = Extract<SocketEvent, { type: 'datagram' }>;

/** A service that answers each datagram by itself. `answer` null: it says nothing. */
function udpService(
	answer: (sim: Simulation, ns: Netns, process: Process, event: Datagram) => Uint8Array | null
): Program {
	return {
		command: (args) => serviceKind(args as Service).text(args as Service),
		start(sim, ns, process, args) {
			const service = args as { port: number };
			process.state = { args: service };
			const socket = openSocket(ns, process, 'udp');
			if (!bindPort(sim, ns, socket, service.port)) say(sim, ns, process, `port ${service.port}/udp is taken`);
		},
		socket(sim, ns, process, id, event) {
			const socket = ns.sockets.all.get(id);
			if (event.type !== 'datagram' || !socket) return;
			const bytes = answer(sim, ns, process, event);
			if (bytes !== null)
				udpSend(sim, ns, socket, event.destination, event.source, event.sourcePort, bytes, process.cause);
		},
		wake() {}
	};
}

export const udpEcho = udpService((_sim, _ns, _process, event) => event.data);

export const udpSink = udpService(() => null);

type DnsService = Extract<Service, { kind: 'dns' }>;

/** Answers A questions from its records, as a server that knows these names and no others. */
export const dnsServer = udpService((sim, ns, process, event) => {
	const query = decodeDns(event.data, 0, event.data.length);
	if (query === null || query.response || query.questions.length !== 1) return null;
	const service = process.state.args as DnsService;
	const { name, type } = query.questions[0];
	const known = Object.entries(service.records).find(([record]) => record.toLowerCase() === name.toLowerCase());
	const addresses = known !== undefined && type === 'A' ? known[1].map(parseIpv4) : [];
	if (sim.rec.on) {
		process.cause = sim.rec.step(
			ns,
			'app',
			'reply',
			null,
			{ kind: 'dns-answer', name, addresses, found: known !== undefined, to: event.source },
			process.cause
		);
	}
	const answers = addresses.map((address) => ({ type: 'A' as const, name, ttl: service.ttl, address }));
	// As dnsmasq answers from its own records: authoritative only where it has what was asked for; a name above a known one exists.
	const above = Object.keys(service.records).some((record) => record.toLowerCase().endsWith(`.${name.toLowerCase()}`));
	const response = dnsResponse(query, known !== undefined || above ? 'NOERROR' : 'NXDOMAIN', answers);
	return encodeDns({ ...response, authoritative: answers.length > 0 });
});
