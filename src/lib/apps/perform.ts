/** Inputs become programs, or changes of the world. */
import { describeAction } from '../lab/actions/registry.ts';
import type { Action } from '../lab/document.ts';
import type { Simulation } from '../sim/simulation.ts';
import { changes } from './inputs/registry.ts';
import { begin } from './inputs/said.ts';

export function perform(sim: Simulation, flow: number, node: string | undefined, action: Action): void {
	const { world } = sim;
	const change = changes.get(action.do);
	const index = node === undefined ? undefined : world.netnsOfNode.get(node);
	const ns = index === undefined ? null : world.namespaces[index];
	if (change !== undefined) return change(sim, flow, ns ?? null, action);
	// The node was deleted before its input was due.
	if (!ns) return;
	sim.spawn(ns, action.do, action, flow, begin(sim, ns, flow, describeAction(action)));
}
