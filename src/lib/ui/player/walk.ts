/**
 * Where the playhead is, and its way forwards: how many records have happened, virtual time, the frames on the links and
 * the packets that died. Plain data, changed at every frame; the player tells Svelte what came of it.
 */
import type { Moment } from '../../engine/protocol.ts';
import type { HopRecord, TraceRecord } from '../../trace/record.ts';
import { isLoss } from '../../trace/significance.ts';
import { deadPacket, type DeadPacket } from './dead.ts';
import { firstArrival, GAP_MS, GAP_SHOWN, rate } from './pace.ts';
import { mostSignificant } from './significance.ts';
import { formatDuration } from '../../net/time.ts';
import type { RecordWindow } from './window.ts';

/** ms of work a frame; what is left is done in the next one, so a storm never stops the page. */
const BUDGET_MS = 6;
/** Dead packets kept on the canvas; the oldest go first. */
const MOST_DEAD = 60;

export interface Way {
	/** Records that happen on it at most. */
	at: number;
	/** ns. It ends here; Infinity: where the records end. */
	time: number;
	/** ms of screen time a hop. */
	hopMs: number;
	/** Rest before idle time when all that was sent on this way has come to its end. */
	rests: boolean;
}

/**
 * on: there is more of it. there: its end is reached. missing: its next record isn't here yet. end: all records have
 * happened. rest: what was sent has come to its end.
 */
export type Progression = 'on' | 'there' | 'missing' | 'end' | 'rest';

export class Walk {
	/** Records that have happened. */
	position = 0;
	/** ns */
	now = 0;
	/** What may be on the way; each is drawn while time <= now < arrive. */
	flying: HopRecord[] = [];
	/** Another array whenever it changes. */
	dead: DeadPacket[] = [];
	/** "1.000 s later", while an idle gap is jumped over. */
	gap = '';
	/** First record of each flow, by flow. */
	flows: readonly { from: number }[] = [];

	#window: RecordWindow;
	#gapLeft = 0;
	/** Flows that began and ended on this way. */
	#begun = new Set<number>();
	#ended = new Set<number>();

	constructor(window: RecordWindow) {
		this.#window = window;
	}

	/** A new way begins here. */
	begin(): void {
		this.gap = '';
		this.#gapLeft = 0;
		this.#begun.clear();
		this.#ended.clear();
	}

	/** Goes on for `ms` of screen time, as far as `way` leads. */
	forward(ms: number, way: Way): Progression {
		const end = performance.now() + BUDGET_MS;
		let left = ms;
		while (performance.now() < end) {
			if (this.#gapLeft > 0) {
				const spent = Math.min(left, this.#gapLeft);
				this.#gapLeft -= spent;
				left -= spent;
				if (this.#gapLeft > 0) return 'on';
				this.gap = '';
			}
			if (this.position >= way.at && this.now >= way.time) return 'there';
			const next = this.position < way.at ? this.#window.get(this.position) : undefined;
			if (!next && this.position < way.at) return 'missing';
			if (next && next.time <= this.now) {
				this.#take(next);
				continue;
			}
			const until = Math.max(this.now, Math.min(next ? next.time : way.time, firstArrival(this.flying)));
			if (until === Infinity) return 'end';
			const speed = rate(this.flying, way.hopMs);
			if (speed === 0) {
				if (way.rests && until - this.now >= GAP_SHOWN && this.#allEnded()) return 'rest';
				this.#jumpOver(until);
				continue;
			}
			const needed = (until - this.now) / speed;
			if (needed > left) {
				this.now += left * speed;
				return 'on';
			}
			left -= needed;
			this.now = until;
			this.#land();
		}
		return 'on';
	}

	/** At once to where a way would have led. */
	finish({ at, time }: Pick<Way, 'at' | 'time'>): void {
		while (this.position < at) {
			const record = this.#window.get(this.position);
			if (!record) break;
			this.#take(record);
		}
		this.now = Math.max(this.now, time);
		this.#land();
	}

	/** At once to any moment; `now` is its time or a little later. Dead packets of its future are alive again. */
	goTo(moment: Moment, now = moment.time): void {
		this.#forget(moment.at);
		this.position = moment.at;
		this.now = now;
		this.flying = [...moment.inFlight];
	}

	/** Packets that died in these records lie there, as if it had been walked by. */
	findDead(from: number, to: number): void {
		for (let id = from; id < to; id++) {
			const record = this.#window.get(id);
			if (record) this.#die(record);
		}
	}

	/** The trace from `at` on is no more. */
	cut(at: number): void {
		this.#forget(at);
		this.flying = this.flying.filter((hop) => hop.id < at && hop.arrive > this.now);
		this.position = Math.min(this.position, at);
	}

	/** The record whose sentence is shown here. */
	significant(): number {
		return mostSignificant((id) => this.#window.get(id), this.position);
	}

	#jumpOver(until: number): void {
		const gap = until - this.now;
		this.now = until;
		if (gap < GAP_SHOWN || this.position === 0) return;
		this.gap = `${formatDuration(gap)} later`;
		this.#gapLeft = GAP_MS;
	}

	#allEnded(): boolean {
		return this.#ended.size > 0 && [...this.#begun].every((flow) => this.#ended.has(flow));
	}

	#take(record: TraceRecord): void {
		this.position = record.id + 1;
		if (record.flow >= 0 && this.flows[record.flow]?.from === record.id) this.#begun.add(record.flow);
		if (record.type === 'hop') {
			if (record.arrive > this.now) this.flying.push(record);
			return;
		}
		if (record.facts.kind === 'app-end') this.#ended.add(record.flow);
		this.#die(record);
	}

	/** Takes frames that have arrived off the links. */
	#land(): void {
		if (this.flying.some((hop) => hop.arrive <= this.now))
			this.flying = this.flying.filter((hop) => hop.arrive > this.now);
	}

	/** If the record tells of a packet's end, the packet stays there. */
	#die(record: TraceRecord): void {
		if (record.type !== 'step' || !isLoss(record)) return;
		const hop = this.#window.get(record.hop);
		const dead = deadPacket(record, hop?.type === 'hop' ? hop : undefined);
		this.dead = [...this.dead.filter((one) => one.packet !== dead.packet), dead].slice(-MOST_DEAD);
	}

	#forget(from: number): void {
		if (this.dead.some((one) => one.record >= from)) this.dead = this.dead.filter((one) => one.record < from);
	}
}
