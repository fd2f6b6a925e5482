/** The DHCP client of an interface: started, or told to renew or to release its lease. */
import { describeAction } from '../../lab/actions/registry.ts';
import { clientAt, releaseNow, renewNow } from '../dhcp/client.ts';
import type { Change } from './input.ts';
import { begin, end } from './said.ts';

export const dhcp: Change<'dhcp'> = (sim, flow, ns, action) => {
	if (ns === null) return;
	const cause = begin(sim, ns, flow, describeAction(action));
	const running = clientAt(sim, ns, action.interface);
	if (action.ask === 'lease') {
		if (running !== undefined) return end(sim, ns, cause, 'dhcp', false, 'a DHCP client runs here already');
		sim.spawn(ns, 'dhcp', action, flow, cause);
		return;
	}
	if (running === undefined) return end(sim, ns, cause, 'dhcp', false, 'no DHCP client runs here');
	// What it sends from now on is this input's.
	running.flow = flow;
	running.cause = cause;
	if (action.ask === 'renew') return renewNow(sim, ns, running);
	const done = releaseNow(sim, ns, running);
	end(sim, ns, running.cause, 'dhcp', done, done ? 'released' : 'there is no lease');
};
