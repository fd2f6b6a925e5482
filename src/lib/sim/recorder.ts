/** The trace as it is written: columns, an arena of frame bytes, and typed facts. No prose. */
import type { Recorder } from '../kernel/context.ts';
import type { Netns } from '../kernel/netns.ts';
import type { Packet } from '../kernel/packet.ts';
import type { Facts, Stage, Verdict } from '../trace/steps/types.ts';
import { Arena } from './arena.ts';

const stages: Stage[] = [
	'input',
	'app',
	'socket',
	'device',
	'bridge',
	'prerouting',
	'routing',
	'local-in',
	'forward',
	'local-out',
	'postrouting',
	'neighbour',
	'icmp'
];
const stageNumber = Object.fromEntries(stages.map((stage, i) => [stage, i])) as Record<Stage, number>;
const verdicts: Verdict[] = ['pass', 'drop', 'queue', 'rewrite', 'deliver', 'reply', 'note'];
const verdictNumber = Object.fromEntries(verdicts.map((verdict, i) => [verdict, i])) as Record<Verdict, number>;
const DELIVER = verdictNumber.deliver;

/** The null recorder: nothing is kept and nothing is made for it. */
export const nullRecorder: SimRecorder = {
	on: false,
	step: () => -1,
	hop: () => -1,
	flowOf: () => -1,
	lose: () => {},
	input: () => -1
};

/** What the simulation needs beyond the kernel's view. */
export interface SimRecorder extends Recorder {
	/** A frame is put on a link. Answers its record id. */
	hop(arrive: number, link: number, end: 0 | 1, lost: boolean, packet: Packet): number;
	flowOf(id: number): number;
	/** The frame of hop `id` will not arrive after all. */
	lose(id: number): void;
	/** An input begins: the first record of its flow. */
	input(ns: Netns, flow: number, text: string): number;
}

const INITIAL = 1024;

function wider<T extends Float64Array | Int32Array | Uint8Array>(column: T): T {
	const next = new (column.constructor as new (n: number) => T)(column.length * 2);
	next.set(column as never);
	return next;
}

export interface RawHop {
	id: number;
	time: number;
	arrive: number;
	link: number;
	end: 0 | 1;
	lost: boolean;
	parent: number;
	cause: number;
	flow: number;
	length: number;
}

export interface RawStep {
	id: number;
	time: number;
	ns: number;
	stage: Stage;
	verdict: Verdict;
	hop: number;
	cause: number;
	flow: number;
	facts: Facts;
}

/** Gives records the ids that they had the first time, and keeps none: for replays. */
export class ReplayRecorder implements SimRecorder {
	readonly on = true;
	/** Records so far: the next id. */
	count = 0;
	/** Called with each id as it is given. */
	watch: ((id: number) => void) | null = null;

	step(_ns: Netns, _stage: Stage, _verdict: Verdict, packet: Packet | null): number {
		const id = this.count++;
		if (packet !== null) packet.cause = id;
		if (this.watch !== null) this.watch(id);
		return id;
	}

	hop(_arrive: number, _link: number, _end: 0 | 1, _lost: boolean, packet: Packet): number {
		const id = this.count++;
		packet.hop = id;
		packet.cause = id;
		if (this.watch !== null) this.watch(id);
		return id;
	}

	input(): number {
		const id = this.count++;
		if (this.watch !== null) this.watch(id);
		return id;
	}

	flowOf(): number {
		return -1;
	}

	lose(): void {}
}

/** Keeps everything. */
export class TraceRecorder implements SimRecorder {
	readonly on = true;
	/** Records so far: the next id. */
	count = 0;
	/** How often records were forgotten: what was worked out of them before may be of others now. */
	cuts = 0;
	/** Asked for the time of a step, ns. */
	clock: { readonly now: number };

	#time = new Float64Array(INITIAL);
	#cause = new Int32Array(INITIAL);
	#flow = new Int32Array(INITIAL);
	/** Steps: netns; hops: place in the hop columns. */
	#place = new Int32Array(INITIAL);
	/** Steps: the hop whose frame it is about; hops: the parent hop. */
	#hop = new Int32Array(INITIAL);
	/** 0: a hop; else 1 + stage * 8 + verdict. */
	#tag = new Uint8Array(INITIAL);
	#facts: (Facts | null)[] = [];

	#hops = 0;
	#arrive = new Float64Array(INITIAL);
	#link = new Int32Array(INITIAL);
	#offset = new Float64Array(INITIAL);
	#length = new Int32Array(INITIAL);
	/** Bit 0: the end it left by; bit 1: lost. */
	#flags = new Uint8Array(INITIAL);
	#bytes = new Arena();
	/** Frames that were lost after they had been sent, and how many records there were then. */
	#losses: { id: number; count: number }[] = [];

	constructor(clock: { readonly now: number }) {
		this.clock = clock;
	}

	step(
		ns: Netns,
		stage: Stage,
		verdict: Verdict,
		packet: Packet | null,
		facts: Facts,
		cause?: number,
		own = -1
	): number {
		const from = cause ?? packet?.cause ?? -1;
		const flow = own >= 0 ? own : packet !== null && packet.flow >= 0 ? packet.flow : this.flowOf(from);
		const tag = 1 + stageNumber[stage] * 8 + verdictNumber[verdict];
		const id = this.#store(from, flow, ns.index, packet === null ? -1 : packet.hop, tag, facts);
		if (packet !== null) packet.cause = id;
		return id;
	}

	hop(arrive: number, link: number, end: 0 | 1, lost: boolean, packet: Packet): number {
		if (this.#hops === this.#arrive.length) {
			this.#arrive = wider(this.#arrive);
			this.#link = wider(this.#link);
			this.#offset = wider(this.#offset);
			this.#length = wider(this.#length);
			this.#flags = wider(this.#flags);
		}
		const at = this.#hops++;
		this.#arrive[at] = arrive;
		this.#link[at] = link;
		this.#offset[at] = this.#bytes.append(packet.bytes, packet.length);
		this.#length[at] = packet.length;
		this.#flags[at] = end | (lost ? 2 : 0);
		const id = this.#store(packet.cause, packet.flow, at, packet.hop, 0, null);
		packet.hop = id;
		packet.cause = id;
		return id;
	}

	input(ns: Netns, flow: number, text: string): number {
		return this.#store(-1, flow, ns.index, -1, 1 + verdictNumber.note, { kind: 'input', text });
	}

	#store(cause: number, flow: number, place: number, hop: number, tag: number, facts: Facts | null): number {
		const id = this.count++;
		if (id === this.#time.length) {
			this.#time = wider(this.#time);
			this.#cause = wider(this.#cause);
			this.#flow = wider(this.#flow);
			this.#place = wider(this.#place);
			this.#hop = wider(this.#hop);
			this.#tag = wider(this.#tag);
		}
		this.#time[id] = this.clock.now;
		this.#cause[id] = cause;
		this.#flow[id] = flow;
		this.#place[id] = place;
		this.#hop[id] = hop;
		this.#tag[id] = tag;
		this.#facts.push(facts);
		return id;
	}

	flowOf(id: number): number {
		return id >= 0 && id < this.count ? this.#flow[id] : -1;
	}

	lose(id: number): void {
		if (id < 0 || id >= this.count || this.#tag[id] !== 0 || (this.#flags[this.#place[id]] & 2) !== 0) return;
		this.#flags[this.#place[id]] |= 2;
		this.#losses.push({ id, count: this.count });
	}

	timeOf(id: number): number {
		return this.#time[id];
	}

	factsOf(id: number): Facts | null {
		return this.#facts[id];
	}

	/** A frame ended here. */
	isDrop(id: number): boolean {
		return this.#tag[id] !== 0 && ((this.#tag[id] - 1) & 7) === verdictNumber.drop;
	}

	hopOf(id: number): number {
		return this.#hop[id];
	}

	causeOf(id: number): number {
		return this.#cause[id];
	}

	isHop(id: number): boolean {
		return this.#tag[id] === 0;
	}

	readHop(id: number): RawHop {
		const at = this.#place[id];
		return {
			id,
			time: this.#time[id],
			arrive: this.#arrive[at],
			link: this.#link[at],
			end: (this.#flags[at] & 1) as 0 | 1,
			lost: (this.#flags[at] & 2) !== 0,
			parent: this.#hop[id],
			cause: this.#cause[id],
			flow: this.#flow[id],
			length: this.#length[at]
		};
	}

	readStep(id: number): RawStep {
		const tag = this.#tag[id] - 1;
		return {
			id,
			time: this.#time[id],
			ns: this.#place[id],
			stage: stages[tag >> 3],
			verdict: verdicts[tag & 7],
			hop: this.#hop[id],
			cause: this.#cause[id],
			flow: this.#flow[id],
			facts: this.#facts[id]!
		};
	}

	/** A copy of the bytes of a hop's frame. */
	frame(id: number): Uint8Array {
		const at = this.#place[id];
		return this.#bytes.read(this.#offset[at], this.#length[at]);
	}

	/** The bytes of a hop's frame, to be read at once: no copy. */
	peek(id: number): Uint8Array {
		const at = this.#place[id];
		return this.#bytes.peek(this.#offset[at], this.#length[at]);
	}

	/** A packet came to whom it was for. */
	isDelivery(id: number): boolean {
		return this.#tag[id] > 0 && ((this.#tag[id] - 1) & 7) === DELIVER;
	}

	/** Netns of a step. */
	netnsOf(id: number): number {
		return this.#place[id];
	}

	/** Index of a hop's link. */
	linkOf(id: number): number {
		return this.#link[this.#place[id]];
	}

	/** The first `count` records, as a trace of its own. */
	prefix(count: number, clock: { readonly now: number }): TraceRecorder {
		const copy = new TraceRecorder(clock);
		copy.count = this.count;
		copy.#time = this.#time.slice();
		copy.#cause = this.#cause.slice();
		copy.#flow = this.#flow.slice();
		copy.#place = this.#place.slice();
		copy.#hop = this.#hop.slice();
		copy.#tag = this.#tag.slice();
		copy.#facts = this.#facts.slice();
		copy.#hops = this.#hops;
		copy.#arrive = this.#arrive.slice();
		copy.#link = this.#link.slice();
		copy.#offset = this.#offset.slice();
		copy.#length = this.#length.slice();
		copy.#flags = this.#flags.slice();
		copy.#bytes = this.#bytes.copy();
		copy.#losses = this.#losses.slice();
		copy.truncate(count);
		return copy;
	}

	/** Time when the frame of hop `id` arrives, without making an object. */
	arriveOf(id: number): number {
		return this.#arrive[this.#place[id]];
	}

	/** Forgets record `from` and all after it. */
	truncate(from: number): void {
		if (from >= this.count) return;
		this.cuts++;
		for (let id = from; id < this.count; id++) {
			if (this.#tag[id] !== 0) continue;
			this.#hops = this.#place[id];
			this.#bytes.truncate(this.#offset[this.#hops]);
			break;
		}
		while (this.#losses.length > 0 && this.#losses[this.#losses.length - 1].count >= from) {
			const { id } = this.#losses.pop()!;
			if (id < from) this.#flags[this.#place[id]] &= ~2;
		}
		this.count = from;
		this.#facts.length = from;
	}

	/** Id of the first record later than `time` (ns). */
	firstAfter(time: number): number {
		let low = 0;
		let high = this.count;
		while (low < high) {
			const middle = (low + high) >> 1;
			if (this.#time[middle] <= time) low = middle + 1;
			else high = middle;
		}
		return low;
	}
}
