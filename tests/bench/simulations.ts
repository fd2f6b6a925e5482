/** The engine without the worker around it: a world made of a lab, and what is sent in it. */
import { perform } from '../../src/lib/apps/perform.ts';
import { programs } from '../../src/lib/apps/registry.ts';
import type { Action, Lab, LabSource } from '../../src/lib/lab/document.ts';
import { parseLab } from '../../src/lib/lab/parse.ts';
import { applyLab } from '../../src/lib/sim/configure/apply.ts';
import { TraceRecorder } from '../../src/lib/sim/recorder.ts';
import { Simulation } from '../../src/lib/sim/simulation.ts';
import { createWorld } from '../../src/lib/sim/world.ts';
import { chainLab, farHost, SINK } from './labs/chain.ts';

export function labFrom(source: LabSource): Lab {
	const parsed = parseLab(source);
	if (!parsed.ok) throw new Error(parsed.problems.map(({ path, message }) => `${path}: ${message}`).join('\n'));
	return parsed.lab;
}

export function simulationOf(lab: Lab): Simulation {
	const sim = new Simulation(createWorld(lab), programs, perform);
	applyLab(sim, lab);
	return sim;
}

/** From now on everything is kept. */
export function record(sim: Simulation): TraceRecorder {
	const recorder = new TraceRecorder(sim);
	sim.rec = recorder;
	return recorder;
}

const ROUTERS = 10;

/** Hosts a and b with ten routers between them; a is about to send `count` datagrams of 56 bytes, one every 10 us. */
export function chainSimulation(count: number): Simulation {
	const sim = simulationOf(labFrom(chainLab(ROUTERS)));
	const action: Action = { do: 'udp', to: farHost(ROUTERS), port: SINK, size: 56, count, interval: '10us' };
	sim.input(0, 'a', action);
	return sim;
}

/** Frames sent on links, as a trace has kept them. */
export function hopsIn(recorder: TraceRecorder): number {
	let hops = 0;
	for (let id = 0; id < recorder.stored; id++) if (recorder.isHop(id)) hops++;
	return hops;
}
