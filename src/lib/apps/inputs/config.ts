/** Settings of a node change. */
import { describeAction } from '../../lab/actions/registry.ts';
import { changeSettings } from '../../sim/configure/change.ts';
import type { Change } from './input.ts';
import { begin, end } from './said.ts';

export const config: Change<'config'> = (sim, flow, ns, action) => {
	if (ns === null) return;
	const cause = begin(sim, ns, flow, describeAction(action));
	const { done, refused } = changeSettings(sim, ns, action.set, cause);
	const result = [...refused, ...done].join('; ');
	end(sim, ns, cause, 'configuration', refused.length === 0, result === '' ? 'nothing to change' : result);
};
