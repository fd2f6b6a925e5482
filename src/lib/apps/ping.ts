/** ping, as iputils' `ping -n -4` does it: a request each interval, answers counted, errors shown. */
import { ping as action } from '../lab/actions/ping.ts';
import type { Action } from '../lab/document.ts';
import { formatDuration, formatIpv4, parseTime } from '../net/text.ts';
import { PROTOCOL_UDP } from '../wire/ipv4.ts';
import { fromHex, setU32 } from '../wire/bytes.ts';
import { ICMP_DEST_UNREACH, ICMP_TIME_EXCEEDED } from '../wire/icmp.ts';
import { IPOPT_NOOP, IPOPT_RECORD_ROUTE, IPOPT_TIMESTAMP, TS_AND_ADDRESS, TS_ONLY } from '../wire/ipv4-options.ts';
import { timestampNow } from '../kernel/ip/timestamp.ts';
import { routeOutput } from '../kernel/ip/route.ts';
import { connectionTo } from '../kernel/ip/output.ts';
import { echoFlow, pingSend } from '../kernel/sockets/ping.ts';
import type { Netns } from '../kernel/netns.ts';
import type { Process } from '../sim/process.ts';
import type { Simulation } from '../sim/simulation.ts';
import { bindPort, explainErrno, finish, openSocket, say } from './program.ts';
import { targeting } from './targeting.ts';

type Args = Extract<Action, { do: 'ping' }>;

interface State extends Record<string, unknown> {
	args: Args;
	address: number;
	source: number;
	socket: number;
	sent: number;
	received: number;
	errors: number;
	/** Send times by sequence, ns. */
	times: Record<number, number>;
	lastError: string;
	lastTrip: number;
}

/** Before all else ping connects a UDP socket to this port, to learn which source it would have (iputils, ping4_run). */
const probe = { protocol: PROTOCOL_UDP, destinationPort: 1025 };
const SEND = 1;
const GIVE_UP = 2;
/** ns that ping waits for the last answer while none has come, and once some have (iputils, MAXWAIT and 2 * tmax, at least an interval). */
const LINGER = 10_000_000_000;
const SHORT_LINGER = 1_000_000_000;
/** A timeval stands before the pattern. */
const TIMEVAL = 16;

function payload(size: number, pattern: string | undefined): Uint8Array {
	const bytes = new Uint8Array(size);
	const filler = pattern === undefined ? null : fromHex(pattern);
	for (let i = size >= TIMEVAL ? TIMEVAL : 0; i < size; i++)
		bytes[i] = filler === null ? i & 0xff : filler[i % filler.length];
	return bytes;
}

/** What `ping -R` and `-T` put into the header. Nine addresses, nine times, or four of both. */
function optionsOf({ recordRoute, timestamps }: Args, source: number, now: number): Uint8Array {
	if (recordRoute === true) {
		const bytes = new Uint8Array(40);
		bytes.set([IPOPT_NOOP, IPOPT_RECORD_ROUTE, 39, 8]);
		setU32(bytes, 4, source);
		return bytes;
	}
	if (timestamps === undefined) return new Uint8Array(0);
	const both = timestamps === 'tsandaddr';
	const bytes = new Uint8Array(both ? 36 : 40);
	bytes.set([IPOPT_TIMESTAMP, bytes.length, both ? 13 : 9, both ? TS_AND_ADDRESS : TS_ONLY]);
	if (both) setU32(bytes, 4, source);
	setU32(bytes, both ? 8 : 4, timestampNow(now));
	return bytes;
}

function send(sim: Simulation, ns: Netns, process: Process): void {
	const state = process.state as State;
	const socket = ns.sockets.all.get(state.socket)!;
	const sequence = ++state.sent;
	state.times[sequence] = sim.now;
	const { args, address } = state;
	const source = routeOutput(ns, address, 0, 0, { ...echoFlow, tos: args.tos }).source || state.source;
	const errno = pingSend(
		sim,
		ns,
		socket,
		source,
		address,
		sequence & 0xffff,
		payload(args.size, args.pattern),
		args.ttl,
		args.tos ?? 0,
		state.received > 0,
		process.cause,
		args.pmtu ?? '',
		optionsOf(args, source, sim.now)
	);
	if (errno !== '') {
		state.lastError = explainErrno(errno);
		state.errors++;
		say(sim, ns, process, `ping: sendmsg: ${state.lastError}`);
	}
	const last = state.sent >= args.count;
	if (last && errno !== '' && state.received + state.errors >= args.count) return end(sim, ns, process);
	const linger = state.received > 0 ? Math.max(SHORT_LINGER, 2 * state.lastTrip) : LINGER;
	sim.wake(process, last ? linger : parseTime(args.interval), last ? GIVE_UP : SEND);
}

function end(sim: Simulation, ns: Netns, process: Process): void {
	const state = process.state as State;
	const { count } = state.args;
	if (state.received > 0) {
		const replies =
			count === 1 ? `reply in ${formatDuration(state.lastTrip)}` : `${state.received} of ${state.sent} replies`;
		return finish(sim, ns, process, state.received === state.sent, replies);
	}
	finish(sim, ns, process, false, state.lastError !== '' ? state.lastError : 'no reply');
}

/** All that can come has come. */
function settled(state: State): boolean {
	return state.sent >= state.args.count && state.received + state.errors >= state.args.count;
}

export const ping = targeting<Args>({
	command: action.text,
	target: (args) => args.to,
	ready(sim, ns, process, args, [address]) {
		const found = connectionTo(sim, ns, address, process.cause, { ...probe, tos: args.tos });
		process.cause = found.cause;
		if ((found.broadcast || found.errno === 'EACCES') && args.broadcast !== true)
			return finish(sim, ns, process, false, 'Do you want to ping broadcast? Then -b');
		if (found.errno !== '') return finish(sim, ns, process, false, explainErrno(found.errno));
		const socket = openSocket(ns, process, 'ping');
		if (!bindPort(sim, ns, socket, 0)) return finish(sim, ns, process, false, explainErrno('EADDRINUSE'));
		const state: State = {
			args,
			lookup: null,
			address,
			source: found.source,
			socket: socket.id,
			sent: 0,
			received: 0,
			errors: 0,
			times: {},
			lastError: '',
			lastTrip: 0
		};
		process.state = state;
		send(sim, ns, process);
	},
	socket(sim, ns, process, _socket, event) {
		const state = process.state as State;
		if (event.type === 'icmp') {
			const sent = state.times[event.sequence];
			if (sent === undefined) return;
			delete state.times[event.sequence];
			state.received++;
			state.lastTrip = event.time - sent;
			say(
				sim,
				ns,
				process,
				`${event.data.length + 8} bytes from ${formatIpv4(event.source)}: icmp_seq=${event.sequence} ttl=${event.ttl} time=${formatDuration(state.lastTrip)}`
			);
		} else if (event.type === 'error') {
			if (state.times[event.sequence] === undefined) return;
			delete state.times[event.sequence];
			state.errors++;
			state.lastError = icmpText(event.icmpType, event.code, event.info);
			say(sim, ns, process, `From ${formatIpv4(event.source)} icmp_seq=${event.sequence} ${state.lastError}`);
			state.lastError += ` (from ${formatIpv4(event.source)})`;
		}
		if (settled(state)) end(sim, ns, process);
	},
	wake(sim, ns, process, tag) {
		if (tag === SEND) send(sim, ns, process);
		else end(sim, ns, process);
	}
});

const unreachable = [
	'Destination Net Unreachable',
	'Destination Host Unreachable',
	'Destination Protocol Unreachable',
	'Destination Port Unreachable'
];

/** ping's words for an ICMP error (iputils, pr_icmph). */
function icmpText(type: number, code: number, info: number): string {
	if (type === ICMP_TIME_EXCEEDED) return code === 0 ? 'Time to live exceeded' : 'Frag reassembly time exceeded';
	if (type !== ICMP_DEST_UNREACH) return `ICMP type ${type}`;
	if (code === 4) return `Frag needed and DF set (mtu = ${info})`;
	if (code === 13) return 'Packet filtered';
	return unreachable[code] ?? `Dest Unreachable, Bad Code: ${code}`;
}
