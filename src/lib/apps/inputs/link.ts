/** A cable is pulled or plugged. */
import { describeAction } from '../../lab/actions/registry.ts';
import { rewire } from '../../sim/configure/devices.ts';
import type { Change } from './input.ts';
import { begin, end } from './said.ts';

export const link: Change<'link'> = (sim, flow, _ns, action) => {
	const { world } = sim;
	const { link: id, up } = action;
	const one = world.links[world.linkById.get(id) ?? -1];
	if (!one) return;
	one.up = up;
	const ns = world.namespaces[one.ends[0].ns] ?? world.namespaces[one.ends[1].ns];
	if (!ns) return;
	const cause = begin(sim, ns, flow, describeAction(action));
	if (sim.rec.on) sim.rec.step(ns, 'device', 'note', null, { kind: 'link-change', link: id, up }, cause);
	rewire(sim);
	end(sim, ns, cause, 'ip', true, 'done');
};
