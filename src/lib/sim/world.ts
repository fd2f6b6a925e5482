/** The running lab, as plain data: a copy of it is a checkpoint. */
import type { Config, Lab } from '../lab/document.ts';
import type { Netns } from '../kernel/netns.ts';
import type { LinkWay } from './link-way.ts';
import type { Process } from './process.ts';
import { createQueue, type Queue } from './queue.ts';
import { createRandom, type RandomState } from './random.ts';

export interface WorldLink {
	id: string;
	/** Netns index and ifindex of both ends; ns -1: that end is gone. */
	ends: [WorldLinkEnd, WorldLinkEnd];
	/** ns each way, where nothing else happens to a frame. */
	delays: [number, number];
	/** By the end that is left: what else happens; null: nothing. */
	ways: [LinkWay | null, LinkWay | null];
	/** A pulled cable is not up. */
	up: boolean;
	/** Pieces that it is made of besides the first: at each, a frame takes its turn behind all that is under way at that moment. */
	joints: number;
}

export interface WorldLinkEnd {
	ns: number;
	dev: number;
	/** Node of the lab that shows this end, and the interface's name. */
	node: string;
	interface: string;
}

export interface World {
	/** ns */
	now: number;
	/** Events processed so far. */
	events: number;
	/** The lab as it was last edited. */
	lab: Lab;
	/** By node: what inputs have set since the lab said it. An edit of the node forgets it. */
	changed: Map<string, Config>;
	queue: Queue;
	/** By index; null: removed. */
	namespaces: (Netns | null)[];
	/** Node id -> index of its own netns. */
	netnsOfNode: Map<string, number>;
	/** By index; null: removed. */
	links: (WorldLink | null)[];
	linkById: Map<string, number>;
	processes: Map<number, Process>;
	nextPid: number;
	/** Program by process id, of those too that have ended. */
	programNames: string[];
	/** Inputs injected so far. */
	flows: number;
	random: RandomState;
	/** Frames on links now. */
	inFlight: number;
}

export function createWorld(lab: Lab): World {
	return {
		now: 0,
		events: 0,
		lab,
		changed: new Map(),
		queue: createQueue(),
		namespaces: [],
		netnsOfNode: new Map(),
		links: [],
		linkById: new Map(),
		processes: new Map(),
		nextPid: 1,
		programNames: [],
		flows: 0,
		random: createRandom(lab.seed),
		inFlight: 0
	};
}
