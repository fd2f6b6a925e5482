/** Inputs become programs, or changes of the world. */
import type { Action, Config, Service } from '../lab/document.ts';
import { describeConfig } from '../lab/settings.ts';
import { setUp } from '../kernel/devices/state.ts';
import type { Netns } from '../kernel/netns.ts';
import { changeSettings } from '../sim/configure/change.ts';
import { wireDevices } from '../sim/configure/devices.ts';
import { startService } from '../sim/configure/services.ts';
import type { Simulation } from '../sim/simulation.ts';
import { finish } from './program.ts';
import { programs } from './registry.ts';

/** What an input asks for, in a few words. */
export function describeAction(action: Action): string {
	switch (action.do) {
		case 'link':
			return `${action.up ? 'plug' : 'pull'} link ${action.link}`;
		case 'interface':
			return `ip link set ${action.interface} ${action.up ? 'up' : 'down'}`;
		case 'serve':
			return `start ${describeService(action.service)}`;
		case 'config':
			return `configure ${describeConfig(action.set)}`;
		default:
			return programs[action.do].command(action);
	}
}

function describeService(service: Service): string {
	return programs[`serve-${service.kind}`].command(service);
}

export function perform(sim: Simulation, flow: number, node: string | undefined, action: Action): void {
	const { world } = sim;
	if (action.do === 'link') return setLink(sim, flow, action.link, action.up);
	const index = node === undefined ? undefined : world.netnsOfNode.get(node);
	const ns = index === undefined ? null : world.namespaces[index];
	// The node was deleted before its input was due.
	if (!ns) return;
	const cause = begin(sim, ns, flow, describeAction(action));
	switch (action.do) {
		case 'interface': {
			const device = ns.deviceByName.get(action.interface);
			if (!device) return;
			setUp(sim, ns, device, action.up);
			rewire(sim);
			return end(sim, ns, cause, 'ip', true, 'done');
		}
		case 'serve':
			return serve(sim, ns, action.service, cause);
		case 'config':
			return configure(sim, ns, action.set, cause);
		default:
			sim.spawn(ns, action.do, action, flow, cause);
	}
}

function begin(sim: Simulation, ns: Netns, flow: number, text: string): number {
	return sim.rec.on ? sim.rec.input(ns, flow, text) : -1;
}

function end(sim: Simulation, ns: Netns, cause: number, program: string, ok: boolean, result: string): void {
	if (sim.rec.on) sim.rec.step(ns, 'app', 'note', null, { kind: 'app-end', program, ok, result }, cause);
}

function setLink(sim: Simulation, flow: number, id: string, up: boolean): void {
	const link = sim.world.links[sim.world.linkById.get(id) ?? -1];
	if (!link) return;
	link.up = up;
	const ns = sim.world.namespaces[link.ends[0].ns] ?? sim.world.namespaces[link.ends[1].ns];
	if (!ns) return;
	const cause = begin(sim, ns, flow, describeAction({ do: 'link', link: id, up }));
	if (sim.rec.on) sim.rec.step(ns, 'device', 'note', null, { kind: 'link-change', link: id, up }, cause);
	rewire(sim);
	end(sim, ns, cause, 'ip', true, 'done');
}

/** Carriers follow what has changed. */
function rewire(sim: Simulation): void {
	for (const ns of sim.world.namespaces) if (ns !== null) wireDevices(sim, ns);
}

/** The service stays when the input is done: it is as if the lab had it from now on. */
function serve(sim: Simulation, ns: Netns, service: Service, cause: number): void {
	const process = startService(sim, ns, service, cause);
	const socket = ns.sockets.all.get(process.sockets[0]);
	if (socket?.localPort !== service.port) return finish(sim, ns, process, false, 'Address already in use');
	end(sim, ns, process.cause, process.program, true, `${describeService(service)} is there`);
}

function configure(sim: Simulation, ns: Netns, set: Config, cause: number): void {
	const { done, refused } = changeSettings(sim, ns, set, cause);
	const result = [...refused, ...done].join('; ');
	end(sim, ns, cause, 'configuration', refused.length === 0, result === '' ? 'nothing to change' : result);
}
