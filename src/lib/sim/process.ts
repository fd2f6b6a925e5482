/** What runs on a node: a state machine whose state is data. Programs are found by name in the simulation's registry. */
import type { SocketEvent } from '../kernel/context.ts';
import type { Netns } from '../kernel/netns.ts';
import type { Simulation } from './simulation.ts';

export interface Process {
	pid: number;
	/** Name of its program in the registry. */
	program: string;
	/** Index of the netns that it runs in. */
	ns: number;
	/** Input that started it: index in the journal; -1 for services. */
	flow: number;
	/** Last record about it. */
	cause: number;
	/** The program's own. */
	state: Record<string, unknown>;
	/** Socket ids that it owns. */
	sockets: number[];
	/** Goes up with each wake that was asked for: an older wake is stale. */
	wakes: number;
}

/** A program's behaviour. `state` is what `start` made of the arguments. */
export interface Program {
	/** For people: "ping -c 1 10.0.0.2". */
	command(args: unknown): string;
	start(sim: Simulation, ns: Netns, process: Process, args: unknown): void;
	socket(sim: Simulation, ns: Netns, process: Process, socket: number, event: SocketEvent): void;
	wake(sim: Simulation, ns: Netns, process: Process, tag: number): void;
}
