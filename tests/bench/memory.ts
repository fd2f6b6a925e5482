/** What 1,000,000 recorded steps and hops keep in memory: the trace alone, after a garbage collection. */
import { record } from '../../src/lib/engine/run-lab.ts';
import { collectGarbage } from './measure.ts';
import { chainSimulation, hopsIn } from './simulations.ts';

const RECORDS = 1_000_000;
const MEBIBYTE = 1024 * 1024;

function used(): number {
	collectGarbage();
	collectGarbage();
	const { heapUsed, arrayBuffers } = process.memoryUsage();
	return heapUsed + arrayBuffers;
}

export function memory() {
	const sim = chainSimulation(1_000_000);
	const before = used();
	const recorder = record(sim);
	while (recorder.count < RECORDS && sim.step());
	const bytes = used() - before;
	return {
		name: 'memory',
		records: recorder.count,
		hops: hopsIn(recorder),
		mebibytes: Math.round(bytes / MEBIBYTE),
		bytesPerRecord: Math.round(bytes / recorder.count),
		runs: 1
	};
}
