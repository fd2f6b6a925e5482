/** A packet list: the frames of a scope that pass a filter, read row by row. */
import { stepLabel } from '../../trace/explanation.ts';
import { filterOf, type FilterFrame, type FilterProblem } from '../../trace/filter/filter.ts';
import { frameColumns, type Context } from '../../wire/dissect.ts';
import { frameClass } from '../../wire/frame-class.ts';
import type { TraceReader } from '../trace-reader.ts';
import { filterFrame } from './filter-frame.ts';
import { follow } from './follow.ts';
import { lastUpTo, SeenFrames } from './frames.ts';
import type { FollowedStream, PacketProgress, PacketQuery, PacketRow } from './query.ts';

/** Frames between two looks at the clock. */
const LOOKS = 16;
/** Records looked through for what a node did with a frame that came in. */
const NEAR = 4096;

export class PacketList {
	/** For details of what is in no list: what the whole lab saw, as long as the trace is the same. */
	#seen: { frames: SeenFrames; cuts: number } | null = null;
	/** How often the trace was cut when the list began. */
	#cuts = -1;
	#reader: TraceReader;
	#frames: SeenFrames | null = null;
	#scope = '';
	#text = '';
	#flow = -1;
	#passes: ((frame: FilterFrame) => boolean) | null = null;
	#problem: FilterProblem | null = null;
	/** Places of the frames that pass. */
	#rows: number[] = [];
	#looked = 0;

	constructor(reader: TraceReader) {
		this.#reader = reader;
	}

	/** Goes on with the list while `more` says that there is time. @param now ns that the world has reached. */
	advance({ scope, filter, flow, generation }: PacketQuery, now: number, more: () => boolean): PacketProgress {
		const frames = this.#ask(`${generation} ${JSON.stringify(scope)}`, scope, filter, flow);
		const grown = frames.grow(now, more);
		for (; this.#looked < frames.count && (this.#looked % LOOKS !== 0 || more()); this.#looked++) {
			const place = this.#looked;
			if (this.#flow >= 0 && this.#reader.trace.flowOf(frames.hops[place]) !== this.#flow) continue;
			if (this.#passes === null || this.#passes(filterFrame(this.#reader, frames, place))) this.#rows.push(place);
		}
		return {
			rows: this.#rows.length,
			looked: this.#looked,
			frames: frames.count,
			done: grown && this.#looked === frames.count,
			problem: this.#problem
		};
	}

	#ask(key: string, scope: PacketQuery['scope'], text: string, flow: number): SeenFrames {
		const another = this.#frames === null || key !== this.#scope;
		if (another) {
			this.#frames = new SeenFrames(this.#reader, scope);
			this.#scope = key;
			this.#cuts = this.#reader.trace.cuts;
		}
		const filter = text === this.#text ? null : filterOf(text);
		this.#problem = filter?.ok === false ? filter.problem : null;
		const changed = filter?.ok === true;
		if (changed) {
			this.#text = text;
			this.#passes = text.trim() === '' ? null : filter.passes;
		}
		if (another || changed || flow !== this.#flow) {
			this.#flow = flow;
			this.#rows = [];
			this.#looked = 0;
		}
		return this.#frames!;
	}

	/**
	 * What the other frames tell of hop `hop`, with their numbers in the list; or in that of the whole lab, where the list doesn't have it.
	 * @param now ns that the world has reached. @param more Whether there is time.
	 */
	contextOf(hop: number, now: number, more: () => boolean): Context | undefined {
		const { cuts } = this.#reader.trace;
		if (this.#frames !== null && this.#cuts === cuts) {
			const found = this.#frames.contextOf(hop, now, more);
			if (found !== undefined) return found;
		}
		if (this.#seen?.cuts !== cuts) this.#seen = { frames: new SeenFrames(this.#reader, { kind: 'lab' }), cuts };
		return this.#seen.frames.contextOf(hop, now, more);
	}

	/** Rows `from` to `from + count` of those that pass. */
	rows(from: number, count: number): PacketRow[] {
		return this.#rows.slice(from, from + count).map((place) => this.#row(place));
	}

	/** The row of hop `hop`, or the last one before it; -1: none. */
	rowOf(hop: number): number {
		const place = this.#frames === null || hop < 0 ? -1 : this.#frames.placeOf(hop);
		return lastUpTo(this.#rows, place);
	}

	#row(place: number): PacketRow {
		const frames = this.#frames!;
		const { trace } = this.#reader;
		const hop = frames.hops[place];
		const raw = trace.readHop(hop);
		const bytes = trace.frame(hop);
		const direction = frames.directionOf(place);
		const own = frames.endOf(place, true);
		const conversation = frames.conversations.of(place);
		// What becomes of it is the matter of whom it comes to.
		const drop = direction === 'in' || this.#frames!.wholeLab ? frames.drops.get(hop) : undefined;
		return {
			number: place + 1,
			hop,
			moment: direction === 'out' ? hop : this.#arrival(hop, raw.arrive),
			time: frames.timeOf(place),
			node: own.node,
			interface: own.interface,
			direction,
			peer: frames.endOf(place, false).node,
			...frameColumns(bytes, bytes.length, frames.conversations.context(place)),
			length: bytes.length,
			class: frameClass(bytes),
			end: raw.lost ? 'lost' : drop === undefined ? '' : 'dropped',
			reason: raw.lost ? 'on the link' : drop === undefined ? '' : stepLabel(trace.factsOf(drop)!),
			stream: conversation?.protocol ?? '',
			streamIndex: conversation?.index ?? -1,
			flow: raw.flow
		};
	}

	/** The first record about the frame of `hop` where it came in. */
	#arrival(hop: number, arrive: number): number {
		const { trace } = this.#reader;
		// Just before the records of that time.
		const first = trace.firstAfter(arrive - 1);
		for (let id = first; id < Math.min(trace.count, first + NEAR) && trace.timeOf(id) === arrive; id++)
			if (!trace.isHop(id) && trace.hopOf(id) === hop) return id;
		return hop;
	}

	/** What the stream of row `row` carried over the link of that row; null: it is of none. */
	follow(row: number): FollowedStream | null {
		return this.#frames === null || this.#rows[row] === undefined
			? null
			: follow(this.#reader.trace, this.#frames, this.#rows[row]);
	}
}
