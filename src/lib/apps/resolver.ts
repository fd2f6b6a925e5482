/**
 * From a name to an address as a C program gets there: a literal, then /etc/hosts, then DNS by the nameservers of
 * /etc/resolv.conf (nsswitch.conf "hosts: files dns"; glibc resolv: 5 s for an answer, two rounds).
 */
import { isIpv4, parseIpv4 } from '../net/text.ts';
import { decodeDns, dnsQuery, encodeDns } from '../wire/dns.ts';
import type { SocketEvent } from '../kernel/context.ts';
import type { Netns } from '../kernel/netns.ts';
import { destroySocket } from '../kernel/sockets/socket.ts';
import { udpSend } from '../kernel/sockets/udp.ts';
import { routeOutput } from '../kernel/ip/route.ts';
import type { Process } from '../sim/process.ts';
import type { Simulation } from '../sim/simulation.ts';
import { bindPort, openSocket } from './program.ts';

/** ns */
const TIMEOUT = 5_000_000_000;
const ROUNDS = 2;
const DNS_PORT = 53;

/** A question that is under way, kept in the process. */
export interface Lookup {
	name: string;
	socket: number;
	id: number;
	/** Questions sent so far. */
	asked: number;
}

export type Answer = { addresses: number[] } | { failed: string };

function record(sim: Simulation, ns: Netns, process: Process, name: string, source: 'hosts' | 'dns' | 'literal', addresses: number[], server: number): void {
	if (sim.rec.on) process.cause = sim.rec.step(ns, 'app', 'note', null, { kind: 'name-lookup', name, source, addresses, server }, process.cause, process.flow);
}

/** An answer at once, or the lookup whose answer comes by `lookupEvent` or `lookupTimeout`. */
export function startLookup(sim: Simulation, ns: Netns, process: Process, name: string): Answer | Lookup {
	if (isIpv4(name)) return { addresses: [parseIpv4(name)] };
	const wanted = name.toLowerCase().replace(/\.$/, '');
	const known = ns.hosts.filter((line) => line.names.some((other) => other.toLowerCase() === wanted)).map((line) => line.address);
	if (known.length === 0 && wanted === 'localhost') known.push(0x7f000001);
	if (known.length > 0) {
		record(sim, ns, process, name, 'hosts', known, 0);
		return { addresses: known };
	}
	if (ns.nameservers.length === 0) {
		record(sim, ns, process, name, 'hosts', [], 0);
		return { failed: 'Name or service not known (not in /etc/hosts, and no nameserver is set)' };
	}
	return ask(sim, ns, process, { name: wanted, socket: 0, id: sim.random() & 0xffff, asked: 0 });
}

function ask(sim: Simulation, ns: Netns, process: Process, lookup: Lookup): Answer | Lookup {
	while (lookup.asked < ns.nameservers.length * ROUNDS) {
		const server = ns.nameservers[lookup.asked % ns.nameservers.length];
		close(ns, process, lookup);
		lookup.asked++;
		const socket = openSocket(ns, process, 'udp');
		if (!bindPort(sim, ns, socket, 0)) continue;
		const found = routeOutput(ns, server, 0);
		socket.localAddress = found.source;
		socket.peerAddress = server;
		socket.peerPort = DNS_PORT;
		lookup.socket = socket.id;
		const errno = udpSend(sim, ns, socket, found.source, server, DNS_PORT, encodeDns(dnsQuery(lookup.id, lookup.name, 'A')), process.cause);
		if (errno === '') return lookup;
	}
	close(ns, process, lookup);
	return { failed: 'Temporary failure in name resolution' };
}

function close(ns: Netns, process: Process, lookup: Lookup): void {
	const socket = ns.sockets.all.get(lookup.socket);
	if (socket) destroySocket(ns.sockets, socket);
	process.sockets = process.sockets.filter((id) => id !== lookup.socket);
}

/** ns until `lookupTimeout` is due. */
export const LOOKUP_TIMEOUT = TIMEOUT;

/** No answer came. */
export function lookupTimeout(sim: Simulation, ns: Netns, process: Process, lookup: Lookup): Answer | Lookup {
	return ask(sim, ns, process, lookup);
}

/** What came in at the lookup's socket. */
export function lookupEvent(sim: Simulation, ns: Netns, process: Process, lookup: Lookup, event: SocketEvent): Answer | Lookup {
	if (event.type === 'error') return ask(sim, ns, process, lookup);
	if (event.type !== 'datagram') return lookup;
	const message = decodeDns(event.data, 0, event.data.length);
	if (message === null || !message.response || message.id !== lookup.id) return lookup;
	const addresses = message.answers.flatMap((answer) => (answer.type === 'A' ? [answer.address] : []));
	record(sim, ns, process, lookup.name, 'dns', addresses, event.source);
	close(ns, process, lookup);
	if (addresses.length > 0) return { addresses };
	return { failed: message.code === 'NXDOMAIN' ? 'Name or service not known' : `No address associated with the name (${message.code})` };
}
