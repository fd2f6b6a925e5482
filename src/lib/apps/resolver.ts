/**
 * From a name to what it stands for as a C program gets there: a literal, then the sources of nsswitch.conf in their order, /etc/hosts and
 * DNS. Names are tried as glibc tries them (resolv/res_query.c, __res_context_search), servers are asked as it asks them
 * (resolv/res_send.c): each in turn, for so long, so many rounds; what is cut comes again by TCP.
 */
import { isIpv4, parseIpv4 } from '../net/text.ts';
import {
	decodeDns,
	DNS_PORT,
	dnsQuery,
	type DnsRecord,
	type DnsType,
	encodeDns,
	recordData,
	reverseName
} from '../wire/dns.ts';
import { PROTOCOL_UDP } from '../wire/ipv4.ts';
import type { SocketEvent } from '../kernel/context.ts';
import type { Netns } from '../kernel/netns.ts';
import { destroySocket, type Socket } from '../kernel/sockets/socket.ts';
import { tcpClose } from '../kernel/sockets/tcp/close.ts';
import { tcpConnect } from '../kernel/sockets/tcp/connect.ts';
import { tcpSend } from '../kernel/sockets/tcp/send.ts';
import { udpSend } from '../kernel/sockets/udp.ts';
import { routeOutput } from '../kernel/ip/route.ts';
import type { Process } from '../sim/process.ts';
import type { Simulation } from '../sim/simulation.ts';
import { framed, takeFramed } from './dns/tcp-frame.ts';
import { bindPort, openSocket } from './program.ts';

const S = 1_000_000_000;
/** resolv.conf(5): without a nameserver line, the one on this very machine is asked. */
const LOCALHOST = 0x7f000001;
/** Nameservers that are heeded (MAXNS). */
const MOST_SERVERS = 3;

/** A question that is under way, kept in the process. */
export interface Lookup {
	/** What the program asked for. */
	wanted: string;
	type: DnsType;
	/** Names to be tried, the present one first. */
	names: string[];
	/** Sources that are left after DNS. */
	sources: ('files' | 'dns')[];
	servers: number[];
	/** The one that now waits for an answer; 0: none. */
	socket: number;
	/** Sockets by nameserver, kept for the next round as long as no error came. */
	sockets: number[];
	id: number;
	/** Questions sent so far about the present name. */
	asked: number;
	/** By TCP: what has come so far; null: by UDP. */
	heard: Uint8Array | null;
	/** The worst that is known so far: the name exists, a server failed, nobody answered. */
	noData: boolean;
	trouble: string;
}

export type Answer = { addresses: number[]; records: DnsRecord[] } | { failed: string };

function record(
	sim: Simulation,
	ns: Netns,
	process: Process,
	name: string,
	source: 'hosts' | 'dns' | 'literal',
	addresses: number[],
	records: DnsRecord[],
	code: string,
	server: number
): void {
	if (!sim.rec.on) return;
	const answers = records.filter(({ type }) => type !== 'A').map((one) => `${one.type} ${recordData(one)}`);
	const facts = { kind: 'name-lookup' as const, name, source, addresses, answers, code, server };
	process.cause = sim.rec.step(ns, 'app', 'note', null, facts, process.cause, process.flow);
}

/** An answer at once, or the lookup whose answer comes by `lookupEvent` or `lookupTimeout`. */
export function startLookup(sim: Simulation, ns: Netns, process: Process, name: string): Answer | Lookup {
	if (isIpv4(name)) return { addresses: [parseIpv4(name)], records: [] };
	return fromSources(sim, ns, process, createLookup(sim, ns, name, 'A', searched(ns, name), [...ns.resolver.order]));
}

/**
 * What DNS has of a name and no search list, as res_query(3). An address's name (PTR) is looked for in the hosts file too, as
 * gethostbyaddr(3) does.
 */
export function startQuery(sim: Simulation, ns: Netns, process: Process, name: string, type: DnsType): Answer | Lookup {
	const byAddress = type === 'PTR' && isIpv4(name);
	const asked = byAddress ? reverseName(parseIpv4(name)) : name.replace(/\.$/, '');
	const sources: Lookup['sources'] = byAddress ? [...ns.resolver.order] : ['dns'];
	return fromSources(sim, ns, process, createLookup(sim, ns, name, type, [asked], sources));
}

function createLookup(
	sim: Simulation,
	ns: Netns,
	wanted: string,
	type: DnsType,
	names: string[],
	sources: Lookup['sources']
): Lookup {
	const servers = ns.nameservers.length > 0 ? ns.nameservers.slice(0, MOST_SERVERS) : [LOCALHOST];
	// "rotate" begins anywhere.
	const first = ns.resolver.rotate && servers.length > 1 ? sim.random() % servers.length : 0;
	return {
		wanted,
		type,
		names,
		sources,
		servers: [...servers.slice(first), ...servers.slice(0, first)],
		socket: 0,
		sockets: [],
		id: 0,
		asked: 0,
		heard: null,
		noData: false,
		trouble: ''
	};
}

/** The names to be tried: as it stands when it has dots enough, then with each domain of the search list, else as it stands in the end. */
function searched(ns: Netns, name: string): string[] {
	if (name.endsWith('.')) return [name.slice(0, -1)];
	const { search, ndots } = ns.resolver;
	const dots = name.split('.').length - 1;
	const inDomains = search.map((domain) => `${name}.${domain}`);
	return dots >= ndots ? [name, ...inDomains] : [...inDomains, name];
}

/** The next source of nsswitch.conf. */
function fromSources(sim: Simulation, ns: Netns, process: Process, lookup: Lookup): Answer | Lookup {
	for (let source = lookup.sources.shift(); source !== undefined; source = lookup.sources.shift()) {
		if (source === 'dns') return nextName(sim, ns, process, lookup);
		const found = fromHosts(sim, ns, process, lookup);
		if (found !== null) return found;
	}
	if (lookup.trouble !== '') return { failed: lookup.trouble };
	return { failed: lookup.noData ? 'No address associated with the name (NOERROR)' : 'Name or service not known' };
}

function fromHosts(sim: Simulation, ns: Netns, process: Process, { wanted, type }: Lookup): Answer | null {
	if (type === 'PTR') {
		const line = ns.hosts.find(({ address }) => address === parseIpv4(wanted));
		if (line === undefined) return null;
		const records: DnsRecord[] = [{ type: 'PTR', name: wanted, ttl: 0, target: line.names[0] }];
		record(sim, ns, process, wanted, 'hosts', [], records, '', 0);
		return { addresses: [], records };
	}
	const name = wanted.toLowerCase().replace(/\.$/, '');
	const known = ns.hosts
		.filter((line) => line.names.some((other) => other.toLowerCase() === name))
		.map((line) => line.address);
	if (known.length === 0 && name === 'localhost') known.push(LOCALHOST);
	if (known.length === 0) return null;
	record(sim, ns, process, wanted, 'hosts', known, [], '', 0);
	return { addresses: known, records: [] };
}

function nextName(sim: Simulation, ns: Netns, process: Process, lookup: Lookup): Answer | Lookup {
	if (lookup.names.length === 0) return fromSources(sim, ns, process, lookup);
	lookup.id = sim.random() & 0xffff;
	lookup.asked = 0;
	return ask(sim, ns, process, lookup);
}

/** Nothing more is to be had of the present name: the next one is tried, or not where nobody answers at all. */
function giveUp(sim: Simulation, ns: Netns, process: Process, lookup: Lookup): Answer | Lookup {
	close(ns, process, lookup);
	lookup.trouble = `Temporary failure in name resolution${ns.nameservers.length === 0 ? ' (no nameserver is set)' : ''}`;
	lookup.names = [];
	return fromSources(sim, ns, process, lookup);
}

/** Which nameserver the last question went to. */
function current(lookup: Lookup): number {
	return (lookup.asked - 1) % lookup.servers.length;
}

function note(sim: Simulation, ns: Netns, process: Process, lookup: Lookup, tcp: boolean): void {
	if (!sim.rec.on) return;
	const facts = {
		kind: 'dns-query' as const,
		name: lookup.names[0],
		type: lookup.type,
		server: lookup.servers[current(lookup)],
		tcp,
		attempt: lookup.asked
	};
	process.cause = sim.rec.step(ns, 'app', 'note', null, facts, process.cause, process.flow);
}

function question({ id, names, type }: Lookup): Uint8Array {
	return encodeDns(dnsQuery(id, names[0], type));
}

/** Asks the next nameserver. */
function ask(sim: Simulation, ns: Netns, process: Process, lookup: Lookup): Answer | Lookup {
	while (lookup.asked < lookup.servers.length * ns.resolver.attempts) {
		lookup.asked++;
		lookup.heard = null;
		const number = current(lookup);
		const server = lookup.servers[number];
		const socket = ns.sockets.all.get(lookup.sockets[number]) ?? connect(sim, ns, process, server);
		if (socket === null) continue;
		lookup.sockets[number] = lookup.socket = socket.id;
		note(sim, ns, process, lookup, false);
		const errno = udpSend(sim, ns, socket, socket.localAddress, server, DNS_PORT, question(lookup), process.cause);
		if (errno === '') return lookup;
		close(ns, process, lookup);
	}
	return giveUp(sim, ns, process, lookup);
}

/** The same once more by TCP: the answer was cut (send_vc). */
function askByTcp(sim: Simulation, ns: Netns, process: Process, lookup: Lookup): Answer | Lookup {
	close(ns, process, lookup);
	const socket = openSocket(ns, process, 'tcp');
	note(sim, ns, process, lookup, true);
	if (
		!bindPort(sim, ns, socket, 0) ||
		tcpConnect(sim, ns, socket, lookup.servers[current(lookup)], DNS_PORT, process.cause) !== ''
	)
		return ask(sim, ns, process, lookup);
	lookup.heard = new Uint8Array();
	lookup.socket = socket.id;
	return lookup;
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

/** ns until `lookupTimeout` is due: a server waits longer the later it stands, but the first (send_dg). */
export function lookupPatience(ns: Netns, lookup: Lookup): number {
	const number = current(lookup);
	const { timeout } = ns.resolver;
	return number === 0 ? timeout * S : Math.max(1, Math.floor((timeout * 2 ** number) / lookup.servers.length)) * S;
}

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
	switch (event.type) {
		case 'error':
			close(ns, process, lookup);
			return ask(sim, ns, process, lookup);
		case 'datagram':
			return heard(sim, ns, process, lookup, event.data);
		case 'connected': {
			const socket = ns.sockets.all.get(lookup.socket);
			if (socket !== undefined) tcpSend(sim, ns, socket, framed(question(lookup)));
			return lookup;
		}
		case 'data': {
			const { messages, rest } = takeFramed(lookup.heard ?? new Uint8Array(), event.data);
			lookup.heard = rest;
			return messages.length === 0 ? lookup : heard(sim, ns, process, lookup, messages[0]);
		}
		case 'eof':
			return ask(sim, ns, process, lookup);
		default:
			return lookup;
	}
}

function heard(sim: Simulation, ns: Netns, process: Process, lookup: Lookup, data: Uint8Array): Answer | Lookup {
	const message = decodeDns(data, 0, data.length);
	if (message === null || !message.response || message.id !== lookup.id) return lookup;
	const server = lookup.servers[current(lookup)];
	const addresses = message.answers.flatMap((answer) => (answer.type === 'A' ? [answer.address] : []));
	if (message.truncated && lookup.heard === null) return askByTcp(sim, ns, process, lookup);
	record(sim, ns, process, lookup.names[0], 'dns', addresses, message.answers, message.code, server);
	endTcp(sim, ns, process, lookup);
	if (message.code === 'SERVFAIL' || message.code === 'REFUSED' || message.code === 'NOTIMP') {
		close(ns, process, lookup);
		return ask(sim, ns, process, lookup);
	}
	close(ns, process, lookup);
	const found = message.answers.some(({ type }) => type === lookup.type || lookup.type === 'ANY');
	if (found) return { addresses, records: message.answers };
	if (message.code === 'NOERROR') lookup.noData = true;
	lookup.names.shift();
	return nextName(sim, ns, process, lookup);
}

/** The connection is of no more use. */
function endTcp(sim: Simulation, ns: Netns, process: Process, lookup: Lookup): void {
	if (lookup.heard === null) return;
	const socket = ns.sockets.all.get(lookup.socket);
	if (socket !== undefined) {
		tcpClose(sim, ns, socket);
		socket.owner = -1;
	}
	process.sockets = process.sockets.filter((id) => id !== lookup.socket);
	lookup.heard = null;
	lookup.socket = 0;
}
