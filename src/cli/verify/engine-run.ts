/** A lab run by the engine, with every frame on every interface noted. */
import { perform } from '../../lib/apps/perform.ts';
import { programs } from '../../lib/apps/registry.ts';
import { parseTime } from '../../lib/net/text.ts';
import type { Input, Lab } from '../../lib/lab/document.ts';
import { applyLab } from '../../lib/sim/configure/apply.ts';
import { nullRecorder, type SimRecorder } from '../../lib/sim/recorder.ts';
import { Simulation } from '../../lib/sim/simulation.ts';
import { createWorld } from '../../lib/sim/world.ts';
import { emptyCapture, type InterfaceCapture } from './capture.ts';

export interface EngineRun {
	sim: Simulation;
	captures: InterfaceCapture[];
	/** It ended because so many frames were seen: a storm. */
	cut: boolean;
}

export interface EngineOptions {
	/** ns */
	until: number;
	/** Frames seen in all. */
	limit?: number;
	/** Keeps the trace; without it none is kept. */
	record?: (sim: Simulation) => SimRecorder;
	/** Links that are two with a bridge between them on the other side (`withCables`). */
	jointed?: ReadonlySet<string>;
}

export function runEngine(
	lab: Lab,
	inputs: readonly Input[],
	{ until, limit = Infinity, record, jointed = new Set() }: EngineOptions
): EngineRun {
	const sim = new Simulation(createWorld(lab), programs, perform, nullRecorder);
	if (record !== undefined) sim.rec = record(sim);
	const captures = emptyCapture(lab, inputs);
	const places = new Map(captures.map((capture) => [`${capture.node}/${capture.dev}`, capture]));
	let seen = 0;
	applyLab(sim, lab);
	for (const id of jointed) sim.world.links[sim.world.linkById.get(id)!]!.joints = 1;
	sim.tap = (ns, dev, direction, packet, now) => {
		const capture = places.get(`${ns.node}/${dev.name}`);
		if (capture === undefined)
			throw new Error(`the engine has an interface ${dev.name} on ${ns.node} that the lab has not`);
		capture.frames.push({ time: now, direction, bytes: packet.bytes.slice(0, packet.length), unsummed: false });
		if (++seen >= limit) sim.paused = true;
	};
	for (const { at, node, action } of inputs) sim.input(parseTime(at), node, action);
	sim.run(until);
	// The tables at the end are those of that moment, not of the last event before it.
	if (seen < limit && Number.isFinite(until)) sim.world.now = Math.max(sim.world.now, until);
	return { sim, captures, cut: seen >= limit };
}
