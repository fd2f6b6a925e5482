/** The journal: what came from outside, in order. With the lab and its seed it determines every byte of a session. */
import { describeAction } from '../lab/actions/registry.ts';
import type { Input, Lab } from '../lab/document.ts';
import { parseTime } from '../net/text.ts';
import { applyLab } from '../sim/configure/apply.ts';
import { nullRecorder } from '../sim/recorder.ts';
import type { Simulation } from '../sim/simulation.ts';

/** An entry is applied between two events: after `events` of them. */
export type JournalEntry = {
	events: number;
	/** ns of virtual time then: for people, it decides nothing. */
	time: number;
} & (
	| { kind: 'input'; input: Input }
	/** An input that is not due yet is taken back. */
	| { kind: 'cancel'; flow: number }
	| { kind: 'edit'; lab: Lab; text: string }
	/** A storm was stopped, or let go on. */
	| { kind: 'halt' }
	| { kind: 'continue' }
);

/** What a person adds to the journal. */
export type Deed = JournalEntry extends infer E ? (E extends JournalEntry ? Omit<E, 'events' | 'time'> : never) : never;

/** Applies an entry to the world that stands where it was made. */
export function applyEntry(sim: Simulation, entry: JournalEntry): void {
	switch (entry.kind) {
		case 'input':
			sim.input(parseTime(entry.input.at), entry.input.node, entry.input.action);
			break;
		case 'cancel':
			sim.cancel(entry.flow);
			break;
		case 'halt':
			sim.halt();
			break;
		case 'edit': {
			// An edit leaves no records: the moment stays where it was, with another network around it.
			const { rec } = sim;
			sim.rec = nullRecorder;
			applyLab(sim, entry.lab);
			sim.rec = rec;
			break;
		}
		case 'continue':
			break;
	}
}

/** In a few words: "ping -c 1 10.0.0.2". */
export function describeEntry(entry: JournalEntry): string {
	switch (entry.kind) {
		case 'input':
			return describeAction(entry.input.action);
		case 'edit':
			return entry.text;
		case 'cancel':
			return 'a planned packet taken back';
		case 'halt':
			return 'storm stopped';
		case 'continue':
			return 'storm let go on';
	}
}

/** Entries that two journals begin with: branches of one session share them. */
export function sharedLength(a: readonly JournalEntry[], b: readonly JournalEntry[]): number {
	let shared = 0;
	while (shared < a.length && shared < b.length && a[shared] === b[shared]) shared++;
	return shared;
}
