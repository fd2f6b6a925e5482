/** For tests: two hosts on a cable, 10.0.0.1 and 10.0.0.2, with a clock and a queue of their own. */
import { ipv4Protocol } from '../../../wire/ipv4.ts';
import { tcpAck, tcpFlags, tcpHeaderLength, tcpSeq, tcpWindow } from '../../../wire/tcp.ts';
import { readTcpOptions } from '../../../wire/tcp-options.ts';
import { timers } from '../../assemble.ts';
import type { Kernel, SocketEvent } from '../../context.ts';
import type { Facts } from '../../../trace/steps/types.ts';
import type { Device } from '../../devices/device.ts';
import { deviceReceive } from '../../devices/receive.ts';
import { addAddressRoutes } from '../../fib.ts';
import { addNeighbour } from '../../neighbour/table.ts';
import { createNetns, type Netns } from '../../netns.ts';
import { defaultConf, defaultNeighParms } from '../../sysctl.ts';
import { L3, release, scrub, type Packet } from '../../packet.ts';
import { createSocket, type Socket } from '../socket.ts';

export const CLIENT = 0x0a000001;
export const SERVER = 0x0a000002;
export const PORT = 80;
const CLIENT_PROCESS = 1;
const SERVER_PROCESS = 2;

export type Program = (socket: Socket, event: SocketEvent) => void;

export interface Step {
	side: 'client' | 'server';
	facts: Facts;
	/** Index of the step that it follows from, or -1. */
	cause: number;
}

interface Event {
	time: number;
	order: number;
	run: () => void;
}

export interface Bed {
	k: Kernel;
	client: Netns;
	server: Netns;
	/** Frames as they left, one line each: direction, flags, seq, ack, length, window, options. */
	wire: string[];
	times: number[];
	/** What the programs were told, oldest first. */
	told: { side: 'client' | 'server'; event: SocketEvent; time: number }[];
	/** Answers the delay of a frame in ns, -1: it is lost. Frames count from 0. */
	carry: (frame: number, fromClient: boolean, bytes: Uint8Array) => number;
	onClient: Program;
	onServer: Program;
	/** Calls `run` at `time`, in ns. */
	at(time: number, run: () => void): void;
	/** Runs until nothing is left to happen, or until `until` (ns). Throws when it doesn't end. */
	run(until?: number): void;
}

function addDevice(ns: Netns, address: number, peer: number): void {
	const device = {
		index: 1,
		name: 'eth0',
		kind: 'veth',
		node: ns.node,
		mac: 0x0200_0000_0000 + address,
		mtu: 1500,
		up: true,
		carrier: true,
		addresses: [{ address, length: 24, subnet: address, secondary: false }],
		conf: defaultConf(),
		ownConf: defaultConf(),
		neigh: defaultNeighParms(),
		master: 0,
		link: 0,
		end: 0,
		noArp: false,
		own: null,
		bridge: null,
		port: null,
		rxHandler: '',
		rxData: null,
		recent: null,
		heard: null,
		rxPackets: 0,
		txPackets: 0,
		dropped: 0,
		proxyQueue: [],
		pieces: [],
		ownBroadcasts: [],
		backlog: []
	} as Device;
	ns.devices.push(device);
	ns.deviceByName.set('eth0', device);
	addAddressRoutes(ns.fib, device, { address, length: 24, secondary: false, subnet: address });
	const neighbour = addNeighbour(ns, 1, peer);
	neighbour.mac = 0x0200_0000_0000 + peer;
	neighbour.state = 'PERMANENT';
}

/** @param delay ns that each frame is under way. @param steps Where the steps are recorded, or null. */
export function createBed(delay = 100_000, seed = 1, steps: Step[] | null = null): Bed {
	const events: Event[] = [];
	let order = 0;
	let state = seed;
	const starts = new Map<string, number>();
	const client = createNetns(0, 'client', 'client');
	const server = createNetns(1, 'server', 'server');
	addDevice(client, CLIENT, SERVER);
	addDevice(server, SERVER, CLIENT);
	const push = (time: number, run: () => void) => events.push({ time, order: order++, run });
	const k: Kernel = {
		now: 0,
		rec: {
			on: steps !== null,
			step(ns: Netns, _stage: unknown, _verdict: unknown, packet: Packet | null, facts: Facts, cause?: number) {
				const id = steps!.length;
				steps!.push({ side: ns === client ? 'client' : 'server', facts, cause: cause ?? packet?.cause ?? -1 });
				if (packet !== null) packet.cause = id;
				return id;
			}
		},
		tap: null,
		peer: () => null,
		netns: () => null,
		transmit(ns: Netns, _dev: Device, packet: Packet) {
			const fromClient = ns === client;
			const number = bed.wire.length;
			if (ipv4Protocol(packet.bytes, L3) === 6) {
				bed.wire.push(describe(packet, fromClient, starts));
				bed.times.push(k.now);
			}
			const after = bed.carry(number, fromClient, packet.bytes);
			if (after < 0) return release(packet);
			scrub(packet);
			const to = fromClient ? server : client;
			push(k.now + after, () => deviceReceive(k, to, to.devices[1]!, packet));
		},
		schedule: (ns: Netns, after: number, kind: string, key: number, extra: number, cause: number) =>
			void push(k.now + after, () => timers[kind](k, ns, key, extra, cause)),
		notify(ns: Netns, id: number, owner: number, event: SocketEvent) {
			push(k.now + 10_000, () => {
				const side = owner === CLIENT_PROCESS ? 'client' : 'server';
				bed.told.push({ side, event, time: k.now });
				const socket = ns.sockets.all.get(event.type === 'accepted' ? event.socket : id);
				if (socket) (owner === CLIENT_PROCESS ? bed.onClient : bed.onServer)(socket, event);
			});
		},
		random() {
			state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
			return state;
		}
	} as Kernel;
	const bed: Bed = {
		k,
		client,
		server,
		wire: [],
		times: [],
		told: [],
		carry: () => delay,
		onClient: () => {},
		onServer: () => {},
		at: (time, run) => void push(time, run),
		run(until = Infinity) {
			for (let steps = 0; events.length > 0; steps++) {
				if (steps > 200_000) throw new Error('it does not end');
				let first = 0;
				for (let i = 1; i < events.length; i++) {
					if (
						events[i].time < events[first].time ||
						(events[i].time === events[first].time && events[i].order < events[first].order)
					)
						first = i;
				}
				if (events[first].time > until) break;
				const [event] = events.splice(first, 1);
				(k as { now: number }).now = event.time;
				event.run();
			}
			if (until < Infinity) (k as { now: number }).now = until;
		}
	};
	return bed;
}

export function clientSocket(bed: Bed): Socket {
	return createSocket(bed.client.sockets, 'tcp', CLIENT_PROCESS, 0);
}

export function serverSocket(bed: Bed): Socket {
	return createSocket(bed.server.sockets, 'tcp', SERVER_PROCESS, 0);
}

/** "> PA 1:101 ack 1 win 502 TS" with sequence numbers from each side's own SYN on. */
function describe(packet: Packet, fromClient: boolean, starts: Map<string, number>): string {
	const b = packet.bytes;
	const at = L3 + 20;
	const flags = tcpFlags(b, at);
	const header = tcpHeaderLength(b, at);
	const length = packet.length - at - header;
	const [own, other] = fromClient ? ['client', 'server'] : ['server', 'client'];
	if ((flags & 2) !== 0) starts.set(own, tcpSeq(b, at));
	const seq = (tcpSeq(b, at) - (starts.get(own) ?? 0)) >>> 0;
	const ack = (tcpAck(b, at) - (starts.get(other) ?? 0)) >>> 0;
	const options = readTcpOptions(b, at + 20, at + header);
	const names: string[] = [];
	if (options.mss > 0) names.push(`MSS=${options.mss}`);
	if (options.sackPermitted) names.push('SACK_PERM');
	if (options.timestamps) names.push('TS');
	if (options.windowScale >= 0) names.push(`WS=${options.windowScale}`);
	const from = starts.get(other) ?? 0;
	for (const range of options.sack) names.push(`SACK=${(range.start - from) >>> 0}-${(range.end - from) >>> 0}`);
	const letters = 'FSRPAU'
		.split('')
		.filter((_, bit) => (flags & (1 << bit)) !== 0)
		.join('');
	const known = (flags & 0x10) !== 0 ? ` ack=${ack}` : '';
	return `${fromClient ? '->' : '<-'} ${letters} seq=${seq}${known} len=${length} win=${tcpWindow(b, at)} [${names.join(' ')}]`;
}
