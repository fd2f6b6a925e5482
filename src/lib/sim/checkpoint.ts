/** A checkpoint is a copy of the world, and how far the trace was then. */
import type { World } from './world.ts';

export interface Checkpoint {
	world: World;
	/** Records written when it was taken. */
	records: number;
}

export function takeCheckpoint(world: World, records: number): Checkpoint {
	return { world: copyWorld(world), records };
}

/** A lab is a value that nobody changes, so all copies share it. */
export function copyWorld(world: World): World {
	const { lab, ...rest } = world;
	return { ...structuredClone(rest), lab };
}
