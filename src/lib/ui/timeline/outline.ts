/**
 * The shape of time on the timeline: every stretch in which frames are on the way is as wide as any other, idle time
 * is folded to a mark. Built from the hops as the engine records them; keeps numbers only.
 */
import type { FrameClass, TraceRecord } from '../../trace/record.ts';

/** Width of a folded gap, where a stretch between two events of frames is 1. */
const FOLD = 0.6;
/** Events kept; what comes after is one stretch by time alone. */
const MOST = 20_000;

export interface HopMark {
	/** ns */
	time: number;
	class: FrameClass;
	lost: boolean;
}

export interface Stretch {
	/** ns */
	from: number;
	to: number;
	/** Place on the timeline, in units. */
	start: number;
	width: number;
	idle: boolean;
}

export class Outline {
	/** Records taken so far. */
	taken = 0;
	#hops: { id: number; time: number; arrive: number; class: FrameClass; lost: boolean }[] = [];

	get full(): boolean {
		return this.#hops.length >= MOST;
	}

	add(records: readonly TraceRecord[]): void {
		for (const record of records) {
			if (record.id !== this.taken) continue;
			this.taken++;
			if (record.type === 'hop' && !this.full)
				this.#hops.push({
					id: record.id,
					time: record.time,
					arrive: record.arrive,
					class: record.class,
					lost: record.lost
				});
		}
	}

	cut(at: number): void {
		if (this.taken <= at) return;
		this.taken = at;
		this.#hops = this.#hops.filter((hop) => hop.id < at);
	}

	marks(): HopMark[] {
		return this.#hops;
	}

	/** The stretches from 0 to `end` (ns), in order. */
	stretches(end: number): Stretch[] {
		const edges = new Set<number>([0]);
		for (const hop of this.#hops) edges.add(hop.time).add(hop.arrive);
		const times = [...edges].sort((a, b) => a - b);
		const last = times[times.length - 1];
		if (end > last) times.push(end);
		const busy: { time: number; change: number }[] = [];
		for (const hop of this.#hops) busy.push({ time: hop.time, change: 1 }, { time: hop.arrive, change: -1 });
		busy.sort((a, b) => a.time - b.time);
		const out: Stretch[] = [];
		let start = 0;
		let flying = 0;
		let next = 0;
		for (let i = 0; i + 1 < times.length; i++) {
			while (next < busy.length && busy[next].time <= times[i]) flying += busy[next++].change;
			const idle = flying === 0;
			const width = idle ? FOLD : 1;
			out.push({ from: times[i], to: times[i + 1], start, width, idle });
			start += width;
		}
		return out;
	}
}

/** Place of a time on the timeline, in units. */
export function placeOf(stretches: readonly Stretch[], time: number): number {
	if (!stretches.length) return 0;
	const s = stretches[find(stretches, (stretch) => stretch.to, time)];
	const share = s.to > s.from ? (time - s.from) / (s.to - s.from) : 0;
	return s.start + Math.max(0, Math.min(1, share)) * s.width;
}

/** Time at a place, ns. */
export function timeAt(stretches: readonly Stretch[], place: number): number {
	if (!stretches.length) return 0;
	const s = stretches[find(stretches, (stretch) => stretch.start + stretch.width, place)];
	const share = Math.max(0, Math.min(1, (place - s.start) / s.width));
	return Math.round(s.from + share * (s.to - s.from));
}

export function totalWidth(stretches: readonly Stretch[]): number {
	const last = stretches.at(-1);
	return last ? last.start + last.width : 0;
}

/** First stretch whose end is not before `value`; the last one when there is none. */
function find(stretches: readonly Stretch[], end: (s: Stretch) => number, value: number): number {
	let low = 0;
	let high = stretches.length - 1;
	while (low < high) {
		const middle = (low + high) >> 1;
		if (end(stretches[middle]) < value) low = middle + 1;
		else high = middle;
	}
	return low;
}
