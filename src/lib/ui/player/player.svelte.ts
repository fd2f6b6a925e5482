/**
 * The playhead: walks over the trace that the engine recorded. The engine runs ahead; what is on screen is `at` (how
 * many records have happened) and `now` (virtual time). Frames between two records are plain arrays that the canvas
 * reads; only when another record is shown does anything reactive change.
 */
import type { Condition } from '../../engine/condition.ts';
import type { EngineClient, Moment, Progress } from '../../engine/protocol.ts';
import type { HopRecord } from '../../trace/record.ts';
import type { DeadPacket } from './dead.ts';
import { BACK_SHARE, HOP_MS } from './pace.ts';
import { Guard } from './guard.ts';
import { Walk } from './walk.ts';
import { WayBack } from './way-back.ts';
import { RecordWindow } from './window.ts';

export type PlayerEngine = Pick<EngineClient, 'records' | 'moment' | 'nextHop' | 'momentAt' | 'playhead' | 'find'>;

/** Why it stands here. */
export interface Stopped {
	record: number;
	condition: Condition;
	/** It was met on the way, by Play; otherwise it was run to. */
	breakpoint: boolean;
}

/** Calls back before the next paint, with the time in ms. */
export type Frames = (callback: (ms: number) => void) => void;

/** Where a single hop or step ends. */
interface Goal {
	at: number;
	time: number;
	/** Record to show there; -1: the most significant of the moment. */
	show: number;
}

/** Records fetched ahead of the playhead. */
const AHEAD = 512;
/** A jump over no more records than this finds the packets that died on the way. */
const LOOKED_THROUGH = 2048;
/** ms that one frame may move on: after a longer one (a hidden tab, a busy machine) the walk goes on where it was. */
const LONGEST_FRAME = 250;
/** ms between two changes of what Svelte shows while the playhead runs: nobody reads faster. */
const PUBLISH_MS = 60;
/** Records between two words to the engine of where the playhead is. */
const TELL_ENGINE = 200;

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
	/** A breakpoint or the end of "run until", until something else is done. */
	stopped = $state.raw<Stopped | null>(null);

	readonly window: RecordWindow;

	#engine: PlayerEngine;
	#frames: Frames;
	#walk: Walk;
	#guard: Guard;
	#progress: Progress | null = null;
	#shown = -1;
	#goal: Goal | null = null;
	#back: WayBack | null = null;
	/** ms a hop for this run only. */
	#hopMs: number | null = null;
	#running = false;
	/** ms; -1: the next frame is the first. */
	#lastFrame = -1;
	#published = 0;
	#told = -1;
	/** Goes up with everything that a person does, so that a late answer moves nothing. */
	#deed = 0;
	#listeners = new Set<() => void>();

	constructor(engine: PlayerEngine, frames: Frames = (callback) => requestAnimationFrame(callback)) {
		this.#engine = engine;
		this.#frames = frames;
		this.window = new RecordWindow((from, count) => engine.records(from, count));
		this.#walk = new Walk(this.window);
		this.#guard = new Guard(engine);
	}

	/** What Play stops at. */
	set breakpoints(conditions: readonly Condition[]) {
		this.#guard.conditions = conditions;
		if (this.playing) this.#watchAhead();
	}

	/** ns, every frame anew. */
	get now(): number {
		return this.#walk.now;
	}

	/** What may be on the links; each is drawn while time <= now < arrive. */
	get flying(): readonly HopRecord[] {
		return this.#walk.flying;
	}

	get moving(): boolean {
		return this.#running;
	}

	/** Called at every frame while something moves, and once when it comes to rest. For what is drawn outside Svelte. */
	onFrame(listener: () => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/** The engine has come further. */
	progress(progress: Progress): void {
		this.#progress = progress;
		this.#walk.flows = progress.flows;
		if (this.playing) this.#watchAhead();
		if (this.buffering) this.#run();
	}

	/** The trace from `at` on was cut or replaced (a new input, an edit). The playhead stays, at `at` or before. */
	cut(at: number, progress: Progress): void {
		this.#deed++;
		this.#goal = null;
		this.#back = null;
		this.#told = -1;
		this.stopped = null;
		this.#guard.reset();
		this.#progress = progress;
		this.#walk.flows = progress.flows;
		if (this.#walk.position > at) this.#shown = at - 1;
		this.window.cut(at);
		this.#walk.cut(at);
		this.#publish();
	}

	/** A new world: everything from the start. */
	reset(progress: Progress): void {
		this.#stop();
		this.#walk.goTo({ at: 0, time: 0, inFlight: [], next: -1 });
		this.#shown = -1;
		this.cut(0, progress);
	}

	/** @param hopMs ms of screen time a hop for this run only. */
	play(hopMs?: number): void {
		this.#begin();
		this.#hopMs = hopMs ?? null;
		this.playing = true;
		this.#guard.reset(this.#walk.position);
		this.#watchAhead();
		this.#run();
	}

	pause(): void {
		this.#deed++;
		this.#settleBack();
		this.#goal = null;
		this.#stop();
		this.#publish();
	}

	async stepHop(direction: 1 | -1): Promise<void> {
		const deed = this.#begin();
		const moment = await this.#engine.nextHop(this.#walk.position, direction);
		if (deed === this.#deed) await this.#stepTo(moment, -1, deed);
	}

	async stepDecision(direction: 1 | -1): Promise<void> {
		const deed = this.#begin();
		const from = this.#walk.position;
		const to = from + direction;
		if (to < 0 || to > this.#count) return;
		if (direction === -1) {
			const moment = await this.#engine.moment(to);
			if (deed === this.#deed) await this.#stepTo(moment, to - 1, deed);
			return;
		}
		await this.window.want(from, to);
		const record = this.window.get(from);
		if (deed !== this.#deed || !record) return;
		await this.#stepTo({ at: to, time: record.time, inFlight: [], next: -1 }, from, deed);
	}

	/** To just after record `id`, showing it. */
	async jump(id: number): Promise<void> {
		const deed = this.#begin();
		const moment = await this.#engine.moment(Math.max(0, Math.min(id + 1, this.#count)));
		if (deed === this.#deed) await this.#jumpTo(moment, id, moment.time, deed);
	}

	/** To the moment `at`, showing what it would have shown on the way there. */
	async goTo(at: number): Promise<void> {
		const deed = this.#begin();
		const moment = await this.#engine.moment(Math.max(0, Math.min(at, this.#count)));
		if (deed === this.#deed) await this.#jumpTo(moment, -1, moment.time, deed);
	}

	/** To virtual time `ns`. */
	async seek(ns: number): Promise<void> {
		const deed = this.#begin();
		const moment = await this.#engine.momentAt(Math.max(0, ns));
		if (deed !== this.#deed) return;
		const latest = moment.inFlight.length ? Math.min(...moment.inFlight.map((hop) => hop.arrive)) : moment.time;
		await this.#jumpTo(moment, -1, Math.max(moment.time, Math.min(ns, latest)), deed);
	}

	/** What happens up to `at` has happened, whether it plays or not. */
	async passTo(at: number): Promise<void> {
		const walk = this.#walk;
		if (at <= walk.position) return;
		const deed = this.#deed;
		await this.window.want(walk.position, at);
		if (deed !== this.#deed) return;
		walk.finish({ at, time: this.window.get(at - 1)?.time ?? 0 });
		this.#shown = walk.significant();
		this.#published = -Infinity;
		this.#publish();
	}

	async toStart(): Promise<void> {
		await this.jump(-1);
	}

	async toEnd(): Promise<void> {
		await this.jump(this.#count - 1);
	}

	/** Shows a record without going there, such as a selected packet's. */
	look(record: number): void {
		this.#shown = record;
		this.#publish();
	}

	dismiss(packet: number): void {
		this.#walk.dead = this.#walk.dead.filter((one) => one.packet !== packet);
		this.#publish();
	}

	dismissAll(): void {
		this.#walk.dead = [];
		this.#publish();
	}

	get #count(): number {
		return this.#progress?.count ?? 0;
	}

	/** Ends what is going on, at its goal if it has one, and answers the number of the new deed. */
	#begin(): number {
		this.#settleBack();
		if (this.#goal) this.#settleGoal();
		this.#stop();
		this.stopped = null;
		return ++this.#deed;
	}

	/** Looks for the next breakpoint among what the engine has recorded. */
	#watchAhead(): void {
		const deed = this.#deed;
		void this.#guard.look(this.#count).then(
			() => {
				if (deed === this.#deed && this.buffering) this.#run();
			},
			// The trace was cut meanwhile.
			() => {}
		);
	}

	#stop(): void {
		this.playing = this.stepping = this.buffering = false;
		this.#hopMs = null;
		this.#walk.begin();
	}

	/** To a moment nearby, forwards or backwards, seen on the way. */
	async #stepTo(moment: Moment, show: number, deed: number): Promise<void> {
		const walk = this.#walk;
		const low = Math.min(moment.at, walk.position);
		await this.window.want(low - 64, Math.max(moment.at, walk.position));
		if (deed !== this.#deed || (moment.at === walk.position && moment.time <= walk.now)) return;
		if (moment.at >= walk.position) this.#goal = { at: moment.at, time: moment.time, show };
		else this.#back = new WayBack(walk, this.window, moment, show, (HOP_MS * BACK_SHARE) / this.speed);
		this.stepping = true;
		this.#run();
	}

	/** At once, without a way. */
	async #jumpTo(moment: Moment, show: number, now: number, deed: number): Promise<void> {
		const from = this.#walk.position;
		const near = moment.at > from && moment.at - from <= LOOKED_THROUGH;
		await this.window.want((near ? from : moment.at) - 64, moment.at + 1);
		if (deed !== this.#deed) return;
		if (near) this.#walk.findDead(from, moment.at);
		this.#walk.goTo(moment, now);
		this.#shown = show >= 0 ? show : this.#walk.significant();
		this.#publish();
	}

	#run(): void {
		if (this.#running) return;
		this.#running = true;
		this.#lastFrame = -1;
		this.#frames(this.#frame);
	}

	#frame = (ms: number): void => {
		const passed = this.#lastFrame < 0 ? 16 : Math.min(ms - this.#lastFrame, LONGEST_FRAME);
		this.#lastFrame = ms;
		this.#running = this.#back ? this.#backward(passed) : this.#forward(passed);
		this.#publish();
		if (this.#running) this.#frames(this.#frame);
	};

	/** One frame backwards. Answers whether there is more to do, as `#forward` does. */
	#backward(ms: number): boolean {
		if (this.#back!.go(this.#walk, ms)) return true;
		this.#settleBack();
		return false;
	}

	#forward(ms: number): boolean {
		const goal = this.#goal;
		if (!this.playing && !goal) return false;
		const walk = this.#walk;
		const before = walk.position;
		const { hit, clear } = this.#guard;
		const stop = !goal && hit !== null;
		const went = walk.forward(ms, {
			at: goal?.at ?? Math.min(this.#count, clear),
			time: goal?.time ?? (stop ? 0 : Infinity),
			hopMs: (this.#hopMs ?? HOP_MS) / this.speed,
			rests: !goal
		});
		if (!goal && walk.position > before) this.#shown = walk.significant();
		// As far as it is known that no breakpoint is there.
		const unsure = !goal && went === 'end' && clear < this.#count;
		if (unsure) this.#watchAhead();
		this.buffering = went === 'missing' || unsure || (went === 'end' && !this.#ended);
		const wanted = this.window.want(walk.position, Math.min(this.#count, walk.position + AHEAD));
		if (went === 'missing') this.#goOnAfter(wanted);
		if (went === 'there' && goal) this.#settleGoal();
		else if (went === 'there' && hit !== null) {
			this.#stop();
			this.#shown = hit.record;
			this.stopped = { ...hit, breakpoint: true };
		}
		if (went === 'rest' || (went === 'end' && this.#ended && !unsure)) this.#stop();
		return went === 'on';
	}

	/** No record will follow by itself. */
	get #ended(): boolean {
		return this.#progress === null || this.#progress.quiet || this.#progress.storm !== null;
	}

	#goOnAfter(records: Promise<void>): void {
		const deed = this.#deed;
		void records.then(
			() => {
				if (deed === this.#deed && (this.playing || this.#goal)) this.#run();
			},
			() => this.pause()
		);
	}

	/** The goal is reached, or is to be reached at once. */
	#settleGoal(): void {
		const goal = this.#goal!;
		this.#goal = null;
		this.stepping = false;
		this.#walk.finish(goal);
		this.#shown = goal.show >= 0 ? goal.show : this.#walk.significant();
		this.#publish();
	}

	#settleBack(): void {
		const back = this.#back;
		if (!back) return;
		this.#back = null;
		this.stepping = false;
		this.#walk.goTo(back.moment);
		this.#shown = back.show >= 0 ? back.show : this.#walk.significant();
		this.#publish();
	}

	/** Puts what has changed where Svelte sees it, and tells those that draw by themselves. */
	#publish(): void {
		for (const listener of this.#listeners) listener();
		if (this.#running && this.#lastFrame >= 0 && this.#lastFrame - this.#published < PUBLISH_MS) return;
		const walk = this.#walk;
		this.#published = this.#lastFrame;
		this.at = walk.position;
		this.shown = this.#shown;
		this.gap = walk.gap;
		this.dead = walk.dead;
		this.time = Math.max(this.window.get(walk.position - 1)?.time ?? 0, this.#running ? 0 : walk.now);
		if (Math.abs(walk.position - this.#told) <= TELL_ENGINE && this.#running) return;
		this.#told = walk.position;
		this.#engine.playhead(walk.position);
	}
}
