/** Inputs become programs, or changes of the world. */
import type { Action } from '../lab/document.ts';
import { setUp } from '../kernel/devices/state.ts';
import type { Netns } from '../kernel/netns.ts';
import { wireDevices } from '../sim/configure/devices.ts';
import type { Simulation } from '../sim/simulation.ts';
import { programs } from './registry.ts';

/** What an input asks for, in a few words. */
export function describeAction(action: Action): string {
	if (action.do === 'link') return `${action.up ? 'plug' : 'pull'} link ${action.link}`;
	if (action.do === 'interface') return `ip link set ${action.interface} ${action.up ? 'up' : 'down'}`;
	return programs[action.do].command(action);
}

export function perform(sim: Simulation, flow: number, node: string | undefined, action: Action): void {
	const { world } = sim;
	if (action.do === 'link') return setLink(sim, flow, action.link, action.up);
	const index = node === undefined ? undefined : world.netnsOfNode.get(node);
	const ns = index === undefined ? null : world.namespaces[index];
	// The node was deleted before its input was due.
	if (!ns) return;
	const cause = begin(sim, ns, flow, describeAction(action));
	if (action.do === 'interface') {
		const device = ns.deviceByName.get(action.interface);
		if (!device) return;
		setUp(sim, ns, device, action.up);
		rewire(sim);
		end(sim, ns, flow, cause);
		return;
	}
	sim.spawn(ns, action.do, action, flow, cause);
}

function begin(sim: Simulation, ns: Netns, flow: number, text: string): number {
	return sim.rec.on ? sim.rec.input(ns, flow, text) : -1;
}

function end(sim: Simulation, ns: Netns, _flow: number, cause: number): void {
	if (sim.rec.on)
		sim.rec.step(ns, 'app', 'note', null, { kind: 'app-end', program: 'ip', ok: true, result: 'done' }, cause);
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
	end(sim, ns, flow, cause);
}

/** Carriers follow what has changed. */
function rewire(sim: Simulation): void {
	for (const ns of sim.world.namespaces) if (ns !== null) wireDevices(sim, ns);
}
