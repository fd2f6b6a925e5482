/** An interface goes up or down, is renamed, moved or removed. */
import { deleteDevice, moveDevice, renameDevice } from '../../kernel/devices/change.ts';
import type { Device } from '../../kernel/devices/device.ts';
import { announce } from '../../kernel/neighbour/arp-send.ts';
import { setUp } from '../../kernel/devices/state.ts';
import type { Netns } from '../../kernel/netns.ts';
import { describeAction } from '../../lab/actions/registry.ts';
import { rewire } from '../../sim/configure/devices.ts';
import type { Simulation } from '../../sim/simulation.ts';
import type { Change } from './input.ts';
import { begin, end } from './said.ts';

export const setInterface: Change<'interface'> = (sim, flow, ns, action) => {
	if (ns === null) return;
	const cause = begin(sim, ns, flow, describeAction(action));
	const device = ns.deviceByName.get(action.interface);
	if (!device) return end(sim, ns, cause, 'ip', false, `Cannot find device "${action.interface}"`);
	const { up, rename, mtu, moveTo, remove } = action;
	const comesUp = up === true && !device.up;
	let refusal = '';
	if (remove) removeWithPeer(sim, ns, device);
	else if (moveTo !== undefined) refusal = move(sim, ns, device, moveTo);
	else {
		if (rename !== undefined && !renameDevice(ns, device, rename)) refusal = 'File exists';
		if (mtu !== undefined) device.mtu = mtu;
		if (up !== undefined) setUp(sim, ns, device, up);
	}
	if (refusal === '' && up === undefined && sim.rec.on)
		sim.rec.step(ns, 'input', 'note', null, { kind: 'config-change', text: describeAction(action) }, cause);
	rewire(sim);
	// inetdev_event, NETDEV_UP
	if (comesUp && device.conf.arpNotify !== 0) announce(sim, ns, device, cause);
	end(sim, ns, cause, 'ip', refusal === '', refusal === '' ? 'done' : refusal);
};

/** The link finds its end in the other netns. */
function move(sim: Simulation, ns: Netns, device: Device, node: string): string {
	const { world } = sim;
	const to = world.namespaces[world.netnsOfNode.get(node) ?? -1];
	if (!to) return `Cannot open network namespace "${node}"`;
	if (to === ns) return '';
	if (!moveDevice(sim, ns, device, to)) return 'File exists';
	device.node = to.node;
	const end = world.links[device.link]?.ends[device.end];
	if (end) Object.assign(end, { ns: to.index, dev: device.index, node: to.node });
	return '';
}

/** A veth pair goes as a whole. */
function removeWithPeer(sim: Simulation, ns: Netns, device: Device): void {
	const link = sim.world.links[device.link];
	deleteDevice(sim, ns, device);
	if (!link) return;
	sim.world.links[device.link] = null;
	const far = link.ends[device.end === 0 ? 1 : 0];
	const other = sim.world.namespaces[far.ns];
	const peer = other?.devices[far.dev];
	if (other && peer) deleteDevice(sim, other, peer);
}
