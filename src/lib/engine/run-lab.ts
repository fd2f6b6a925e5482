/** A lab, run: what the page's worker, the command line, the tests and the benches share. */
import type { Input, Lab } from '../lab/document.ts';
import { parseTime } from '../net/text.ts';
import { perform } from '../apps/perform.ts';
import { programs } from '../apps/registry.ts';
import type { Tap } from '../kernel/context.ts';
import { applyLab } from '../sim/configure/apply.ts';
import { nullRecorder, TraceRecorder, type SimRecorder } from '../sim/recorder.ts';
import { Simulation } from '../sim/simulation.ts';
import { createWorld, type World } from '../sim/world.ts';

/** A simulation over a world that is there already (a checkpoint's copy). */
export function resume(world: World, rec: SimRecorder): Simulation {
	return new Simulation(world, programs, perform, rec);
}

/** A new world at time 0, configured as the lab says. The configuration itself leaves no records. */
export function createSimulation(lab: Lab): Simulation {
	const sim = resume(createWorld(lab), nullRecorder);
	applyLab(sim, lab);
	return sim;
}

/** Has `sim` keep a trace from now on. */
export function record(sim: Simulation): TraceRecorder {
	const trace = new TraceRecorder(sim);
	sim.rec = trace;
	return trace;
}

/** Puts inputs into the queue, each at its own time from now. Answers their flows. */
export function enqueue(sim: Simulation, inputs: readonly Input[]): number[] {
	return inputs.map((input) => sim.input(parseTime(input.at), input.node, input.action));
}

export interface LabRun {
	sim: Simulation;
	/** null: recording was off. */
	trace: TraceRecorder | null;
	events: number;
}

export interface RunOptions {
	/** ns of virtual time; default: until nothing is left to happen. */
	until?: number;
	/** Events after which it stops whatever is left: a loop must not run for ever. */
	limit?: number;
	record?: boolean;
	tap?: Tap;
}

/** Runs a lab with its inputs from beginning to end. */
export function runLab(lab: Lab, inputs: readonly Input[], options: RunOptions = {}): LabRun {
	const sim = createSimulation(lab);
	const trace = options.record === true ? record(sim) : null;
	sim.tap = options.tap ?? null;
	enqueue(sim, inputs);
	const events = sim.run(options.until ?? Infinity, options.limit ?? Infinity);
	return { sim, trace, events };
}
