/** How an input that is no program is told: what was asked, and what came of it. */
import type { Netns } from '../../kernel/netns.ts';
import type { Simulation } from '../../sim/simulation.ts';

/** Answers the input's record; -1: nothing is recorded. */
export function begin(sim: Simulation, ns: Netns, flow: number, text: string): number {
	return sim.rec.on ? sim.rec.input(ns, flow, text) : -1;
}

/** @param cause What `begin` answered, or a later record. */
export function end(sim: Simulation, ns: Netns, cause: number, program: string, ok: boolean, result: string): void {
	if (sim.rec.on) sim.rec.step(ns, 'app', 'note', null, { kind: 'app-end', program, ok, result }, cause);
}
