/** One input, tried in a copy of a world and with nothing else different. What the world itself does goes on beside it. */
import type { Input, Lab } from '../lab/document.ts';
import { applyLab } from '../sim/configure/apply.ts';
import { copyWorld } from '../sim/checkpoint.ts';
import { nullRecorder, type TraceRecorder } from '../sim/recorder.ts';
import type { Simulation } from '../sim/simulation.ts';
import type { World } from '../sim/world.ts';
import { record, resume } from './run-lab.ts';

export interface Trial {
	sim: Simulation;
	trace: TraceRecorder;
	flow: number;
	/** What the program came to; null: it has not ended, because there is too much else to do, or nothing any more. */
	end: { ok: boolean; result: string } | null;
	/** It was given up, since too much happened. */
	overrun: boolean;
}

/** Events between two looks at whether the program has ended. */
const SLICE = 128;

/** @param lab What the world is changed to before; null: nothing. */
export function tryInput(before: World, input: Input, lab: Lab | null, events: number): Trial {
	const sim = resume(copyWorld(before), nullRecorder);
	if (lab !== null) applyLab(sim, lab);
	const flow = sim.input(0, input.node, input.action);
	const trace = record(sim);
	let looked = 0;
	for (let done = 0; done < events; done += SLICE) {
		const more = sim.run(Infinity, SLICE);
		for (; looked < trace.count; looked++) {
			const facts = trace.factsOf(looked);
			if (facts?.kind === 'app-end' && trace.flowOf(looked) === flow)
				return { sim, trace, flow, end: { ok: facts.ok, result: facts.result }, overrun: false };
			// A DHCP client stays, to renew its lease.
			if (facts?.kind === 'dhcp-state' && facts.after === 'BOUND' && trace.flowOf(looked) === flow)
				return { sim, trace, flow, end: { ok: true, result: 'a lease' }, overrun: false };
		}
		if (more === 0) return { sim, trace, flow, end: null, overrun: false };
	}
	return { sim, trace, flow, end: null, overrun: true };
}
