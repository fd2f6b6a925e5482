/**
 * 20,000 datagrams of 56 bytes at 10 us intervals through ten routers, ARP included. A hop is a frame sent on a link.
 * `off`: nothing is recorded; `recorded`: every hop with its bytes and every step with its facts.
 */
import { record } from '../../src/lib/engine/run-lab.ts';
import { time, type Spread } from './measure.ts';
import { chainSimulation, hopsIn } from './simulations.ts';

const DATAGRAMS = 20_000;
/** ns; long after the last datagram, the sender's wait for an answer included. */
const END = 10_000_000_000;

function countHops(): number {
	const sim = chainSimulation(DATAGRAMS);
	const recorder = record(sim);
	sim.run(END);
	return hopsIn(recorder);
}

/** @param took ms */
function rate(hops: number, took: Spread) {
	return {
		hopsPerSecond: Math.round(hops / (took.median / 1000)),
		slowest: Math.round(hops / (took.max / 1000)),
		fastest: Math.round(hops / (took.min / 1000)),
		runs: took.runs
	};
}

export function chain() {
	const off = time(
		() => chainSimulation(DATAGRAMS),
		(sim) => sim.run(END)
	);
	const recorded = time(
		() => {
			const sim = chainSimulation(DATAGRAMS);
			record(sim);
			return sim;
		},
		(sim) => sim.run(END)
	);
	// The same lab, seed and inputs make the same frames: what one run recorded, all runs sent.
	const hops = countHops();
	return { name: 'chain', datagrams: DATAGRAMS, hops, off: rate(hops, off), recorded: rate(hops, recorded) };
}
