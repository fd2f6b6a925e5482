/**
 * Going back after 100,000 events: what a checkpoint costs, a step back from the end (by a hop and by a decision), a jump
 * to the middle, and going on from there with another input. A step back is the moment, and the tables of a node at it.
 */
import { Session } from '../../src/lib/engine/session.ts';
import { copyWorld } from '../../src/lib/sim/checkpoint.ts';
import { createSimulation, enqueue } from '../../src/lib/engine/run-lab.ts';
import { milliseconds, spread, time, type Spread } from './measure.ts';
import { chainOfTen, datagrams } from './simulations.ts';

const EVENTS = 100_000;
/** An event is a frame that arrives, a timer, or a wake of the sender: a datagram is 12 of them on the chain. */
const DATAGRAMS = Math.ceil(EVENTS / 12);
/** A router in the middle of the chain. */
const NODE = 'r5';
const STEPS = 50;

/** A session that has run to its end and was never looked back into. */
function finishedSession(): Session {
	const session = new Session(chainOfTen());
	session.input([datagrams(DATAGRAMS)], 0);
	session.playhead = Infinity;
	while (session.advance());
	return session;
}

/** Walks back from the end and measures each step by itself. */
function walkBack(session: Session, back: (at: number) => number): Spread {
	const took: number[] = [];
	let at = session.progress.count;
	for (let step = 0; step < STEPS; step++) {
		const start = performance.now();
		at = back(at);
		session.moment(at);
		session.tables(NODE, at);
		took.push(performance.now() - start);
	}
	return spread(took);
}

export function timetravel() {
	const { events, count } = finishedSession().progress;
	const sim = createSimulation(chainOfTen());
	enqueue(sim, [datagrams(DATAGRAMS)]);
	sim.run(Infinity, EVENTS);
	const checkpoint = time(
		() => sim.world,
		(world) => copyWorld(world)
	);
	const session = finishedSession();
	const hop = walkBack(session, (at) => session.nextHop(at, -1).at);
	const decision = walkBack(session, (at) => at - 1);
	const jump = time(finishedSession, (one) => one.tables(NODE, count >> 1), { warmUp: 1, runs: 5 });
	const branch = time(finishedSession, (one) => one.input([datagrams(1)], count >> 1), { warmUp: 1, runs: 5 });
	return {
		name: 'timetravel',
		events,
		records: count,
		checkpointMs: milliseconds(checkpoint),
		backByHopMs: milliseconds(hop),
		backByDecisionMs: milliseconds(decision),
		jumpToMiddleMs: milliseconds(jump),
		branchAtMiddleMs: milliseconds(branch)
	};
}
