/**
 * A DHCP server as dnsmasq is one (src/rfc2131.c, dhcp.c): authoritative for its subnet, addresses given one after the other
 * (--dhcp-sequential-ip), without a ping before an offer (--no-ping).
 */
import { serviceKind, type Service } from '../../lab/services/registry.ts';
import { broadcastOf, contains, networkOf } from '../../net/prefix.ts';
import { parseIpv4 } from '../../net/text.ts';
import {
	bytesOf,
	decodeDhcp,
	DHCP_CLIENT_PORT,
	DHCP_SERVER_PORT,
	DHCPACK,
	DHCPDECLINE,
	DHCPDISCOVER,
	type DhcpMessage,
	DHCPNAK,
	DHCPOFFER,
	type DhcpOption,
	DHCPRELEASE,
	DHCPREQUEST,
	dhcpType,
	encodeDhcp,
	OPTION_BROADCAST,
	OPTION_DNS,
	OPTION_DOMAIN,
	OPTION_LEASE_TIME,
	OPTION_MESSAGE,
	OPTION_PARAMETERS,
	OPTION_REQUESTED_ADDRESS,
	OPTION_ROUTER,
	OPTION_SERVER_ID,
	OPTION_SUBNET_MASK,
	OPTION_T1,
	OPTION_T2,
	OPTION_TYPE,
	optionOf,
	textOption,
	wordOption,
	words
} from '../../wire/dhcp.ts';
import type { Device } from '../../kernel/devices/device.ts';
import { createNeighbour, findNeighbour, update } from '../../kernel/neighbour/table.ts';
import type { Netns } from '../../kernel/netns.ts';
import { sendBroadcastUdp } from '../../kernel/sockets/packet.ts';
import { udpSend } from '../../kernel/sockets/udp.ts';
import type { Process } from '../../sim/process.ts';
import type { Program, Simulation } from '../../sim/simulation.ts';
import type { StepFacts } from '../../trace/steps/types.ts';
import { bindPort, openSocket, say } from '../program.ts';

type DhcpService = Extract<Service, { kind: 'dhcp' }>;
type Why = StepFacts['dhcp-answer']['why'];

interface Held {
	address: number;
	/** ns */
	until: number;
}

interface State extends Record<string, unknown> {
	args: DhcpService;
	/** By MAC. */
	leases: Map<number, Held>;
	/** Offered and not taken yet: nobody else is offered them for a while. */
	offers: Map<number, Held>;
	/** Addresses that a client found in use, and until when they are not given (ns). */
	declined: Map<number, number>;
}

const S = 1_000_000_000;
/** ns (PING_CACHE_TIME) */
const OFFER_TIME = 30 * S;
/** ns (DECLINE_BACKOFF) */
const DECLINE_TIME = 600 * S;
/** CS6, as dnsmasq marks its answers. */
const ANSWERS = { tos: 0xc0, discoverMtu: false };

interface Subnet {
	device: Device;
	address: number;
	length: number;
}

function subnetOf(ns: Netns, { interface: name }: DhcpService): Subnet | null {
	const device = ns.deviceByName.get(name);
	const own = device?.addresses[0];
	return device === undefined || own === undefined ? null : { device, address: own.address, length: own.length };
}

function heldBy(held: ReadonlyMap<number, Held>, now: number, address: number, except: number): boolean {
	for (const [mac, one] of held) if (mac !== except && one.address === address && one.until > now) return true;
	return false;
}

/** Not given to another client, and not the server's own. */
function isFree(sim: Simulation, state: State, subnet: Subnet, address: number, mac: number): boolean {
	if (address === subnet.address || heldBy(state.leases, sim.now, address, mac)) return false;
	const last = address & 255;
	// Addresses that end in 0 and 255 are broken in old clients.
	if (address >>> 29 === 6 && (last === 0 || last === 255)) return false;
	return (state.declined.get(address) ?? 0) <= sim.now;
}

function inPool({ args }: State, address: number): boolean {
	return address >= parseIpv4(args.from) && address <= parseIpv4(args.to);
}

/** address_allocate: the next free one after the last that is leased, then from the beginning. */
function choose(sim: Simulation, state: State, subnet: Subnet, mac: number): number {
	const first = parseIpv4(state.args.from);
	const last = parseIpv4(state.args.to);
	let start = first;
	for (const { address, until } of state.leases.values())
		if (until > sim.now && inPool(state, address) && address !== last) start = Math.max(start, address);
	for (let i = 0, address = start; i <= last - first; i++) {
		if (isFree(sim, state, subnet, address, mac) && !heldBy(state.offers, sim.now, address, mac)) return address;
		address = address === last ? first : address + 1;
	}
	return 0;
}

function settingsFor({ args }: State, { address, length }: Subnet, query: DhcpMessage): DhcpOption[] {
	const wanted = optionOf(query, OPTION_PARAMETERS);
	const asked = (code: number) => wanted === undefined || wanted.includes(code);
	const mask = length === 0 ? 0 : (0xffffffff << (32 - length)) >>> 0;
	return [
		...(asked(OPTION_SUBNET_MASK) ? [words(OPTION_SUBNET_MASK, mask)] : []),
		...(asked(OPTION_BROADCAST) ? [words(OPTION_BROADCAST, broadcastOf(address, length))] : []),
		...(args.router !== undefined && asked(OPTION_ROUTER) ? [words(OPTION_ROUTER, parseIpv4(args.router))] : []),
		...(args.dns.length > 0 && asked(OPTION_DNS) ? [words(OPTION_DNS, ...args.dns.map(parseIpv4))] : []),
		...(args.domain !== undefined && asked(OPTION_DOMAIN) ? [textOption(OPTION_DOMAIN, args.domain)] : [])
	];
}

function note(
	sim: Simulation,
	ns: Netns,
	process: Process,
	answer: StepFacts['dhcp-answer']['answer'],
	address: number,
	mac: number,
	lease: number,
	why: Why
): void {
	if (!sim.rec.on) return;
	const facts = { kind: 'dhcp-answer' as const, answer, address, mac, lease, why };
	process.cause = sim.rec.step(ns, 'app', answer === 'none' ? 'note' : 'reply', null, facts, process.cause);
}

/** dhcp_packet: to the client's address if it has one, else to the one that it gets, by its MAC; a refusal goes to everybody. */
function reply(
	sim: Simulation,
	ns: Netns,
	process: Process,
	subnet: Subnet,
	query: DhcpMessage,
	type: number,
	yours: number,
	options: DhcpOption[]
): void {
	const { device, address: server } = subnet;
	const socket = ns.sockets.all.get(process.sockets[0]);
	if (socket === undefined) return;
	const broadcast = type === DHCPNAK || query.broadcast;
	const data = encodeDhcp({
		...query,
		reply: true,
		broadcast,
		client: type === DHCPNAK ? 0 : query.client,
		yours,
		server: type === DHCPNAK ? 0 : server,
		options: [bytesOf(OPTION_TYPE, type), words(OPTION_SERVER_ID, server), ...options]
	});
	if (broadcast) {
		const datagram = {
			source: server,
			sourcePort: DHCP_SERVER_PORT,
			destinationPort: DHCP_CLIENT_PORT,
			data,
			tos: ANSWERS.tos
		};
		return sendBroadcastUdp(sim, ns, device, datagram, process.cause, socket.flow);
	}
	if (query.client === 0) {
		// SIOCSARP: the client can't answer ARP for the address yet.
		const entry = findNeighbour(ns, device.index, yours) ?? createNeighbour(ns, device.index, yours, sim.now);
		if (entry !== null) update(sim, ns, device, entry, query.mac, 'STALE', true, 'static', null);
	}
	const to = query.client !== 0 ? query.client : yours;
	udpSend(sim, ns, socket, server, to, DHCP_CLIENT_PORT, data, process.cause, ANSWERS);
}

function grant(
	sim: Simulation,
	ns: Netns,
	process: Process,
	subnet: Subnet,
	query: DhcpMessage,
	type: number,
	address: number,
	why: Why
): void {
	const state = process.state as State;
	const { lease } = state.args;
	note(sim, ns, process, type === DHCPOFFER ? 'offer' : 'ack', address, query.mac, lease, why);
	// On a renewal dnsmasq shortens both by chance, so that not all clients come at once (fuzz).
	let fuzz = type === DHCPACK && query.client !== 0 ? sim.random() & 0xffff : 0;
	while (fuzz > Math.floor(lease / 16)) fuzz >>>= 1;
	reply(sim, ns, process, subnet, query, type, address, [
		words(OPTION_LEASE_TIME, lease),
		words(OPTION_T1, Math.floor(lease / 2) - fuzz),
		words(OPTION_T2, Math.floor((lease * 7) / 8) - fuzz),
		...settingsFor(state, subnet, query)
	]);
}

function refuse(
	sim: Simulation,
	ns: Netns,
	process: Process,
	subnet: Subnet,
	query: DhcpMessage,
	address: number,
	why: Why
): void {
	note(sim, ns, process, 'nak', address, query.mac, 0, why);
	const words = why === 'wrong-network' ? 'wrong network' : 'address in use';
	reply(sim, ns, process, subnet, query, DHCPNAK, 0, [textOption(OPTION_MESSAGE, words)]);
}

function discovered(sim: Simulation, ns: Netns, process: Process, subnet: Subnet, query: DhcpMessage): void {
	const state = process.state as State;
	const { mac } = query;
	const lease = state.leases.get(mac);
	const offer = state.offers.get(mac);
	let address: number;
	let why: Why = 'free';
	if (lease !== undefined && isFree(sim, state, subnet, lease.address, mac)) {
		address = lease.address;
		why = 'leased';
	} else if (offer !== undefined && offer.until > sim.now && isFree(sim, state, subnet, offer.address, mac)) {
		address = offer.address;
		why = 'offered';
	} else address = choose(sim, state, subnet, mac);
	if (address === 0) return note(sim, ns, process, 'none', 0, mac, 0, 'pool-empty');
	state.offers.set(mac, { address, until: sim.now + OFFER_TIME });
	grant(sim, ns, process, subnet, query, DHCPOFFER, address, why);
}

function requested(sim: Simulation, ns: Netns, process: Process, subnet: Subnet, query: DhcpMessage): void {
	const state = process.state as State;
	const { mac } = query;
	const server = wordOption(query, OPTION_SERVER_ID);
	if (server !== undefined && server !== subnet.address) {
		state.offers.delete(mac);
		state.leases.delete(mac);
		return note(sim, ns, process, 'none', 0, mac, 0, 'other-server');
	}
	const renewal = server === undefined && query.client !== 0;
	const address = renewal ? query.client : (wordOption(query, OPTION_REQUESTED_ADDRESS) ?? 0);
	if (!contains(networkOf(subnet.address, subnet.length), subnet.length, address))
		return refuse(sim, ns, process, subnet, query, address, 'wrong-network');
	if (!inPool(state, address) || !isFree(sim, state, subnet, address, mac))
		return refuse(sim, ns, process, subnet, query, address, 'taken');
	const had = state.leases.get(mac)?.address === address;
	state.leases.set(mac, { address, until: sim.now + state.args.lease * S });
	state.offers.delete(mac);
	grant(sim, ns, process, subnet, query, DHCPACK, address, renewal ? 'renewed' : had ? 'leased' : 'offered');
}

function givenBack(
	sim: Simulation,
	ns: Netns,
	process: Process,
	query: DhcpMessage,
	why: 'released' | 'declined'
): void {
	const state = process.state as State;
	const address = why === 'released' ? query.client : (wordOption(query, OPTION_REQUESTED_ADDRESS) ?? 0);
	if (state.leases.get(query.mac)?.address === address) state.leases.delete(query.mac);
	state.offers.delete(query.mac);
	if (why === 'declined') state.declined.set(address, sim.now + DECLINE_TIME);
	if (sim.rec.on)
		process.cause = sim.rec.step(
			ns,
			'app',
			'note',
			null,
			{ kind: 'dhcp-free', address, mac: query.mac, why },
			process.cause
		);
}

export const dhcpServer: Program = {
	command: (args) => serviceKind(args as Service).text(args as Service),
	start(sim, ns, process, args) {
		const state: State = { args: args as DhcpService, leases: new Map(), offers: new Map(), declined: new Map() };
		process.state = state;
		const socket = openSocket(ns, process, 'udp');
		if (!bindPort(sim, ns, socket, DHCP_SERVER_PORT)) say(sim, ns, process, `port ${DHCP_SERVER_PORT}/udp is taken`);
	},
	socket(sim, ns, process, _id, event) {
		if (event.type !== 'datagram') return;
		const state = process.state as State;
		const subnet = subnetOf(ns, state.args);
		const query = decodeDhcp(event.data, 0, event.data.length);
		if (subnet?.device.index !== event.dev || query === null || query.reply) return;
		switch (dhcpType(query)) {
			case DHCPDISCOVER:
				return discovered(sim, ns, process, subnet, query);
			case DHCPREQUEST:
				return requested(sim, ns, process, subnet, query);
			case DHCPRELEASE:
				return givenBack(sim, ns, process, query, 'released');
			case DHCPDECLINE:
				return givenBack(sim, ns, process, query, 'declined');
			default:
		}
	},
	wake() {}
};
