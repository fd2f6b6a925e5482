/**
 * A running lab with its trace and its history: everything that the page can ask for, answered at once. Knows no worker
 * and no clock; whoever holds it says how much to run.
 */
import type { Input, Lab } from '../lab/document.ts';
import { parseTime } from '../net/text.ts';
import { describeAction } from '../lab/actions/registry.ts';
import type { Packet } from '../kernel/packet.ts';
import type { TraceRecorder } from '../sim/recorder.ts';
import { copyWorld } from '../sim/checkpoint.ts';
import type { Simulation } from '../sim/simulation.ts';
import type { Explanation } from '../trace/explain.ts';
import type { TableMark, Tables, TraceRecord } from '../trace/record.ts';
import { explainRecord, marksOf } from './explain.ts';
import { applyEntry, History, type JournalEntry } from './history.ts';
import { findLoop } from './loop.ts';
import { momentAt, momentOf, nextHop } from './moments.ts';
import { AHEAD, type FlowSummary, type Moment, type Progress, type Storm } from './protocol.ts';
import { createSimulation, record, resume } from './run-lab.ts';
import { readTables } from './tables.ts';
import { verdictOf, type Verdict } from './verdict/verdict.ts';
import { TraceReader } from './trace-reader.ts';

/** Events of one slice between two looks at the clock. */
export const SLICE = 256;

export class Session {
	readonly trace: TraceRecorder;
	readonly reader: TraceReader;
	#sim: Simulation;
	#history: History;
	#flows: FlowSummary[] = [];
	/** Records looked through for what became of the flows. */
	#scanned = 0;
	#playhead = 0;
	#storm: Storm | null = null;
	/** The storm was let go on: no further alarm until the trace is cut. */
	#tolerant = false;

	constructor(lab: Lab) {
		this.#sim = createSimulation(lab);
		this.trace = record(this.#sim);
		this.reader = new TraceReader(this.trace, () => this.#sim.world);
		this.#history = new History(this.#sim.world);
		this.#watchForLoops();
	}

	get progress(): Progress {
		const { world } = this.#sim;
		return {
			count: this.trace.count,
			time: world.now,
			quiet: world.queue.size === 0,
			waiting: this.waiting,
			storm: this.#storm,
			flows: this.#flows,
			events: world.events
		};
	}

	/** Nothing to run for now. */
	get idle(): boolean {
		return this.#storm !== null || this.#sim.world.queue.size === 0 || this.waiting;
	}

	get waiting(): boolean {
		return this.trace.count >= this.#playhead + AHEAD;
	}

	/** Runs a slice. Answers whether there is more to run. */
	advance(): boolean {
		if (this.idle) return false;
		this.#sim.run(Infinity, SLICE);
		this.#history.visit(this.#sim.world, this.trace.count);
		this.#scan();
		return !this.idle;
	}

	set playhead(at: number) {
		this.#playhead = at;
	}

	/** Adds inputs at the moment `at`; the trace beyond it is cut. */
	input(inputs: readonly Input[], at: number): void {
		this.#cut(at);
		for (const input of inputs) {
			const { world } = this.#sim;
			this.#flows.push({
				flow: world.flows,
				input,
				text: describeAction(input.action),
				from: this.trace.count,
				status: 'running',
				result: ''
			});
			this.#enter({
				kind: 'input',
				events: world.events,
				delay: parseTime(input.at),
				node: input.node,
				action: input.action
			});
		}
	}

	/** Goes on from the moment `at` with another lab; what the network has learnt stays. */
	edit(lab: Lab, at: number, text: string): void {
		this.#cut(at);
		this.#enter({ kind: 'edit', events: this.#sim.world.events, lab, text });
	}

	storm(action: 'stop' | 'continue'): void {
		if (this.#storm === null) return;
		this.#storm = null;
		this.#tolerant = action === 'continue';
		if (action === 'continue') return;
		this.#enter({ kind: 'halt', events: this.#sim.world.events });
		for (const flow of this.#flows) {
			if (flow.status === 'running') Object.assign(flow, { status: 'failed', result: 'stopped' });
		}
		this.#scan();
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

	explain(id: number): Explanation {
		return explainRecord(this.reader, id);
	}

	tables(node: string, at: number): { tables: Tables; marks: TableMark[] } {
		let tables: Tables | null = null;
		this.#history.world(at, (world) => (tables = readTables(world, node)));
		return { tables: tables!, marks: at > 0 && at <= this.trace.count ? marksOf(this.reader, at - 1, node) : [] };
	}

	/** Why flow `flow` failed, and what would have saved it; null while it has not failed. */
	verdict(flow: number): Verdict | null {
		const summary = this.#flows[flow];
		if (summary?.status !== 'failed') return null;
		const before = copyWorld(this.#history.world(summary.from).world);
		return verdictOf(this.reader, this.#sim.world.lab, before, flow, summary.from, summary.input);
	}

	frame(hop: number): Uint8Array {
		return this.trace.frame(hop);
	}

	#enter(entry: JournalEntry): void {
		this.#history.add(entry);
		applyEntry(this.#sim, entry);
	}

	/** The main world goes back to `at`, and what came after it is forgotten. */
	#cut(at: number): void {
		if (at >= this.trace.count) return this.#toLastRecord();
		const found = this.#history.cut(at);
		this.trace.truncate(found.records);
		this.#sim = resume(found.world, this.trace);
		this.trace.clock = this.#sim;
		this.#watchForLoops();
		this.#flows = this.#flows.slice(0, found.world.flows);
		for (const flow of this.#flows)
			if (flow.status !== 'running') Object.assign(flow, { status: 'running', result: '' });
		this.#scanned = 0;
		this.#storm = null;
		this.#tolerant = false;
		this.#scan();
	}

	/**
	 * What goes on from the end of the trace has nothing to forget. But timers that left no record may have taken the world
	 * further than what was last seen, and nobody has waited for them.
	 */
	#toLastRecord(): void {
		this.#storm = null;
		const { count } = this.trace;
		const last = count === 0 ? 0 : this.reader.record(count - 1).time;
		if (this.#sim.world.now <= last) return;
		this.#sim = resume(this.#history.rewind(count), this.trace);
		this.trace.clock = this.#sim;
		this.#watchForLoops();
	}

	/** Follows what the programs say of how their flows ended. */
	#scan(): void {
		for (; this.#scanned < this.trace.count; this.#scanned++) {
			const facts = this.trace.factsOf(this.#scanned);
			if (facts === null || facts.kind !== 'app-end') continue;
			const flow = this.#flows[this.trace.flowOf(this.#scanned)];
			if (flow) Object.assign(flow, { status: facts.ok ? 'ok' : 'failed', result: facts.result });
		}
	}

	#watchForLoops(): void {
		this.#sim.onFarTravelled = (packet: Packet) => {
			if (this.#storm !== null || this.#tolerant) return false;
			this.#storm = findLoop(this.reader, packet.hop);
			return this.#storm !== null;
		};
	}
}
