/**
 * The playhead: walks over the trace that the engine recorded. The engine runs ahead; what is on screen is `at` (how
 * many records have happened) and `now` (virtual time). Frames between two records are plain arrays that the canvas
 * reads; only when another record is shown does anything reactive change.
 */
import type { EngineClient, Moment, Progress } from '../../engine/protocol.ts';
import type { HopRecord, TraceRecord } from '../../trace/record.ts';
import { isLoss } from '../../trace/significance.ts';
import { deadPacket, type DeadPacket } from './dead.ts';
import { firstArrival, GAP_MS, GAP_SHOWN, HOP_MS, rate } from './pace.ts';
import { mostSignificant } from './significance.ts';
import { duration } from './time.ts';
import { RecordWindow } from './window.ts';

export type PlayerEngine = Pick<EngineClient, 'records' | 'moment' | 'nextHop' | 'momentAt' | 'playhead'>;

/** Calls back before the next paint, with the time in ms. */
export type Frames = (callback: (ms: number) => void) => void;

/** Where a walk ends. */
interface Goal {
	at: number;
	time: number;
	/** Record to show there; -1: the most significant of the moment. */
	show: number;
}

/** Records fetched ahead of the playhead. */
const AHEAD = 512;
/** ms of work a frame; what is left is done in the next one, so a storm never stops the page. */
const BUDGET_MS = 6;
/** ms between two changes of what Svelte shows while the playhead runs: nobody reads faster. */
const PUBLISH_MS = 60;
/** Dead packets kept on the canvas; the oldest go first. */
const MOST_DEAD = 60;
/** ms that one frame may move on: after a longer one (a hidden tab, a busy machine) the walk goes on where it was. */
const LONGEST_FRAME = 250;
/** Share of HOP_MS that a hop takes backwards. */
const BACK = 0.55;

export class Player {
	/** Records that have happened at the shown moment. */
	at = $state(0);
	/** Record whose sentence is shown, or -1. */
	shown = $state(-1);
	/** ns; changes with the record, not with each frame. */
	time = $state(0);
	playing = $state(false);
	/** A single hop or step is on its way. */
	stepping = $state(false);
	speed = $state(1);
	/** "1.000 s later", while an idle gap is jumped over. */
	gap = $state('');
	/** It waits for the engine. */
	buffering = $state(false);
	dead = $state.raw<DeadPacket[]>([]);

	readonly window: RecordWindow;
	/** ns, every frame anew. */
	now = 0;
	/** What may be on the way; each is drawn while time <= now < arrive. */
	flying: HopRecord[] = [];

	#engine: PlayerEngine;
	#frames: Frames;
	#progress: Progress | null = null;
	#position = 0;
	#shown = -1;
	/** Frame at which Svelte was told last, ms. */
	#published = 0;
	#goal: Goal | null = null;
	#back: { moment: Moment; from: number; left: number; total: number; show: number } | null = null;
	#gapLeft = 0;
	#hopMs: number | null = null;
	#running = false;
	#last = -1;
	/** Goes up with everything that a person does, so that a late answer moves nothing. */
	#deed = 0;
	#told = -1;
	/** Flows that began and ended while Play ran: when all have ended, Play rests before the next idle time. */
	#begun = new Set<number>();
	#ended = new Set<number>();
	#listeners = new Set<() => void>();

	constructor(engine: PlayerEngine, frames: Frames = (callback) => requestAnimationFrame(callback)) {
		this.#engine = engine;
		this.#frames = frames;
		this.window = new RecordWindow((from, count) => engine.records(from, count));
	}

	/** Called at every frame while something moves, and once when it comes to rest. For what is drawn outside Svelte. */
	onFrame(listener: () => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	get moving(): boolean {
		return this.#running;
	}

	get count(): number {
		return this.#progress?.count ?? 0;
	}

	/** The engine has come further. */
	progress(progress: Progress): void {
		this.#progress = progress;
		if (this.buffering) this.#run();
	}

	/** The trace from `at` on was cut or replaced (a new input, an edit). The playhead stays, at `at` or before. */
	cut(at: number, progress: Progress): void {
		this.#deed++;
		this.window.cut(at);
		this.#progress = progress;
		this.#goal = null;
		this.#back = null;
		this.#told = -1;
		this.dead = this.dead.filter((d) => d.record < at);
		this.flying = this.flying.filter((hop) => hop.id < at && hop.arrive > this.now);
		if (this.#position > at) {
			this.#position = at;
			this.#shown = at - 1;
		}
		this.#publish();
	}

	/** A new world: everything from the start. */
	reset(progress: Progress): void {
		this.#position = 0;
		this.now = 0;
		this.flying = [];
		this.dead = [];
		this.gap = '';
		this.playing = this.stepping = this.buffering = false;
		this.#shown = -1;
		this.cut(0, progress);
	}

	/** @param hopMs ms of screen time a hop for this run only. */
	play(hopMs?: number): void {
		this.#begin();
		this.#hopMs = hopMs ?? null;
		this.#begun.clear();
		this.#ended.clear();
		this.playing = true;
		this.#run();
	}

	pause(): void {
		this.#deed++;
		this.#settleBack();
		this.#goal = null;
		this.playing = this.stepping = this.buffering = false;
		this.gap = '';
		this.#gapLeft = 0;
		this.#hopMs = null;
		this.#publish();
	}

	async stepHop(direction: 1 | -1): Promise<void> {
		const deed = this.#begin();
		const moment = await this.#engine.nextHop(this.#position, direction);
		if (deed !== this.#deed) return;
		await this.#walk(moment, -1, deed);
	}

	async stepDecision(direction: 1 | -1): Promise<void> {
		const deed = this.#begin();
		const to = this.#position + direction;
		if (to < 0 || to > this.count) return;
		if (direction === -1) {
			const moment = await this.#engine.moment(to);
			if (deed === this.#deed) await this.#walk(moment, to - 1, deed);
			return;
		}
		await this.window.want(this.#position, to);
		const record = this.window.get(this.#position);
		if (deed !== this.#deed || !record) return;
		await this.#walk({ at: to, time: record.time, inFlight: [], next: -1 }, to - 1, deed);
	}

	/** To just after record `id`, showing it. */
	async jump(id: number): Promise<void> {
		const deed = this.#begin();
		const moment = await this.#engine.moment(Math.max(0, Math.min(id + 1, this.count)));
		if (deed === this.#deed) await this.#arrive(moment, id, moment.time, deed);
	}

	/** To virtual time `ns`. */
	async seek(ns: number): Promise<void> {
		const deed = this.#begin();
		const moment = await this.#engine.momentAt(Math.max(0, ns));
		if (deed !== this.#deed) return;
		const latest = moment.inFlight.length ? Math.min(...moment.inFlight.map((hop) => hop.arrive)) : moment.time;
		await this.#arrive(moment, -1, Math.max(moment.time, Math.min(ns, latest)), deed);
	}

	async toStart(): Promise<void> {
		await this.jump(-1);
	}

	async toEnd(): Promise<void> {
		await this.jump(this.count - 1);
	}

	/** Shows a record without going there, such as a selected packet's. */
	look(record: number): void {
		this.#shown = record;
		this.#publish();
	}

	dismiss(packet: number): void {
		this.dead = this.dead.filter((d) => d.packet !== packet);
		this.#tell();
	}

	dismissAll(): void {
		this.dead = [];
		this.#tell();
	}

	/** Ends what is going on, at its goal if it has one, and answers the number of the new deed. */
	#begin(): number {
		this.#settleBack();
		if (this.#goal) this.#finish();
		this.playing = this.stepping = this.buffering = false;
		this.gap = '';
		this.#gapLeft = 0;
		this.#hopMs = null;
		return ++this.#deed;
	}

	/** Animated to a moment nearby, forwards or backwards. */
	async #walk(moment: Moment, show: number, deed: number): Promise<void> {
		const low = Math.min(moment.at, this.#position);
		await this.window.want(Math.max(0, low - 64), Math.max(moment.at, this.#position));
		if (deed !== this.#deed) return;
		if (moment.at === this.#position && moment.time <= this.now) return;
		if (moment.at >= this.#position) this.#goal = { at: moment.at, time: moment.time, show };
		else {
			const between: HopRecord[] = [];
			for (let id = moment.at; id < this.#position; id++) {
				const record = this.window.get(id);
				if (record?.type === 'hop' && record.arrive > moment.time) between.push(record);
			}
			const moves = this.now > moment.time && (between.length > 0 || moment.inFlight.length > 0);
			const known = new Set(this.flying.map((hop) => hop.id));
			this.flying = [...this.flying, ...[...moment.inFlight, ...between].filter((hop) => !known.has(hop.id))];
			const total = moves ? (HOP_MS * BACK) / this.speed : 0;
			this.#back = { moment, from: this.now, left: total, total, show };
			this.dead = this.dead.filter((d) => d.record < moment.at);
		}
		this.stepping = true;
		this.#run();
	}

	/** At once, without a way. */
	async #arrive(moment: Moment, show: number, now: number, deed: number): Promise<void> {
		const from = this.#position;
		await this.window.want(moment.at - 64, moment.at + 1);
		if (deed !== this.#deed) return;
		if (moment.at < from) this.dead = this.dead.filter((d) => d.record < moment.at);
		else if (moment.at - from <= 4 * AHEAD) {
			await this.window.want(from, moment.at);
			if (deed !== this.#deed) return;
			for (let id = from; id < moment.at; id++) {
				const record = this.window.get(id);
				if (record && isLoss(record)) this.#die(record);
			}
		}
		this.#position = moment.at;
		this.now = now;
		this.flying = [...moment.inFlight];
		this.#shown = show >= 0 ? show : mostSignificant((id) => this.window.get(id), moment.at);
		this.#publish();
	}

	#run(): void {
		if (this.#running) return;
		this.#running = true;
		this.#last = -1;
		this.#frames(this.#frame);
	}

	#frame = (ms: number): void => {
		const passed = this.#last < 0 ? 16 : Math.min(ms - this.#last, LONGEST_FRAME);
		this.#last = ms;
		const more = this.#back ? this.#goBack(passed) : this.#advance(passed);
		this.#running = more;
		this.#publish();
		if (more) this.#frames(this.#frame);
	};

	/** One frame backwards. */
	#goBack(ms: number): boolean {
		const back = this.#back!;
		back.left -= ms;
		if (back.left <= 0) {
			this.#settleBack();
			return false;
		}
		this.now = back.moment.time + (back.from - back.moment.time) * (back.left / back.total);
		return true;
	}

	#settleBack(): void {
		const back = this.#back;
		if (!back) return;
		this.#back = null;
		this.#position = back.moment.at;
		this.now = back.moment.time;
		this.flying = [...back.moment.inFlight];
		this.#shown = back.show >= 0 ? back.show : mostSignificant((id) => this.window.get(id), this.#position);
		this.stepping = false;
		this.#publish();
	}

	/** One frame forwards. Answers whether there is more to do. */
	#advance(ms: number): boolean {
		if (!this.playing && !this.#goal) return false;
		const end = performance.now() + BUDGET_MS;
		let left = ms;
		let taken = false;
		this.buffering = false;
		while (performance.now() < end) {
			if (this.#gapLeft > 0) {
				const spent = Math.min(left, this.#gapLeft);
				this.#gapLeft -= spent;
				left -= spent;
				if (this.#gapLeft > 0) return true;
				this.gap = '';
			}
			const goal = this.#goal;
			const limit = goal ? goal.at : this.count;
			if (goal && this.#position >= goal.at && this.now >= goal.time) {
				this.#finish();
				return false;
			}
			const next = this.#position < limit ? this.window.get(this.#position) : undefined;
			if (!next && this.#position < limit) {
				this.#fetch();
				break;
			}
			if (next && next.time <= this.now) {
				this.#take(next);
				taken = true;
				continue;
			}
			const upcoming = next ? next.time : goal ? goal.time : Infinity;
			const until = Math.max(this.now, Math.min(upcoming, firstArrival(this.flying)));
			if (until === Infinity) {
				if (this.#progress?.quiet || this.#progress?.storm) {
					this.playing = false;
					this.#hopMs = null;
				} else this.buffering = true;
				break;
			}
			const speed = rate(this.flying, (this.#hopMs ?? HOP_MS) / this.speed);
			if (speed === 0) {
				const gap = until - this.now;
				if (gap >= GAP_SHOWN && this.#done()) {
					this.playing = false;
					this.#hopMs = null;
					break;
				}
				this.now = until;
				if (gap >= GAP_SHOWN && this.#position > 0) {
					this.gap = `${duration(gap)} later`;
					this.#gapLeft = GAP_MS;
				}
				continue;
			}
			const needed = (until - this.now) / speed;
			if (needed > left) {
				this.now += left * speed;
				break;
			}
			left -= needed;
			this.now = until;
			this.#land();
		}
		if (taken && !this.#goal) this.#shown = mostSignificant((id) => this.window.get(id), this.#position);
		void this.window.want(this.#position, Math.min(this.count, this.#position + AHEAD));
		return this.playing ? !this.buffering : this.#goal !== null;
	}

	/** The goal is reached, or is to be reached at once. */
	#finish(): void {
		const goal = this.#goal!;
		for (; this.#position < goal.at;) {
			const record = this.window.get(this.#position);
			if (!record) break;
			this.#take(record);
		}
		this.now = Math.max(this.now, goal.time);
		this.#land();
		this.#goal = null;
		this.stepping = false;
		this.#shown = goal.show >= 0 ? goal.show : mostSignificant((id) => this.window.get(id), this.#position);
		this.#publish();
	}

	#fetch(): void {
		this.buffering = true;
		const deed = this.#deed;
		void this.window.want(this.#position, Math.min(this.count, this.#position + AHEAD)).then(() => {
			if (deed === this.#deed && (this.playing || this.#goal)) this.#run();
		});
	}

	/** What was sent during this run has come to its end. */
	#done(): boolean {
		return this.playing && this.#ended.size > 0 && [...this.#begun].every((flow) => this.#ended.has(flow));
	}

	#take(record: TraceRecord): void {
		this.#position = record.id + 1;
		if (record.flow >= 0 && this.#progress?.flows[record.flow]?.from === record.id) this.#begun.add(record.flow);
		if (record.type === 'step' && record.facts.kind === 'app-end') this.#ended.add(record.flow);
		if (record.type === 'hop') {
			if (record.arrive > this.now) this.flying.push(record);
		} else if (isLoss(record)) this.#die(record);
	}

	/** Takes frames that have arrived off the links. */
	#land(): void {
		if (!this.flying.some((hop) => hop.arrive <= this.now)) return;
		this.flying = this.flying.filter((hop) => hop.arrive > this.now);
	}

	#die(record: TraceRecord): void {
		if (record.type !== 'step') return;
		const hop = this.window.get(record.hop);
		const dead = deadPacket(record, hop?.type === 'hop' ? hop : undefined);
		this.dead = [...this.dead.filter((d) => d.packet !== dead.packet), dead].slice(-MOST_DEAD);
	}

	/** Puts what has changed where Svelte sees it, and tells those that draw by themselves. */
	#publish(): void {
		this.#tell();
		if (this.#running && this.#last >= 0 && this.#last - this.#published < PUBLISH_MS) return;
		this.#published = this.#last;
		if (this.at !== this.#position) this.at = this.#position;
		if (this.shown !== this.#shown) this.shown = this.#shown;
		const record = this.window.get(this.#position - 1);
		const time = Math.max(record?.time ?? 0, this.#running ? 0 : this.now);
		if (this.time !== time) this.time = time;
		if (Math.abs(this.#position - this.#told) > 200 || !this.#running) {
			this.#told = this.#position;
			this.#engine.playhead(this.#position);
		}
	}

	#tell(): void {
		for (const listener of this.#listeners) listener();
	}
}
