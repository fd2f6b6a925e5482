/** The way back to an earlier moment nearby: the frames between run backwards over their links. */
import type { Moment } from '../../engine/protocol.ts';
import type { HopRecord } from '../../trace/record.ts';
import type { Walk } from './walk.ts';
import type { RecordWindow } from './window.ts';

export class WayBack {
	readonly moment: Moment;
	/** Record to show there; -1: the most significant of the moment. */
	readonly show: number;
	#from: number;
	#left: number;
	#total: number;

	/** @param ms of screen time; nothing is waited for where nothing moves. */
	constructor(walk: Walk, window: RecordWindow, moment: Moment, show: number, ms: number) {
		this.moment = moment;
		this.show = show;
		const between: HopRecord[] = [];
		for (let id = moment.at; id < walk.position; id++) {
			const record = window.get(id);
			if (record?.type === 'hop' && record.arrive > moment.time) between.push(record);
		}
		const moving = [...moment.inFlight, ...between];
		const known = new Set(walk.flying.map((hop) => hop.id));
		walk.flying = [...walk.flying, ...moving.filter((hop) => !known.has(hop.id))];
		this.#from = walk.now;
		this.#total = walk.now > moment.time && moving.length > 0 ? ms : 0;
		this.#left = this.#total;
	}

	/** One frame of it. False: the moment is reached. */
	go(walk: Walk, ms: number): boolean {
		this.#left -= ms;
		if (this.#left <= 0) return false;
		const { time } = this.moment;
		walk.now = time + (this.#from - time) * (this.#left / this.#total);
		return true;
	}
}
