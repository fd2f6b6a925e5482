/** An interface goes up or down. */
import { announce } from '../../kernel/neighbour/arp-send.ts';
import { setUp } from '../../kernel/devices/state.ts';
import { describeAction } from '../../lab/actions/registry.ts';
import { rewire } from '../../sim/configure/devices.ts';
import type { Change } from './input.ts';
import { begin, end } from './said.ts';

export const setInterface: Change<'interface'> = (sim, flow, ns, action) => {
	if (ns === null) return;
	const cause = begin(sim, ns, flow, describeAction(action));
	const device = ns.deviceByName.get(action.interface);
	if (!device) return;
	const comesUp = action.up && !device.up;
	setUp(sim, ns, device, action.up);
	rewire(sim);
	// inetdev_event, NETDEV_UP
	if (comesUp && device.conf.arpNotify !== 0) announce(sim, ns, device, cause);
	end(sim, ns, cause, 'ip', true, 'done');
};
