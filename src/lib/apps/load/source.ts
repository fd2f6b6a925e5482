/** A load source: datagrams at a rate or as chance has it, or a stream of TCP as fast as it goes; and what came of it. */
import { load as action, loadCount, loadInterval } from '../../lab/actions/load.ts';
import type { Action } from '../../lab/document.ts';
import { connectionTo } from '../../kernel/ip/output.ts';
import { PROTOCOL_UDP } from '../../wire/ipv4.ts';
import { tcpClose } from '../../kernel/sockets/tcp/close.ts';
import { tcpConnect } from '../../kernel/sockets/tcp/connect.ts';
import { tcpSend } from '../../kernel/sockets/tcp/send.ts';
import { udpSend } from '../../kernel/sockets/udp.ts';
import type { Netns } from '../../kernel/netns.ts';
import type { Process } from '../../sim/process.ts';
import type { Simulation } from '../../sim/simulation.ts';
import { bindPort, explainErrno, finish, openSocket } from '../program.ts';
import { targeting } from '../targeting.ts';
import { datagram } from '../udp-send.ts';
import { LAST, LOAD_HEADER, loadDatagram, readLoad } from './message.ts';
import { rateText } from './meter.ts';

type Args = Extract<Action, { do: 'load' }>;

interface State extends Record<string, unknown> {
	args: Args;
	address: number;
	source: number;
	socket: number;
	count: number;
	sent: number;
	/** ns, when it began, and when the last datagram was due. */
	began: number;
	due: number;
	/** Times that the end was said. */
	ends: number;
}

const SEND = 1;
const END = 2;
const CLOSE = 3;
/** ns until the end is said again, and how often. */
const PATIENCE = 250_000_000;
const ENDS = 4;

/**
 * An exponentially distributed number of mean 1 by comparing uniform ones alone (von Neumann), so that it is the same on every machine:
 * a logarithm need not be.
 */
export function exponential(random: () => number): number {
	for (let whole = 0; ; whole++) {
		const first = random();
		let last = first;
		let length = 1;
		for (let next = random(); next < last; next = random()) {
			last = next;
			length++;
		}
		if (length % 2 === 1) return whole + first / 0x1_0000_0000;
	}
}

function transmit(sim: Simulation, ns: Netns, process: Process, data: Uint8Array): boolean {
	const { socket: id, source, address, args } = process.state as State;
	const socket = ns.sockets.all.get(id);
	if (socket === undefined) return false;
	const errno = udpSend(sim, ns, socket, source, address, args.port, data, process.cause);
	if (errno !== '') finish(sim, ns, process, false, explainErrno(errno));
	return errno === '';
}

function send(sim: Simulation, ns: Netns, process: Process): void {
	const state = process.state as State;
	const { args } = state;
	const offset = Math.round((state.due - state.began) / 1000);
	if (!transmit(sim, ns, process, loadDatagram(args.size, state.sent, offset))) return;
	state.sent++;
	const gap = loadInterval(args) * (args.poisson ? exponential(() => sim.random()) : 1);
	state.due += Math.round(gap);
	sim.wake(process, Math.max(0, state.due - sim.now), state.sent < state.count ? SEND : END);
}

function end(sim: Simulation, ns: Netns, process: Process): void {
	const state = process.state as State;
	if (state.ends === ENDS)
		return finish(sim, ns, process, false, `${state.sent} datagrams sent, and the meter is silent`);
	state.ends++;
	if (transmit(sim, ns, process, loadDatagram(LOAD_HEADER, LAST, 0))) sim.wake(process, PATIENCE, END);
}

function startTcp(sim: Simulation, ns: Netns, process: Process, args: Args, address: number): void {
	const socket = openSocket(ns, process, 'tcp');
	if (!bindPort(sim, ns, socket, 0)) return finish(sim, ns, process, false, explainErrno('EADDRINUSE'));
	process.state = { ...process.state, args, lookup: null, address, socket: socket.id, began: sim.now };
	const errno = tcpConnect(sim, ns, socket, address, args.port, process.cause);
	if (errno !== '') finish(sim, ns, process, false, explainErrno(errno));
}

export const load = targeting<Args>({
	command: action.text,
	target: (args) => args.to,
	ready(sim, ns, process, args, [address]) {
		if (args.protocol === 'tcp') return startTcp(sim, ns, process, args, address);
		const found = connectionTo(sim, ns, address, process.cause, { protocol: PROTOCOL_UDP, destinationPort: args.port });
		process.cause = found.cause;
		if (found.errno !== '') return finish(sim, ns, process, false, explainErrno(found.errno));
		if (found.broadcast) return finish(sim, ns, process, false, explainErrno('EACCES'));
		const socket = openSocket(ns, process, 'udp');
		if (!bindPort(sim, ns, socket, 0)) return finish(sim, ns, process, false, explainErrno('EADDRINUSE'));
		socket.localAddress = found.source;
		socket.peerAddress = address;
		socket.peerPort = args.port;
		const state: State = {
			args,
			lookup: null,
			address,
			source: found.source,
			socket: socket.id,
			count: loadCount(args),
			sent: 0,
			began: sim.now,
			due: sim.now,
			ends: 0
		};
		process.state = state;
		send(sim, ns, process);
	},
	socket(sim, ns, process, id, event) {
		const state = process.state as State;
		const { args } = state;
		const socket = ns.sockets.all.get(id);
		switch (event.type) {
			case 'datagram': {
				const report = readLoad(event.data);
				if (report === null || state.ends === 0) return;
				const { number: received, offset: late } = report;
				const lost = Math.max(0, state.sent - received);
				const share = ((lost * 100) / state.sent).toFixed(1);
				const order = late === 0 ? '' : `, ${late} out of order`;
				const rate = rateText(state.sent * args.size, state.due - state.began);
				const text = `${state.sent} sent, ${received} received, ${lost} lost (${share} %)${order}, ${rate}`;
				return finish(sim, ns, process, lost === 0, text);
			}
			case 'connected':
				if (socket === undefined) return;
				tcpSend(sim, ns, socket, datagram(args.bytes));
				sim.soon(process, CLOSE);
				return;
			case 'error':
				return finish(sim, ns, process, false, explainErrno(event.errno));
			default:
		}
	},
	wake(sim, ns, process, tag) {
		const socket = ns.sockets.all.get((process.state as State).socket);
		if (tag === CLOSE) {
			if (socket !== undefined) tcpClose(sim, ns, socket);
			finish(
				sim,
				ns,
				process,
				true,
				`${(process.state as State).args.bytes} bytes sent; the meter says how quick they were`
			);
		} else if (tag === SEND) send(sim, ns, process);
		else end(sim, ns, process);
	}
});
