/**
 * Checkpoints: any moment can be gone back to by the nearest one and a replay of the journal.
 *
 * Memory is bounded by bytes, not by the length of the session: when the checkpoints weigh more than `KEPT`, every second
 * one goes and those to come are taken half as often. Looking back at a stretch leaves closer ones there, so that only the first
 * step back into it replays far.
 */
import { copyWorld, takeCheckpoint, type Checkpoint } from '../sim/checkpoint.ts';
import { ReplayRecorder } from '../sim/recorder.ts';
import type { Simulation } from '../sim/simulation.ts';
import { weigh } from '../sim/weight.ts';
import type { World } from '../sim/world.ts';
import { applyEntry, type JournalEntry } from './journal.ts';
import { resume } from './run-lab.ts';

/** Bytes of all checkpoints together. */
const KEPT = 96 * 1024 * 1024;
/** Checkpoints that are kept whatever they weigh: fewer would make every step back a long replay. */
const FEWEST = 8;
/** The weight of a world changes slowly: it is asked at every such many checkpoints. */
const WEIGHED = 16;
/** Records between those that are left behind in a stretch that was looked back at, and how many of them are kept. */
const CLOSE = 8000;
const CLOSER = 16;

/** A world that replays, and the entries of the journal that are in it. */
interface Replay {
	sim: Simulation;
	rec: ReplayRecorder;
	applied: number;
}

export interface Found {
	world: World;
	records: number;
	/** Entries of the journal that are in it. */
	applied: number;
}

export class History {
	journal: readonly JournalEntry[] = [];
	#checkpoints: Checkpoint[] = [];
	/** Records between two checkpoints. */
	#interval: number;
	/** Bytes of one. */
	#weight = 0;
	#taken = 0;
	/** Between two checkpoints of the stretch that was last looked back at. */
	#closer: Checkpoint[] = [];
	/** Records of the last checkpoint in that stretch. */
	#close = 0;
	/** A world of its own for looking back, wherever it was last. */
	#scratch: Replay | null = null;

	constructor(world: World) {
		// A copy costs about as much as some thousand records, more for larger labs.
		this.#interval = 2000 + 50 * world.namespaces.length;
		this.#take(world, 0);
	}

	/** Bytes that the checkpoints hold, about. */
	get bytes(): number {
		return this.#weight * (this.#checkpoints.length + this.#closer.length);
	}

	/** Called after events, before entries that are made there: keeps a checkpoint when one is due. */
	visit(world: World, records: number): void {
		if (records - this.#checkpoints[this.#checkpoints.length - 1].records < this.#interval) return;
		this.#take(world, records);
		while (this.#checkpoints.length > FEWEST && this.#weight * this.#checkpoints.length > KEPT) {
			this.#checkpoints = this.#checkpoints.filter((_, i) => i % 2 === 0);
			this.#interval *= 2;
		}
	}

	#take(world: World, records: number): void {
		const checkpoint = takeCheckpoint(world, records);
		if (this.#taken++ % WEIGHED === 0) {
			const { lab: _, ...own } = checkpoint.world;
			this.#weight = Math.max(this.#weight, weigh(own));
		}
		this.#checkpoints.push(checkpoint);
	}

	/** Entries are applied at the event count that they carry: those made at once keep their order. */
	add(entry: JournalEntry): void {
		this.journal = [...this.journal, entry];
	}

	/**
	 * A world at the first event boundary at which `at` records or more are written. It is the history's own: look, don't touch.
	 * `seen` is called with the world as it is right after record `at - 1`, in the middle of its event.
	 */
	world(at: number, seen?: (world: World) => void): Found {
		const replay = this.#seek(at);
		const { sim, rec } = replay;
		let shown = false;
		if (seen) {
			rec.watch = (id) => {
				if (id !== at - 1) return;
				shown = true;
				seen(sim.world);
			};
		}
		while (rec.count < at) {
			this.#applyDue(replay);
			if (rec.count >= at || !sim.step()) break;
			this.#leave(replay, at);
		}
		rec.watch = null;
		// Edits made at this very moment belong to it.
		if (rec.count === at) this.#applyDue(replay, (entry) => entry.kind === 'edit');
		if (seen && (!shown || rec.count === at)) seen(sim.world);
		return { world: sim.world, records: rec.count, applied: replay.applied };
	}

	#applyDue(replay: Replay, wanted: (entry: JournalEntry) => boolean = () => true): void {
		const { journal } = this;
		while (replay.applied < journal.length && journal[replay.applied].events === replay.sim.world.events) {
			if (!wanted(journal[replay.applied])) return;
			applyEntry(replay.sim, journal[replay.applied++]);
		}
	}

	/** On the way to record `to`: a closer checkpoint, where one is due. */
	#leave({ sim, rec }: Replay, to: number): void {
		if (rec.count - this.#close < CLOSE || to - rec.count < CLOSE / 4) return;
		this.#close = rec.count;
		this.#closer.push(takeCheckpoint(sim.world, rec.count));
		if (this.#closer.length > CLOSER) this.#closer.shift();
	}

	#nearest(fits: (checkpoint: Checkpoint) => boolean): Checkpoint {
		let nearest = this.#checkpoints[0];
		for (const checkpoint of this.#checkpoints) if (fits(checkpoint)) nearest = checkpoint;
		for (const checkpoint of this.#closer)
			if (fits(checkpoint) && checkpoint.records > nearest.records) nearest = checkpoint;
		return nearest;
	}

	#replayFrom(checkpoint: Checkpoint): Replay {
		const rec = new ReplayRecorder();
		rec.count = checkpoint.records;
		const sim = resume(copyWorld(checkpoint.world), rec);
		const applied = this.journal.filter((entry) => entry.events < sim.world.events).length;
		return { sim, rec, applied };
	}

	/** The scratch world, somewhere before record `at - 1`. */
	#seek(at: number): Replay {
		const nearest = this.#nearest((checkpoint) => checkpoint.records < at);
		const known = this.#scratch;
		if (known !== null && known.rec.count < at && known.rec.count >= nearest.records) return known;
		if (!this.#closer.includes(nearest)) {
			this.#closer = [];
			this.#close = nearest.records;
		}
		this.#scratch = this.#replayFrom(nearest);
		return this.#scratch;
	}

	/**
	 * The world right after the last of `at` records, when nothing has been recorded since: whatever was entered is in it. That
	 * world is the caller's.
	 */
	rewind(at: number): World {
		const { world } = this.world(at);
		if (this.#scratch) this.#applyDue(this.#scratch);
		this.#forget(world.events);
		return world;
	}

	/** The world to go on from at `at`: what was entered later is not in it. That world is the caller's. */
	goBack(at: number): Found {
		const found = this.world(at);
		this.#forget(found.world.events);
		return found;
	}

	/** As `past`, for going on from there. */
	boundary(events: number, applied: number): Found {
		const found = this.past(events, applied);
		this.#forget(events);
		return found;
	}

	/** The world after `events` events, with the first `applied` entries of the journal in it. That world is the caller's. */
	past(events: number, applied: number): Found {
		const replay = this.#replayFrom(this.#nearest((checkpoint) => checkpoint.world.events <= events));
		const shared = () => replay.applied < applied;
		while (replay.sim.world.events < events) {
			this.#applyDue(replay, shared);
			if (!replay.sim.step()) break;
		}
		this.#applyDue(replay, shared);
		return { world: replay.sim.world, records: replay.rec.count, applied: replay.applied };
	}

	/** Nothing beyond `events` is true any more. */
	#forget(events: number): void {
		this.#scratch = null;
		this.#closer = [];
		this.#checkpoints = this.#checkpoints.filter((checkpoint, i) => i === 0 || checkpoint.world.events <= events);
	}
}
