/** The engine without the worker around it: what is measured, and how much of it there was. */
import { parse } from 'valibot';
import { createSimulation, enqueue } from '../../src/lib/engine/run-lab.ts';
import { inputSchema, type Input, type Lab, type LabSource } from '../../src/lib/lab/document.ts';
import { parseLab } from '../../src/lib/lab/parse.ts';
import type { TraceRecorder } from '../../src/lib/sim/recorder.ts';
import type { Simulation } from '../../src/lib/sim/simulation.ts';
import { chainLab, farHost, SINK } from './labs/chain.ts';

export function labFrom(source: LabSource): Lab {
	const parsed = parseLab(source);
	if (!parsed.ok) throw new Error(parsed.problems.map(({ path, message }) => `${path}: ${message}`).join('\n'));
	return parsed.lab;
}

const ROUTERS = 10;

/** Hosts a and b with ten routers between them. */
export const chainOfTen = () => labFrom(chainLab(ROUTERS));

/** Host a sends host b `count` datagrams of 56 bytes, one every 10 us. */
export function datagrams(count: number): Input {
	const action = { do: 'udp', to: farHost(ROUTERS), port: SINK, size: 56, count, interval: '10us' };
	return parse(inputSchema, { node: 'a', action });
}

/** The chain, about to send. @param source The chain with something more. */
export function chainSimulation(count: number, source?: LabSource): Simulation {
	const sim = createSimulation(source === undefined ? chainOfTen() : labFrom(source));
	enqueue(sim, [datagrams(count)]);
	return sim;
}

/** Frames sent on links, as a trace has kept them. */
export function hopsIn(recorder: TraceRecorder): number {
	let hops = 0;
	for (let id = 0; id < recorder.count; id++) if (recorder.isHop(id)) hops++;
	return hops;
}
