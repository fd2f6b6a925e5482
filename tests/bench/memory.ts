/** What 1,000,000 recorded steps and hops keep in memory: the trace alone, after a garbage collection. */
import { collectGarbage } from './measure.ts';
import { chainSimulation, hopsIn, record } from './simulations.ts';

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
	while (recorder.stored < RECORDS && sim.step());
	const bytes = used() - before;
	return {
		name: 'memory',
		records: recorder.stored,
		hops: hopsIn(recorder),
		mebibytes: Math.round(bytes / MEBIBYTE),
		bytesPerRecord: Math.round(bytes / recorder.stored),
		runs: 1
	};
}
