/** Services on a UDP port: the echo and the sink. */
import { serviceKind, type Service } from '../lab/services/registry.ts';
import { parseIpv4 } from '../net/text.ts';
import type { SocketEvent } from '../kernel/context.ts';
import type { Netns } from '../kernel/netns.ts';
import { udpSend } from '../kernel/sockets/udp.ts';
import type { Process } from '../sim/process.ts';
import type { Program, Simulation } from '../sim/simulation.ts';
import { bindPort, cannotAnswer, openSocket, say } from './program.ts';

type Datagram = Extract<SocketEvent, { type: 'datagram' }>;

/** A service that answers each datagram by itself. `answer` null: it says nothing. */
function udpService(
	answer: (sim: Simulation, ns: Netns, process: Process, event: Datagram) => Uint8Array | null
): Program {
	return {
		command: (args) => serviceKind(args as Service).text(args as Service),
		start(sim, ns, process, args) {
			const service = args as { port: number; address?: string; interface?: string };
			process.state = { args: service };
			const socket = openSocket(ns, process, 'udp');
			socket.device = service.interface === undefined ? 0 : (ns.deviceByName.get(service.interface)?.index ?? 0);
			const address = service.address === undefined ? 0 : parseIpv4(service.address);
			if (!bindPort(sim, ns, socket, service.port, address)) say(sim, ns, process, `port ${service.port}/udp is taken`);
		},
		socket(sim, ns, process, id, event) {
			const socket = ns.sockets.all.get(id);
			if (event.type !== 'datagram' || !socket) return;
			const bytes = answer(sim, ns, process, event);
			if (bytes === null) return;
			const { destination, source, sourcePort } = event;
			const errno = udpSend(sim, ns, socket, destination, source, sourcePort, bytes, process.cause);
			if (errno !== '') say(sim, ns, process, cannotAnswer(source, errno));
		},
		wake() {}
	};
}

export const udpEcho = udpService((_sim, _ns, _process, event) => event.data);

export const udpSink = udpService(() => null);
