/** Counts the datagrams and bytes of load sources (as iperf's server does). */
import { serviceKind, type Service } from '../../lab/services/registry.ts';
import { formatDuration, formatIpv4 } from '../../net/text.ts';
import { tcpClose } from '../../kernel/sockets/tcp/close.ts';
import { tcpListen } from '../../kernel/sockets/tcp/listen.ts';
import { udpSend } from '../../kernel/sockets/udp.ts';
import type { SocketEvent } from '../../kernel/context.ts';
import type { Netns } from '../../kernel/netns.ts';
import type { Process } from '../../sim/process.ts';
import type { Program, Simulation } from '../../sim/simulation.ts';
import { bindPort, openSocket, say } from '../program.ts';
import { LAST, loadReport, readLoad } from './message.ts';

interface Flow {
	received: number;
	bytes: number;
	late: number;
	highest: number;
	/** ns, of the first and of the last. */
	first: number;
	last: number;
	/** ns between arrival and plan, of the last; and how much that varies (RFC 3550, 6.4.1). */
	transit: number;
	jitter: number;
}

interface State extends Record<string, unknown> {
	args: Service;
	/** By who sends: "address:port", or the socket of a connection. */
	flows: Map<string, Flow>;
}

const BACKLOG = 5;

function flowOf(state: State, key: string, now: number): Flow {
	let flow = state.flows.get(key);
	if (flow === undefined) {
		flow = { received: 0, bytes: 0, late: 0, highest: -1, first: now, last: now, transit: 0, jitter: 0 };
		state.flows.set(key, flow);
	}
	return flow;
}

/** "8.000 Mbit/s" over the time from the first to the last. */
export function rateText(bytes: number, ns: number): string {
	return ns <= 0 ? `${bytes} bytes at once` : `${((bytes * 8e3) / ns).toFixed(3)} Mbit/s`;
}

function counted(
	sim: Simulation,
	ns: Netns,
	process: Process,
	id: number,
	event: Extract<SocketEvent, { type: 'datagram' }>
): void {
	const state = process.state as State;
	const load = readLoad(event.data);
	const socket = ns.sockets.all.get(id);
	if (load === null || socket === undefined) return;
	const key = `${event.source}:${event.sourcePort}`;
	const flow = flowOf(state, key, sim.now);
	if (load.number === LAST) {
		const late = flow.late === 0 ? '' : `, ${flow.late} out of order`;
		const jitter = formatDuration(Math.round(flow.jitter));
		say(
			sim,
			ns,
			process,
			`${formatIpv4(event.source)}: ${flow.received} received${late}, jitter ${jitter}, ${rateText(flow.bytes, flow.last - flow.first)}`
		);
		const report = loadReport(flow.received, flow.late);
		udpSend(sim, ns, socket, event.destination, event.source, event.sourcePort, report, process.cause);
		return;
	}
	const transit = sim.now - load.offset * 1000;
	if (flow.received > 0) flow.jitter += (Math.abs(transit - flow.transit) - flow.jitter) / 16;
	flow.transit = transit;
	flow.received++;
	flow.bytes += event.data.length;
	flow.last = sim.now;
	if (load.number < flow.highest) flow.late++;
	flow.highest = Math.max(flow.highest, load.number);
}

export const loadMeter: Program = {
	command: (args) => serviceKind(args as Service).text(args as Service),
	start(sim, ns, process, args) {
		const service = args as Extract<Service, { kind: 'load' }>;
		const state: State = { args: service, flows: new Map() };
		process.state = state;
		const udp = openSocket(ns, process, 'udp');
		const tcp = openSocket(ns, process, 'tcp');
		const bound = bindPort(sim, ns, udp, service.port);
		if (!bound || tcpListen(sim, ns, tcp, 0, service.port, BACKLOG) !== '')
			say(sim, ns, process, `port ${service.port} is taken`);
	},
	socket(sim, ns, process, id, event) {
		const state = process.state as State;
		if (event.type === 'datagram') return counted(sim, ns, process, id, event);
		if (event.type === 'accepted') {
			process.sockets.push(event.socket);
			flowOf(state, String(event.socket), sim.now);
			return;
		}
		const flow = state.flows.get(String(id));
		if (event.type === 'data' && flow !== undefined) {
			flow.bytes += event.data.length;
			flow.last = sim.now;
		}
		const socket = ns.sockets.all.get(id);
		if (event.type === 'eof' && socket !== undefined) {
			if (flow !== undefined)
				say(
					sim,
					ns,
					process,
					`${formatIpv4(socket.peerAddress)}: ${flow.bytes} bytes, ${rateText(flow.bytes, flow.last - flow.first)}`
				);
			tcpClose(sim, ns, socket);
		}
		if (event.type === 'closed' || event.type === 'error') {
			state.flows.delete(String(id));
			process.sockets = process.sockets.filter((other) => other !== id);
		}
	},
	wake() {}
};
