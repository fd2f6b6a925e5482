/**
 * A running lab with its trace, its history and its branches: everything that the page can ask for, answered at once. Knows no
 * worker and no clock; whoever holds it says how much to run.
 */
import type { Input, Lab } from '../lab/document.ts';
import type { Packet } from '../kernel/packet.ts';
import type { TraceRecorder } from '../sim/recorder.ts';
import { copyWorld } from '../sim/checkpoint.ts';
import { onlyWakes } from '../sim/queue.ts';
import type { Simulation } from '../sim/simulation.ts';
import type { World } from '../sim/world.ts';
import type { Explanation } from '../trace/explain.ts';
import type { TableMark, Tables, TraceRecord } from '../trace/record.ts';
import { Branches } from './branches.ts';
import { compareTraces, type Comparison } from './compare.ts';
import { testOf, type Condition } from './condition.ts';
import type { Context } from '../wire/dissect.ts';
import { explainRecord, marksOf } from './explain.ts';
import { findRecord } from './find.ts';
import { Flows } from './flows.ts';
import { History, type Found as Past } from './history.ts';
import { applyEntry, sharedLength, type Deed, type JournalEntry } from './journal.ts';
import { Effects } from './effects.ts';
import { LadderIndex, type LadderPage } from './ladder.ts';
import { findLoop } from './loop.ts';
import { momentAt, momentOf, nextHop } from './moments.ts';
import type { Sieve } from './packets/sieve.ts';
import {
	AHEAD,
	type Found,
	type Moment,
	type Progress,
	type Relations,
	type Storm,
	type TimelineRange,
	type TimelineSummary
} from './protocol.ts';
import { relationsOf } from './relations.ts';
import { createSimulation, record, resume } from './run-lab.ts';
import { branchesOf, documentOf, type SessionDocument } from './session-document.ts';
import { readTables } from './tables.ts';
import { Timeline } from './timeline/timeline.ts';
import { translationsOf, type Translation } from './translations.ts';
import { verdictOf, type Verdict } from './verdict/verdict.ts';
import { visitOf, type Visit } from './visit.ts';
import { wayOf, type Way } from './way.ts';
import { TraceReader } from './trace-reader.ts';

/** ns: what a program in the background does before that is waited for. */
const SOON = 30_000_000_000;
/** Events of one slice between two looks at the clock. */
export const SLICE = 256;

export class Session {
	readonly trace: TraceRecorder;
	readonly reader: TraceReader;
	/** Whoever asks for filters puts it here. */
	sieve: Sieve | null = null;
	/** As it was at time 0. */
	readonly #lab: Lab;
	readonly #effects: Effects;
	#ladder: LadderIndex | null = null;
	#sim: Simulation;
	#history: History;
	#branches = new Branches();
	#flows = new Flows();
	#timeline: Timeline;
	/** Edits in the world: the records that were there, and the lab from there on. */
	#edits: { at: number; lab: Lab; text: string }[] = [];
	/** Entries of the journal in the world: those to come are from a file, or from the branch that was gone back to. */
	#applied = 0;
	/** Records looked through for the timeline, and for what became of the flows. */
	#scanned = 0;
	#playhead = 0;
	#storm: Storm | null = null;
	/** It ends with the TTL, so the run goes on. */
	#loop: Storm | null = null;
	/** The storm was let go on: no further alarm. */
	#tolerant = false;

	constructor(lab: Lab) {
		this.#lab = lab;
		this.#sim = createSimulation(lab);
		this.trace = record(this.#sim);
		this.reader = new TraceReader(this.trace, () => this.#sim.world);
		this.#timeline = new Timeline(this.trace);
		this.#effects = new Effects(this.trace);
		this.#history = new History(this.#sim.world);
		this.#watchForLoops();
	}

	/** A session that was saved. It is computed again by `advance`. */
	static restore(document: SessionDocument): Session {
		const session = new Session(document.lab);
		session.#branches.restore(branchesOf(document), document.branch);
		const { journal, at } = session.#branches.current;
		session.#history.journal = journal;
		session.#playhead = at;
		return session;
	}

	save(): SessionDocument {
		this.#keepBranch();
		return documentOf(this.#lab, this.#branches);
	}

	get progress(): Progress {
		const { world } = this.#sim;
		return {
			count: this.trace.count,
			time: world.now,
			quiet: this.#quiet,
			waiting: this.waiting,
			storm: this.#storm,
			loop: this.#loop,
			flows: this.#flows.list,
			events: world.events,
			edits: this.#edits.map(({ at, text }) => ({ at, text })),
			branches: this.#branches.summaries(),
			branch: this.#branches.current.id
		};
	}

	/** Bytes that the checkpoints hold, about. */
	get checkpointBytes(): number {
		return this.#history.bytes;
	}

	/** Entries of the journal are still to come. */
	get #replaying(): boolean {
		return this.#applied < this.#history.journal.length;
	}

	get #due(): boolean {
		const next = this.#history.journal[this.#applied];
		return next !== undefined && next.events === this.#sim.world.events;
	}

	/** Nothing to run for now. */
	get idle(): boolean {
		if (this.waiting) return true;
		return !this.#due && (this.#storm !== null || this.#quiet);
	}

	/**
	 * Nothing is left to happen, or only what nobody waits for: a program in the background that some day does something, such as a DHCP
	 * client with its lease.
	 */
	get #quiet(): boolean {
		if (this.#replaying) return false;
		const { queue, now } = this.#sim.world;
		if (queue.size === 0) return true;
		if (queue.time[queue.heap[0]] - now < SOON || this.#flows.list.some(({ status }) => status === 'running'))
			return false;
		return onlyWakes(queue);
	}

	get waiting(): boolean {
		return this.trace.count >= this.#playhead + AHEAD;
	}

	/** Runs a slice. Answers whether there is more to run. */
	advance(): boolean {
		if (this.waiting) return false;
		while (this.#due) this.#apply(this.#history.journal[this.#applied]);
		// A journal that this network can't come to: it is not one of this lab.
		if (this.#sim.world.queue.size === 0) this.#dropRest();
		if (this.idle) return false;
		const { world } = this.#sim;
		const next = this.#history.journal[this.#applied];
		const most = next === undefined ? SLICE : Math.min(SLICE, next.events - world.events);
		// Up to the next long pause, which may be the end.
		const ran = this.#sim.run(world.now + SOON, most) || this.#sim.run(Infinity, 1);
		if (ran > 0) this.#history.visit(world, this.trace.count);
		this.#scan();
		return !this.idle;
	}

	set playhead(at: number) {
		this.#playhead = at;
		const branch = this.#branches.current;
		branch.seen = Math.max(branch.seen, at);
		branch.at = at;
	}

	/** Adds inputs at the moment `at`. What came after it stays as a branch, if somebody has seen it. */
	input(inputs: readonly Input[], at: number): void {
		this.#goOnFrom(at);
		for (const input of inputs) this.#enter({ kind: 'input', input });
	}

	cancel(flow: number, at: number): void {
		this.#goOnFrom(at);
		this.#enter({ kind: 'cancel', flow });
	}

	/** Goes on from the moment `at` with another lab; what the network has learnt stays. Amidst an event: from its end. */
	edit(lab: Lab, at: number, text: string): void {
		this.#goOnFrom(at);
		this.#enter({ kind: 'edit', lab, text });
	}

	storm(action: 'stop' | 'continue'): void {
		if (this.#storm === null || this.#due) return;
		this.#dropRest();
		this.#enter({ kind: action === 'stop' ? 'halt' : 'continue' });
		this.#scan();
	}

	/** Goes over to another branch. `from`: up to where the traces are the same; `at`: where its playhead was. */
	toBranch(id: number): { from: number; at: number } {
		const wanted = this.#branches.get(id);
		this.#keepBranch();
		const before = this.#history.journal;
		const shared = sharedLength(before, wanted.journal);
		const events = Math.min(before[shared]?.events ?? Infinity, wanted.journal[shared]?.events ?? Infinity);
		let from = this.trace.count;
		if (this.#sim.world.events > events || this.#applied > shared) {
			const past = this.#history.boundary(events, shared);
			from = past.records;
			this.#goBackTo(past);
			for (const entry of before.slice(0, shared)) if (entry.events === events) this.#hear(entry);
		}
		this.#history.journal = wanted.journal;
		this.#branches.current = wanted;
		this.#playhead = wanted.at;
		return { from, at: wanted.at };
	}

	removeBranch(id: number): void {
		this.#branches.remove(id);
	}

	/** The shown branch beside another one. */
	compare(other: number): Comparison {
		this.#keepBranch();
		const { current } = this.#branches;
		const wanted = this.#branches.get(other);
		const shared = sharedLength(current.journal, wanted.journal);
		const events = Math.min(current.journal[shared]?.events ?? Infinity, wanted.journal[shared]?.events ?? Infinity);
		const past = this.#history.past(Math.min(events, this.#sim.world.events), Math.min(shared, this.#applied));
		return compareTraces(this.reader, past, wanted.journal);
	}

	labAt(at: number): Lab {
		return this.#edits.findLast((edit) => edit.at <= at)?.lab ?? this.#lab;
	}

	timeline(range: TimelineRange): TimelineSummary {
		return this.#timeline.summary(range);
	}

	/** @param more Asked now and then whether there is time. */
	find(conditions: readonly Condition[], from: number, dir: 1 | -1, more: () => boolean = () => true): Found {
		const filtered = conditions.some(({ on }) => on === 'filter');
		if (filtered && !this.sieve!.grow(this.#sim.world.now, more))
			return { record: -1, condition: -1, looked: from, done: false };
		const tests = conditions.map((condition) => testOf(condition, this.reader, this.sieve));
		return findRecord(this.#timeline.blocks, tests, from, dir, more);
	}

	records(from: number, count: number): TraceRecord[] {
		const end = Math.min(from + count, this.trace.count);
		const found: TraceRecord[] = [];
		for (let id = Math.max(0, from); id < end; id++) found.push(this.reader.record(id));
		return found;
	}

	moment(at: number): Moment {
		return momentOf(this.reader, at);
	}

	nextHop(at: number, dir: 1 | -1): Moment {
		return nextHop(this.reader, at, dir);
	}

	momentAt(time: number): Moment {
		return momentAt(this.reader, time);
	}

	explain(id: number, context?: Context): Explanation {
		return explainRecord(this.reader, id, context);
	}

	relations(id: number): Relations {
		return relationsOf(this.reader, this.#effects, id);
	}

	ladder(flow: number, from: number, count: number, at: number): LadderPage {
		return this.#ladderOf(flow).page(from, count, at);
	}

	way(id: number): Way {
		return wayOf(this.reader, this.#effects, id);
	}

	visit(id: number): Visit | null {
		return visitOf(this.reader, this.#effects, id);
	}

	translations(flow: number): Translation[] {
		return translationsOf(this.reader, this.#ladderOf(flow).translated());
	}

	/** Of the flow that was looked at last it is kept. */
	#ladderOf(flow: number): LadderIndex {
		if (this.#ladder?.flow !== flow) this.#ladder = new LadderIndex(this.reader, flow);
		return this.#ladder;
	}

	tables(node: string, at: number): { tables: Tables; marks: TableMark[] } {
		let tables: Tables | null = null;
		this.#history.world(at, (world) => (tables = readTables(world, node)));
		return { tables: tables!, marks: at > 0 && at <= this.trace.count ? marksOf(this.reader, at - 1, node) : [] };
	}

	/** As it was last edited. */
	get lab(): Lab {
		return this.#sim.world.lab;
	}

	/** The world at a moment. It is the history's own: look, or copy it. */
	world(at: number): World {
		return this.#history.world(at).world;
	}

	/**
	 * Why flow `flow` failed, and what would have saved it; null while it has not failed. One that is running when nothing is left to
	 * happen waits for ever: it may be meant to, so it is told only of what would have let it end.
	 */
	verdict(flow: number): Verdict | null {
		const summary = this.#flows.list[flow];
		const standing = summary?.status === 'running' && this.#quiet;
		if (summary === undefined || (summary.status !== 'failed' && !standing)) return null;
		const before = copyWorld(this.#history.world(summary.from).world);
		const verdict = verdictOf(this.reader, this.#sim.world.lab, before, flow, summary.from, summary.input);
		return standing && verdict.mends.length === 0 ? null : verdict;
	}

	frame(hop: number): Uint8Array {
		return this.trace.frame(hop);
	}

	#enter(deed: Deed): void {
		const { world } = this.#sim;
		const entry = { ...deed, events: world.events, time: world.now } as JournalEntry;
		this.#history.add(entry);
		this.#apply(entry);
		this.#branches.current.journal = this.#history.journal;
	}

	/** The next entry of the journal, in the world. */
	#apply(entry: JournalEntry): void {
		this.#applied++;
		this.#storm = this.#loop = null;
		this.#hear(entry);
		if (entry.kind === 'input') this.#flows.ask(entry.input, this.trace.count, this.#sim.world.now);
		if (entry.kind === 'edit') this.#edits.push({ at: this.trace.count, lab: entry.lab, text: entry.text });
		applyEntry(this.#sim, entry);
	}

	/** What an entry says of the inputs and of a storm. */
	#hear(entry: JournalEntry): void {
		if (entry.kind === 'cancel') this.#flows.cancel(entry.flow, this.trace.count);
		if (entry.kind === 'halt') this.#flows.stop(this.trace.count);
		if (entry.kind === 'halt' || entry.kind === 'continue') this.#tolerant = entry.kind === 'continue';
	}

	#keepBranch(): void {
		this.#branches.current.journal = this.#history.journal;
	}

	/** The rest of a journal is not to come any more. */
	#dropRest(): void {
		this.#history.journal = this.#history.journal.slice(0, this.#applied);
	}

	/** The main world goes back to `at`. What came after it stays as a branch, if somebody has seen it and it came to something. */
	#goOnFrom(at: number): void {
		if (at >= this.trace.count && !this.#replaying) return this.#toLastRecord();
		this.#keepBranch();
		const past = this.#history.goBack(at);
		const { world, records, applied } = past;
		const branch = this.#branches.current;
		const lost = applied < branch.journal.length || this.#flows.open(world.flows, records);
		if (lost && branch.seen > records)
			this.#branches.fork(applied, { events: world.events, at: records, time: world.now });
		this.#history.journal = branch.journal.slice(0, applied);
		this.#branches.current.journal = this.#history.journal;
		this.#branches.current.seen = records;
		this.#goBackTo(past);
		this.#scan();
	}

	#goBackTo({ world, records, applied }: Past): void {
		this.#timeline.truncate(records);
		this.trace.truncate(records);
		this.#effects.forget();
		this.sieve?.forget();
		this.#ladder = null;
		this.#resume(world);
		const kept = this.#history.journal.slice(0, applied);
		this.#flows.goBack(world.flows, records);
		this.#edits.length = kept.filter(({ kind }) => kind === 'edit').length;
		this.#applied = applied;
		this.#scanned = Math.min(this.#scanned, records);
		this.#storm = this.#loop = null;
		this.#tolerant = kept.findLast(({ kind }) => kind === 'halt' || kind === 'continue')?.kind === 'continue';
	}

	#resume(world: Past['world']): void {
		this.#sim = resume(world, this.trace);
		this.trace.clock = this.#sim;
		this.#watchForLoops();
	}

	/**
	 * What goes on from the end of the trace has nothing to forget. But timers that left no record may have taken the world
	 * further than what was last seen, and nobody has waited for them.
	 */
	#toLastRecord(): void {
		this.#storm = null;
		const { count } = this.trace;
		const last = count === 0 ? 0 : this.trace.timeOf(count - 1);
		if (this.#sim.world.now <= last) return;
		this.#resume(this.#history.rewind(count));
	}

	/** Puts what was recorded on the timeline, and follows what the programs say of how their flows ended. */
	#scan(): void {
		for (; this.#scanned < this.trace.count; this.#scanned++) {
			this.#timeline.add(this.#scanned);
			const facts = this.trace.factsOf(this.#scanned);
			if (facts?.kind === 'app-end' || facts?.kind === 'input')
				this.#flows.hear(this.#scanned, this.trace.flowOf(this.#scanned), facts);
		}
	}

	#watchForLoops(): void {
		this.#sim.onFarTravelled = (packet: Packet) => {
			if (this.#storm !== null || this.#tolerant) return false;
			const found = findLoop(this.reader, packet.hop);
			if (found?.kind === 'routing loop') this.#loop ??= found;
			else this.#storm = found;
			return this.#storm !== null;
		};
	}
}
