/**
 * A DHCP client as busybox's udhcpc is one (networking/udhcp/dhcpc.c): its states, its timers in whole seconds, the options that it sends,
 * by a packet socket while there is no address and by a UDP socket when it renews. The way that its script sets things up is ours.
 */
import { dhcp as action } from '../../lab/actions/dhcp.ts';
import type { Action } from '../../lab/document.ts';
import { formatIpv4 } from '../../net/text.ts';
import { ARP_REPLY, arpOperation, arpSender } from '../../wire/arp.ts';
import {
	decodeDhcp,
	DHCP_CLIENT_PORT,
	DHCP_SERVER_PORT,
	DHCPACK,
	type DhcpMessage,
	DHCPNAK,
	DHCPOFFER,
	dhcpType,
	OPTION_LEASE_TIME,
	OPTION_MESSAGE,
	OPTION_SERVER_ID,
	optionOf,
	wordOption
} from '../../wire/dhcp.ts';
import { ETHERTYPE_ARP, ETHERTYPE_IPV4 } from '../../wire/ethernet.ts';
import { ipv4HeaderLength } from '../../wire/ipv4.ts';
import { UDP_HEADER_LENGTH } from '../../wire/udp.ts';
import type { SocketEvent } from '../../kernel/context.ts';
import type { Device } from '../../kernel/devices/device.ts';
import { flushAddresses } from '../../kernel/ip/address-change.ts';
import type { Netns } from '../../kernel/netns.ts';
import { L3 } from '../../kernel/packet.ts';
import { openPacketSocket, sendArpProbe, sendBroadcastUdp } from '../../kernel/sockets/packet.ts';
import { destroySocket } from '../../kernel/sockets/socket.ts';
import { udpSend } from '../../kernel/sockets/udp.ts';
import type { Process } from '../../sim/process.ts';
import type { Program, Simulation } from '../../sim/simulation.ts';
import type { DhcpState } from '../../trace/steps/types.ts';
import { bindPort, finish, openSocket, say } from '../program.ts';
import { end } from '../inputs/said.ts';
import { configure } from './configure.ts';
import {
	declineMessage,
	discoverMessage,
	releaseMessage,
	renewMessage,
	requestMessage,
	type Speaker
} from './messages.ts';

export type DhcpArgs = Extract<Action, { do: 'dhcp' }>;

interface State extends Record<string, unknown> {
	args: DhcpArgs;
	state: DhcpState;
	/** How it hears: by a packet socket or by UDP. */
	socket: number;
	xid: number;
	/** Whole seconds, when what it is now about began; 0: nothing yet. */
	firstSecond: number;
	server: number;
	address: number;
	/** Messages sent in this state. */
	sent: number;
	/** s until it acts by itself. */
	timeout: number;
	/** The lease that a probe decides about. */
	offered: DhcpMessage | null;
	/** It has had a lease. */
	bound: boolean;
	/** Whoever asked for a lease, or to renew it, was told what came of it. */
	told: boolean;
}

const S = 1_000_000_000;
const TIMER = 1;
/** Messages, and s between them (options -t and -T). */
const RETRIES = 3;
const RETRY = 3;
/** s after an address was refused (option -A). */
const TRY_AGAIN = 20;
/** ns that a probe waits for an answer (option -a). */
const PROBE_TIME = 2 * S;
/** s: a lease that is renewed on request is not waited for longer. */
const QUICK_RENEW = 60;
function deviceOf(ns: Netns, state: State): Device | undefined {
	return ns.deviceByName.get(state.args.interface);
}

/** Whole seconds as udhcpc counts them, from when it began what it is about. */
function speaker(sim: Simulation, state: State, { mac }: Device): Speaker {
	const second = Math.floor(sim.now / S) + 1;
	if (state.firstSecond === 0) state.firstSecond = second;
	return { xid: state.xid, mac, secs: second - state.firstSecond };
}

function broadcast(sim: Simulation, ns: Netns, process: Process, source: number, data: Uint8Array): void {
	const device = deviceOf(ns, process.state as State);
	if (device === undefined) return;
	const datagram = { source, sourcePort: DHCP_CLIENT_PORT, destinationPort: DHCP_SERVER_PORT, data, tos: 0 };
	sendBroadcastUdp(sim, ns, device, datagram, process.cause, process.flow);
}

/** To the server, by a socket of its own that is closed again (udhcp_send_kernel_packet). */
function unicast(sim: Simulation, ns: Netns, process: Process, data: Uint8Array): boolean {
	const { server, address, socket: listening } = process.state as State;
	const socket = ns.sockets.all.get(listening);
	if (socket?.kind !== 'udp') return false;
	return udpSend(sim, ns, socket, address, server, DHCP_SERVER_PORT, data, process.cause) === '';
}

/** change_listen_mode */
function listen(sim: Simulation, ns: Netns, process: Process, how: 'packet' | 'udp' | 'not'): void {
	const state = process.state as State;
	const old = ns.sockets.all.get(state.socket);
	if (old !== undefined) destroySocket(ns.sockets, old);
	process.sockets = process.sockets.filter((id) => id !== state.socket);
	state.socket = 0;
	const device = deviceOf(ns, state);
	if (how === 'packet' && device !== undefined) {
		const filter = { dev: device.index, etherType: ETHERTYPE_IPV4, port: DHCP_CLIENT_PORT };
		state.socket = openPacketSocket(ns, process.pid, process.flow, filter).id;
		process.sockets.push(state.socket);
	} else if (how === 'udp') {
		const socket = openSocket(ns, process, 'udp');
		bindPort(sim, ns, socket, DHCP_CLIENT_PORT);
		state.socket = socket.id;
	}
}

function become(sim: Simulation, ns: Netns, process: Process, after: DhcpState, timeout: number): void {
	const state = process.state as State;
	const before = state.state;
	state.state = after;
	state.timeout = timeout;
	if (sim.rec.on && before !== after) {
		const facts = {
			kind: 'dhcp-state' as const,
			dev: state.args.interface,
			before,
			after,
			address: state.address,
			timeout
		};
		process.cause = sim.rec.step(ns, 'app', 'note', null, facts, process.cause, process.flow);
	}
	if (timeout > 0) sim.wake(process, timeout * S, TIMER);
	else process.wakes++;
}

function discover(sim: Simulation, ns: Netns, process: Process): void {
	const state = process.state as State;
	const device = deviceOf(ns, state);
	if (device === undefined) return finish(sim, ns, process, false, `there is no interface ${state.args.interface}`);
	if (state.sent === RETRIES) {
		if (!state.bound) return finish(sim, ns, process, false, 'no lease, failing');
		state.sent = 0;
		return sim.wake(process, TRY_AGAIN * S, TIMER);
	}
	if (state.sent === 0) state.xid = sim.random();
	become(sim, ns, process, 'SELECTING', RETRY);
	broadcast(sim, ns, process, 0, discoverMessage(speaker(sim, state, device)));
	state.sent++;
}

/** Chooses the offer (send_select). */
function request(sim: Simulation, ns: Netns, process: Process): void {
	const state = process.state as State;
	const device = deviceOf(ns, state);
	if (device === undefined || state.sent === RETRIES) {
		if (!state.bound) return finish(sim, ns, process, false, 'no lease, failing');
		state.sent = 0;
		return become(sim, ns, process, 'SELECTING', TRY_AGAIN);
	}
	become(sim, ns, process, 'REQUESTING', RETRY);
	broadcast(sim, ns, process, 0, requestMessage(speaker(sim, state, device), state.address, state.server));
	state.sent++;
}

/** Half of the lease is over, or somebody asked for it; then a quarter, an eighth, ... until the last minute, when everybody is asked. */
function renew(sim: Simulation, ns: Netns, process: Process): void {
	const state = process.state as State;
	const device = deviceOf(ns, state);
	if (device === undefined) return;
	const data = renewMessage(speaker(sim, state, device), state.address);
	if (state.state !== 'REBINDING' && state.timeout >= QUICK_RENEW) {
		become(sim, ns, process, 'RENEWING', Math.floor(state.timeout / 2));
		if (unicast(sim, ns, process, data)) return;
	}
	if (ns.sockets.all.get(state.socket)?.kind !== 'packet') listen(sim, ns, process, 'packet');
	if (state.timeout > 0) {
		become(sim, ns, process, 'REBINDING', Math.floor(state.timeout / 2));
		if (state.timeout === 0) sim.wake(process, 0, TIMER);
		return broadcast(sim, ns, process, state.address, data);
	}
	say(sim, ns, process, 'lease lost, entering init state');
	restart(sim, ns, process, 0);
}

/** The interface loses its address, and it begins anew after `pause` s. */
function restart(sim: Simulation, ns: Netns, process: Process, pause: number): void {
	const state = process.state as State;
	deconfigure(sim, ns, state);
	listen(sim, ns, process, 'packet');
	state.firstSecond = 0;
	state.sent = 0;
	become(sim, ns, process, 'INIT', pause);
	if (pause === 0) discover(sim, ns, process);
}

/** `ip addr flush dev DEV` */
function deconfigure(sim: Simulation, ns: Netns, state: State): void {
	const device = deviceOf(ns, state);
	if (device !== undefined) flushAddresses(sim, ns, device);
}

function acknowledged(sim: Simulation, ns: Netns, process: Process, ack: DhcpMessage): void {
	const state = process.state as State;
	state.address = ack.yours;
	if (state.state === 'REQUESTING' && state.args.probe) {
		const device = deviceOf(ns, state);
		if (device === undefined) return;
		state.offered = ack;
		listen(sim, ns, process, 'not');
		state.socket = openPacketSocket(ns, process.pid, process.flow, {
			dev: device.index,
			etherType: ETHERTYPE_ARP,
			port: 0
		}).id;
		process.sockets.push(state.socket);
		become(sim, ns, process, 'PROBING', PROBE_TIME / S);
		return sendArpProbe(sim, ns, device, ack.yours, process.cause, process.flow);
	}
	bind(sim, ns, process, ack);
}

function setUp(sim: Simulation, ns: Netns, process: Process, ack: DhcpMessage): void {
	const device = deviceOf(ns, process.state as State);
	const done = device === undefined ? [] : configure(ns, device, ack);
	if (!sim.rec.on) return;
	for (const text of done)
		process.cause = sim.rec.step(ns, 'app', 'note', null, { kind: 'config-change', text }, process.cause, process.flow);
}

function bind(sim: Simulation, ns: Netns, process: Process, ack: DhcpMessage): void {
	const state = process.state as State;
	const lease = Math.max(16, wordOption(ack, OPTION_LEASE_TIME) ?? 3600);
	say(
		sim,
		ns,
		process,
		`lease of ${formatIpv4(ack.yours)} obtained from ${formatIpv4(state.server)}, lease time ${lease}`
	);
	setUp(sim, ns, process, ack);
	listen(sim, ns, process, 'not');
	state.bound = true;
	state.offered = null;
	state.sent = 0;
	become(sim, ns, process, 'BOUND', Math.floor(lease / 2));
	if (!state.told) end(sim, ns, process.cause, 'dhcp', true, `${formatIpv4(ack.yours)} is leased for ${lease} s`);
	state.told = true;
}

/** Somebody has the address. */
function decline(sim: Simulation, ns: Netns, process: Process): void {
	const state = process.state as State;
	const device = deviceOf(ns, state);
	if (device === undefined) return;
	say(sim, ns, process, 'offered address is in use (got ARP reply), declining');
	state.xid = sim.random();
	broadcast(sim, ns, process, 0, declineMessage(speaker(sim, state, device), state.address, state.server));
	listen(sim, ns, process, 'packet');
	state.firstSecond = 0;
	state.sent = 0;
	state.offered = null;
	become(sim, ns, process, 'INIT', TRY_AGAIN);
}

function heard(sim: Simulation, ns: Netns, process: Process, data: Uint8Array): void {
	const state = process.state as State;
	const device = deviceOf(ns, state);
	const answer = decodeDhcp(data, 0, data.length);
	if (answer === null || !answer.reply || answer.xid !== state.xid || answer.mac !== device?.mac) return;
	const type = dhcpType(answer);
	if (state.state === 'SELECTING') {
		if (type !== DHCPOFFER) return;
		state.server = wordOption(answer, OPTION_SERVER_ID) ?? 0;
		state.address = answer.yours;
		state.sent = 0;
		return request(sim, ns, process);
	}
	if (!['REQUESTING', 'RENEWING', 'REBINDING'].includes(state.state)) return;
	if (type === DHCPACK) {
		state.server = wordOption(answer, OPTION_SERVER_ID) ?? state.server;
		return acknowledged(sim, ns, process, answer);
	}
	if (type !== DHCPNAK) return;
	// Somebody else's server may not refuse what ours has offered.
	if (state.state === 'REQUESTING' && wordOption(answer, OPTION_SERVER_ID) !== state.server) return;
	const why = optionOf(answer, OPTION_MESSAGE);
	say(sim, ns, process, `received DHCP NAK${why === undefined ? '' : ` (${new TextDecoder().decode(why)})`}`);
	// Not to flood the net with requests that are refused (sleep(3)).
	restart(sim, ns, process, RETRY);
}

/** The UDP payload of a frame. */
function payloadOf(frame: Uint8Array): Uint8Array {
	return frame.subarray(L3 + ipv4HeaderLength(frame, L3) + UDP_HEADER_LENGTH);
}

function told(sim: Simulation, ns: Netns, process: Process, event: SocketEvent): void {
	const state = process.state as State;
	if (event.type === 'datagram') return heard(sim, ns, process, event.data);
	if (event.type !== 'packet') return;
	if (state.state !== 'PROBING') return heard(sim, ns, process, payloadOf(event.data));
	if (arpOperation(event.data, L3) === ARP_REPLY && arpSender(event.data, L3) === state.address)
		decline(sim, ns, process);
}

export const dhcpClient: Program = {
	command: (args) => action.text(args as DhcpArgs),
	start(sim, ns, process, args) {
		const state: State = {
			args: args as DhcpArgs,
			state: 'INIT',
			socket: 0,
			xid: 0,
			firstSecond: 0,
			server: 0,
			address: 0,
			sent: 0,
			timeout: 0,
			offered: null,
			bound: false,
			told: false
		};
		process.state = state;
		deconfigure(sim, ns, state);
		listen(sim, ns, process, 'packet');
		discover(sim, ns, process);
	},
	socket: (sim, ns, process, _socket, event) => told(sim, ns, process, event),
	wake(sim, ns, process) {
		const state = process.state as State;
		switch (state.state) {
			case 'INIT':
			case 'SELECTING':
				return discover(sim, ns, process);
			case 'REQUESTING':
				return request(sim, ns, process);
			case 'PROBING':
				return bind(sim, ns, process, state.offered!);
			case 'BOUND':
				state.firstSecond = 0;
				listen(sim, ns, process, 'udp');
				return renew(sim, ns, process);
			case 'RENEWING':
			case 'REBINDING':
				return renew(sim, ns, process);
			default:
		}
	}
};

/** The client that runs at an interface. */
export function clientAt(sim: Simulation, ns: Netns, dev: string): Process | undefined {
	for (const process of sim.world.processes.values()) {
		if (process.ns !== ns.index || process.program !== 'dhcp') continue;
		if ((process.state as State).args.interface === dev) return process;
	}
	return undefined;
}

/** SIGUSR1 */
export function renewNow(sim: Simulation, ns: Netns, process: Process): void {
	const state = process.state as State;
	state.firstSecond = 0;
	state.told = false;
	if (['BOUND', 'RENEWING', 'REBINDING'].includes(state.state)) {
		listen(sim, ns, process, 'udp');
		state.state = 'BOUND';
		state.timeout = Math.min(QUICK_RENEW, state.timeout);
		return renew(sim, ns, process);
	}
	state.sent = 0;
	if (state.state === 'RELEASED') listen(sim, ns, process, 'packet');
	discover(sim, ns, process);
}

/** SIGUSR2. False: there is no lease to give back. */
export function releaseNow(sim: Simulation, ns: Netns, process: Process): boolean {
	const state = process.state as State;
	const device = deviceOf(ns, state);
	if (device === undefined || !['BOUND', 'RENEWING', 'REBINDING'].includes(state.state)) return false;
	state.xid = sim.random();
	const data = releaseMessage(speaker(sim, state, device), state.address, state.server);
	listen(sim, ns, process, 'udp');
	unicast(sim, ns, process, data);
	deconfigure(sim, ns, state);
	listen(sim, ns, process, 'not');
	become(sim, ns, process, 'RELEASED', 0);
	return true;
}
