/** The services of a node: programs that no input started. */
import type { LabNode, Service } from '../../lab/document.ts';
import { destroySocket } from '../../kernel/sockets/socket.ts';
import type { Netns } from '../../kernel/netns.ts';
import type { Process } from '../process.ts';
import type { Simulation } from '../simulation.ts';

/** Ends the services that the lab no longer has and starts those that are new. */
export function applyServices(sim: Simulation, ns: Netns, node: LabNode): void {
	const wanted = new Map(node.services.map((service) => [JSON.stringify(service), service]));
	for (const process of [...sim.world.processes.values()]) {
		if (process.ns !== ns.index || process.flow >= 0) continue;
		if (wanted.delete(String(process.state.service))) continue;
		for (const id of process.sockets) {
			const socket = ns.sockets.all.get(id);
			if (socket) destroySocket(ns.sockets, socket);
		}
		sim.world.processes.delete(process.pid);
	}
	for (const service of wanted.values()) startService(sim, ns, service, -1);
}

/** @param cause Record of what started it; -1: it was there when the lab was built. */
export function startService(sim: Simulation, ns: Netns, service: Service, cause: number): Process {
	const process = sim.spawn(ns, `serve-${service.kind}`, service, -1, cause);
	process.state.service = JSON.stringify(service);
	return process;
}
