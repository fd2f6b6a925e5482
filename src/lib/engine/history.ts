/** Checkpoints and the journal: any record can be gone back to by the nearest checkpoint and a replay. */
import type { Action, Lab } from '../lab/document.ts';
import { applyLab } from '../sim/configure/apply.ts';
import { copyWorld, takeCheckpoint, type Checkpoint } from '../sim/checkpoint.ts';
import { nullRecorder, ReplayRecorder } from '../sim/recorder.ts';
import type { Simulation } from '../sim/simulation.ts';
import type { World } from '../sim/world.ts';
import { resume } from './run-lab.ts';

/** What came from outside, and after how many events. */
export type JournalEntry = { events: number } & (
	| { kind: 'input'; delay: number; node: string | undefined; action: Action }
	| { kind: 'edit'; lab: Lab; text: string }
	| { kind: 'halt' }
);

/** Applies an entry to the world that stands where it was made. */
export function applyEntry(sim: Simulation, entry: JournalEntry): void {
	if (entry.kind === 'input') sim.input(entry.delay, entry.node, entry.action);
	else if (entry.kind === 'halt') sim.halt();
	else {
		// An edit leaves no records: the moment stays where it was, with another network around it.
		const { rec } = sim;
		sim.rec = nullRecorder;
		applyLab(sim, entry.lab);
		sim.rec = rec;
	}
}

/** Checkpoints kept at the most; when there are more, every second one goes. */
const MOST = 64;

export class History {
	journal: JournalEntry[] = [];
	#checkpoints: Checkpoint[] = [];
	/** Records between two checkpoints. */
	#interval: number;
	/** A world of its own for looking back, wherever it was last. */
	#scratch: { sim: Simulation; rec: ReplayRecorder; applied: number } | null = null;

	constructor(world: World) {
		// A copy costs about as much as some thousand records, more for larger labs.
		this.#interval = 2000 + 50 * world.namespaces.length;
		this.#checkpoints.push(takeCheckpoint(world, 0));
	}

	/** Called between events: keeps a checkpoint when one is due. */
	visit(world: World, records: number): void {
		if (records - this.#checkpoints[this.#checkpoints.length - 1].records < this.#interval) return;
		this.#checkpoints.push(takeCheckpoint(world, records));
		if (this.#checkpoints.length <= MOST) return;
		this.#checkpoints = this.#checkpoints.filter((_, i) => i % 2 === 0);
		this.#interval *= 2;
	}

	/** Entries are applied at the event count that they carry: those made at once keep their order. */
	add(entry: JournalEntry): void {
		this.journal.push(entry);
	}

	/**
	 * A world at the first event boundary at which `at` records or more are written. It is the history's own: look, don't touch.
	 * `seen` is called with the world as it is right after record `at - 1`, in the middle of its event.
	 */
	world(at: number, seen?: (world: World) => void): { world: World; records: number } {
		const scratch = this.#seek(at);
		const { sim, rec } = scratch;
		let shown = false;
		if (seen) {
			rec.watch = (id) => {
				if (id !== at - 1) return;
				shown = true;
				seen(sim.world);
			};
		}
		while (rec.count < at) {
			this.#applyDue(scratch);
			if (rec.count >= at || !sim.step()) break;
		}
		rec.watch = null;
		// Edits made at this very moment belong to it.
		if (rec.count === at) this.#applyDue(scratch, 'edit');
		if (seen && (!shown || rec.count === at)) seen(sim.world);
		return { world: sim.world, records: rec.count };
	}

	#applyDue(scratch: { sim: Simulation; applied: number }, only?: 'edit'): void {
		while (scratch.applied < this.journal.length && this.journal[scratch.applied].events === scratch.sim.world.events) {
			if (only !== undefined && this.journal[scratch.applied].kind !== only) return;
			applyEntry(scratch.sim, this.journal[scratch.applied++]);
		}
	}

	/** The scratch world, somewhere before record `at - 1`. */
	#seek(at: number): { sim: Simulation; rec: ReplayRecorder; applied: number } {
		let nearest = this.#checkpoints[0];
		for (const checkpoint of this.#checkpoints)
			if (checkpoint.records < at || checkpoint.records === 0) nearest = checkpoint;
		const known = this.#scratch;
		if (known !== null && known.rec.count < at && known.rec.count >= nearest.records) return known;
		const rec = new ReplayRecorder();
		rec.count = nearest.records;
		const sim = resume(copyWorld(nearest.world), rec);
		const applied = this.journal.filter((entry) => entry.events < sim.world.events).length;
		this.#scratch = { sim, rec, applied };
		return this.#scratch;
	}

	/**
	 * The world right after the last of `at` records, when nothing has been recorded since: whatever was entered is in it. That
	 * world is the caller's.
	 */
	rewind(at: number): World {
		const { world } = this.world(at);
		if (this.#scratch) this.#applyDue(this.#scratch);
		this.#scratch = null;
		this.#checkpoints = this.#checkpoints.filter((checkpoint) => checkpoint.world.events <= world.events);
		return world;
	}

	/** Forgets what lies beyond the world that it answers, for going on from there. That world is the caller's. */
	cut(at: number): { world: World; records: number } {
		const found = this.world(at);
		this.#scratch = null;
		this.#checkpoints = this.#checkpoints.filter(
			(checkpoint) => checkpoint.records === 0 || checkpoint.records < found.records
		);
		const { events } = found.world;
		const beyond = this.journal.findIndex(
			(entry) => entry.events > events || (entry.events === events && entry.kind !== 'edit')
		);
		if (beyond >= 0) this.journal.length = beyond;
		return found;
	}
}
