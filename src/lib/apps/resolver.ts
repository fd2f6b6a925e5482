/**
 * From a name to an address as a C program gets there: a literal, then /etc/hosts, then DNS by the nameservers of
 * /etc/resolv.conf (nsswitch.conf "hosts: files dns"; glibc resolv: 5 s for an answer, two rounds).
 */
import { isIpv4, parseIpv4 } from '../net/text.ts';
import { decodeDns, dnsQuery, encodeDns } from '../wire/dns.ts';
import { PROTOCOL_UDP } from '../wire/ipv4.ts';
import type { SocketEvent } from '../kernel/context.ts';
import type { Netns } from '../kernel/netns.ts';
import { destroySocket, type Socket } from '../kernel/sockets/socket.ts';
import { udpSend } from '../kernel/sockets/udp.ts';
import { routeOutput } from '../kernel/ip/route.ts';
import type { Process } from '../sim/process.ts';
import type { Simulation } from '../sim/simulation.ts';
import { bindPort, openSocket } from './program.ts';

/** ns */
const TIMEOUT = 5_000_000_000;
const ROUNDS = 2;
const DNS_PORT = 53;
/** resolv.conf(5): without a nameserver line, the one on this very machine is asked. */
const LOCALHOST = 0x7f000001;

/** A question that is under way, kept in the process. */
export interface Lookup {
	name: string;
	/** The one that now waits for an answer; 0: none. */
	socket: number;
	/** Sockets by nameserver, kept for the next round as long as no error came. */
	sockets: number[];
	id: number;
	/** Questions sent so far. */
	asked: number;
}

export type Answer = { addresses: number[] } | { failed: string };

function record(
	sim: Simulation,
	ns: Netns,
	process: Process,
	name: string,
	source: 'hosts' | 'dns' | 'literal',
	addresses: number[],
	server: number
): void {
	if (sim.rec.on)
		process.cause = sim.rec.step(
			ns,
			'app',
			'note',
			null,
			{ kind: 'name-lookup', name, source, addresses, server },
			process.cause,
			process.flow
		);
}

/** An answer at once, or the lookup whose answer comes by `lookupEvent` or `lookupTimeout`. */
export function startLookup(sim: Simulation, ns: Netns, process: Process, name: string): Answer | Lookup {
	if (isIpv4(name)) return { addresses: [parseIpv4(name)] };
	const wanted = name.toLowerCase().replace(/\.$/, '');
	const known = ns.hosts
		.filter((line) => line.names.some((other) => other.toLowerCase() === wanted))
		.map((line) => line.address);
	if (known.length === 0 && wanted === 'localhost') known.push(0x7f000001);
	if (known.length > 0) {
		record(sim, ns, process, name, 'hosts', known, 0);
		return { addresses: known };
	}
	return ask(sim, ns, process, { name: wanted, socket: 0, sockets: [], id: sim.random() & 0xffff, asked: 0 });
}

function serversOf(ns: Netns): number[] {
	return ns.nameservers.length > 0 ? ns.nameservers : [LOCALHOST];
}

function ask(sim: Simulation, ns: Netns, process: Process, lookup: Lookup): Answer | Lookup {
	const servers = serversOf(ns);
	const question = encodeDns(dnsQuery(lookup.id, lookup.name, 'A'));
	while (lookup.asked < servers.length * ROUNDS) {
		const number = lookup.asked % servers.length;
		const server = servers[number];
		lookup.asked++;
		const socket = ns.sockets.all.get(lookup.sockets[number]) ?? connect(sim, ns, process, server);
		if (socket === null) continue;
		lookup.sockets[number] = lookup.socket = socket.id;
		const errno = udpSend(sim, ns, socket, socket.localAddress, server, DNS_PORT, question, process.cause);
		if (errno === '') return lookup;
		close(ns, process, lookup);
	}
	close(ns, process, lookup);
	return {
		failed: `Temporary failure in name resolution${ns.nameservers.length === 0 ? ' (no nameserver is set)' : ''}`
	};
}

function connect(sim: Simulation, ns: Netns, process: Process, server: number): Socket | null {
	const socket = openSocket(ns, process, 'udp');
	// __res_enable_icmp
	socket.allErrors = true;
	if (!bindPort(sim, ns, socket, 0)) return null;
	socket.localAddress = routeOutput(ns, server, 0, 0, {
		protocol: PROTOCOL_UDP,
		sourcePort: socket.localPort,
		destinationPort: DNS_PORT
	}).source;
	socket.peerAddress = server;
	socket.peerPort = DNS_PORT;
	return socket;
}

/** __res_iclose: the sockets to all nameservers. */
function close(ns: Netns, process: Process, lookup: Lookup): void {
	for (const id of lookup.sockets) {
		const socket = ns.sockets.all.get(id);
		if (socket) destroySocket(ns.sockets, socket);
	}
	process.sockets = process.sockets.filter((id) => !lookup.sockets.includes(id));
	lookup.sockets = [];
	lookup.socket = 0;
}

/** ns until `lookupTimeout` is due. */
export const LOOKUP_TIMEOUT = TIMEOUT;

/** No answer came. */
export function lookupTimeout(sim: Simulation, ns: Netns, process: Process, lookup: Lookup): Answer | Lookup {
	return ask(sim, ns, process, lookup);
}

/** What came in at the lookup's socket. */
export function lookupEvent(
	sim: Simulation,
	ns: Netns,
	process: Process,
	lookup: Lookup,
	event: SocketEvent
): Answer | Lookup {
	if (event.type === 'error') {
		close(ns, process, lookup);
		return ask(sim, ns, process, lookup);
	}
	if (event.type !== 'datagram') return lookup;
	const message = decodeDns(event.data, 0, event.data.length);
	if (message === null || !message.response || message.id !== lookup.id) return lookup;
	const addresses = message.answers.flatMap((answer) => (answer.type === 'A' ? [answer.address] : []));
	record(sim, ns, process, lookup.name, 'dns', addresses, event.source);
	close(ns, process, lookup);
	if (addresses.length > 0) return { addresses };
	return {
		failed:
			message.code === 'NXDOMAIN'
				? 'Name or service not known'
				: `No address associated with the name (${message.code})`
	};
}
