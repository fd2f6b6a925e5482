/** An address of an interface comes or goes. */
import { parseOwnCidr } from '../../net/text.ts';
import { addAddress, removeAddress } from '../../kernel/ip/address-change.ts';
import { describeAction } from '../../lab/actions/registry.ts';
import type { Change } from './input.ts';
import { begin, end } from './said.ts';

export const address: Change<'address'> = (sim, flow, ns, action) => {
	if (ns === null) return;
	const text = describeAction(action);
	const cause = begin(sim, ns, flow, text);
	const device = ns.deviceByName.get(action.interface);
	if (!device) return end(sim, ns, cause, 'ip', false, `Cannot find device "${action.interface}"`);
	const { address: own, length, subnet } = parseOwnCidr(action.add ?? action.del!);
	const done =
		action.add === undefined
			? removeAddress(sim, ns, device, own, length)
			: addAddress(ns, device, own, length, subnet);
	const refusal = action.add === undefined ? 'Cannot assign requested address' : 'File exists';
	if (done && sim.rec.on) sim.rec.step(ns, 'input', 'note', null, { kind: 'config-change', text }, cause);
	end(sim, ns, cause, 'ip', done, done ? 'done' : refusal);
};
