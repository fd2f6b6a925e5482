/**
 * Going back after 100,000 events, and after a million: what a checkpoint costs, a step back from the end (by a hop and by a decision), a jump
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
const MILLION_DATAGRAMS = Math.ceil(1_000_000 / 12);
/** A router in the middle of the chain. */
const NODE = 'r5';
const STEPS = 50;

/** A session that has run to its end and was never looked back into. */
function finishedSession(count = DATAGRAMS): Session {
	const session = new Session(chainOfTen());
	session.input([datagrams(count)], 0);
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

/** A step back at each of many places, far from each other: none finds anything of the one before. */
function stepsAnywhere(session: Session): Spread {
	const { count } = session.progress;
	const took: number[] = [];
	for (let step = 0; step < STEPS; step++) {
		// A multiplier that goes all over the trace.
		const from = 1 + Math.floor(((step * 0.618034) % 1) * (count - 1));
		const start = performance.now();
		const { at } = session.nextHop(from, -1);
		session.moment(at);
		session.tables(NODE, at);
		took.push(performance.now() - start);
	}
	return spread(took);
}

/** What the timeline costs to draw: a whole trace, and a small part of it, in 1,000 pieces. */
function timelineCost(session: Session) {
	const { total } = session.timeline({ from: 0, to: 1, bins: 1, flows: [-1, 1] });
	const ask = (from: number, to: number) =>
		milliseconds(
			time(
				() => null,
				() => session.timeline({ from, to, bins: 1000, flows: [-1, 5] })
			)
		);
	return { whole: ask(0, total), part: ask(total * 0.5, total * 0.501) };
}

function million() {
	const session = finishedSession(MILLION_DATAGRAMS);
	const { events, count } = session.progress;
	const anywhere = stepsAnywhere(session);
	return {
		events,
		records: count,
		checkpointMebibytes: Math.round(session.checkpointBytes / 1024 / 1024),
		backAnywhereMs: milliseconds(anywhere),
		backByHopMs: milliseconds(walkBack(session, (at) => session.nextHop(at, -1).at)),
		backByDecisionMs: milliseconds(walkBack(session, (at) => at - 1)),
		timelineMs: timelineCost(session)
	};
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
		branchAtMiddleMs: milliseconds(branch),
		million: million()
	};
}
