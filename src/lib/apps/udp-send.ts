/** Sends datagrams from one connected socket and hears what comes back. */
import { udp as action } from '../lab/actions/udp.ts';
import type { Action } from '../lab/document.ts';
import { formatIpv4, parseTime } from '../net/text.ts';
import { PROTOCOL_UDP } from '../wire/ipv4.ts';
import { connectionTo } from '../kernel/ip/output.ts';
import { udpSend } from '../kernel/sockets/udp.ts';
import type { Netns } from '../kernel/netns.ts';
import type { Process } from '../sim/process.ts';
import type { Simulation } from '../sim/simulation.ts';
import { bindPort, explainErrno, finish, openSocket, say } from './program.ts';
import { targeting } from './targeting.ts';

type Args = Extract<Action, { do: 'udp' }>;

interface State extends Record<string, unknown> {
	args: Args;
	address: number;
	source: number;
	socket: number;
	sent: number;
	answers: number;
	lastError: string;
	/** ns */
	interval: number;
}

const SEND = 1;
const GIVE_UP = 2;
/** ns that it waits for an answer after the last datagram. */
const LINGER = 1_000_000_000;

/** What was sent last: a stream sends the same again and again. */
let last = new Uint8Array(0);

/** The letters a to z, over and over. Only to be read. */
export function datagram(size: number): Uint8Array {
	if (last.length === size) return last;
	last = Uint8Array.from({ length: size }, (_, i) => 0x61 + (i % 26));
	return last;
}

function send(sim: Simulation, ns: Netns, process: Process): void {
	const state = process.state as State;
	const { args } = state;
	const socket = ns.sockets.all.get(state.socket)!;
	state.sent++;
	const errno = udpSend(sim, ns, socket, state.source, state.address, args.port, datagram(args.size), process.cause);
	if (errno !== '') return finish(sim, ns, process, false, explainErrno(errno));
	const last = state.sent >= args.count;
	sim.wake(process, last ? LINGER : state.interval, last ? GIVE_UP : SEND);
}

function end(sim: Simulation, ns: Netns, process: Process): void {
	const state = process.state as State;
	const count = `${state.sent} ${state.sent === 1 ? 'datagram' : 'datagrams'} sent`;
	if (state.lastError !== '') return finish(sim, ns, process, false, state.lastError);
	finish(sim, ns, process, true, state.answers === 0 ? `${count}, no answer` : `${count}, ${state.answers} answered`);
}

export const udp = targeting<Args>({
	command: action.text,
	target: (args) => args.to,
	ready(sim, ns, process, args, [address]) {
		const found = connectionTo(sim, ns, address, process.cause, {
			protocol: PROTOCOL_UDP,
			sourcePort: args.fromPort ?? 0,
			destinationPort: args.port
		});
		process.cause = found.cause;
		if (found.errno !== '') return finish(sim, ns, process, false, explainErrno(found.errno));
		// ip4_datagram_connect: without SO_BROADCAST.
		if (found.broadcast) return finish(sim, ns, process, false, explainErrno('EACCES'));
		const socket = openSocket(ns, process, 'udp');
		if (!bindPort(sim, ns, socket, args.fromPort ?? 0))
			return finish(sim, ns, process, false, explainErrno('EADDRINUSE'));
		socket.localAddress = found.source;
		socket.peerAddress = address;
		socket.peerPort = args.port;
		const state: State = {
			args,
			lookup: null,
			address,
			source: found.source,
			socket: socket.id,
			sent: 0,
			answers: 0,
			lastError: '',
			interval: parseTime(args.interval)
		};
		process.state = state;
		send(sim, ns, process);
	},
	socket(sim, ns, process, _socket, event) {
		const state = process.state as State;
		if (event.type === 'datagram') {
			state.answers++;
			say(sim, ns, process, `${event.data.length} bytes from ${formatIpv4(event.source)}:${event.sourcePort}`);
			if (state.answers >= state.args.count) end(sim, ns, process);
		} else if (event.type === 'error') {
			state.lastError = explainErrno(event.errno);
			end(sim, ns, process);
		}
	},
	wake(sim, ns, process, tag) {
		if (tag === SEND) send(sim, ns, process);
		else end(sim, ns, process);
	}
});
