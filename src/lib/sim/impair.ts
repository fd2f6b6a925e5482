/**
 * What a link does to a frame beyond a plain delay: it waits for the link to be free, is lost, delayed more or less, doubled, or overtakes
 * (the models of net/sched/sch_netem.c). In the order of a cable: first the queue before it, then what happens on the way. A frame that is
 * lost has taken its time on the link.
 */
import type { LinkWay } from './link-way.ts';

/** Unsigned 32 bits. */
type Random = () => number;

const RANGE = 0x1_0000_0000;

function happens(share: number, random: Random): boolean {
	return share > 0 && random() < share * RANGE;
}

/** loss_gilb_ell: the state may change with every frame; the frame is judged by the state before. */
export function isLost(way: LinkWay, random: Random): boolean {
	const { gemodel } = way;
	if (gemodel === null) return happens(way.loss, random);
	const wasBad = way.isBad;
	if (happens(wasBad ? gemodel.r : gemodel.p, random)) way.isBad = !wasBad;
	return happens(wasBad ? gemodel.bad : gemodel.good, random);
}

export function isDoubled(way: LinkWay, random: Random): boolean {
	return happens(way.duplicate, random);
}

/** Uniforms whose sum, less its mean, has a variance of 1: the normal distribution without a logarithm, the same on every machine. */
const NORMAL_SUM = 12;

/** ns: tabledist. Never less than 0. A reordered frame does not wait at all. */
export function delayOf(way: LinkWay, random: Random): number {
	if (happens(way.reorder, random)) return 0;
	if (way.jitter === 0) return way.delay;
	let off = 0;
	if (way.normal) {
		for (let i = 0; i < NORMAL_SUM; i++) off += random() / RANGE;
		off -= NORMAL_SUM / 2;
	} else off = (random() / RANGE) * 2 - 1;
	return Math.max(0, Math.round(way.delay + off * way.jitter));
}

/** The most that a frame of `bytes` can be on its way without waiting, ns. */
export function longestWay(way: LinkWay, bytes: number): number {
	return way.delay + way.jitter * (way.normal ? NORMAL_SUM / 2 : 1) + sendingTime(way, bytes);
}

/** ns that a frame takes to be sent (packet_time_ns). */
export function sendingTime(way: LinkWay, bytes: number): number {
	return way.rate === 0 ? 0 : Math.floor((bytes * 8e9) / way.rate);
}

/** Forgets the frames that have left by `now`. */
function settle(way: LinkWay, now: number): void {
	let gone = 0;
	while (gone < way.leaves.length && way.leaves[gone] <= now) gone++;
	if (gone === 0) return;
	way.leaves.splice(0, gone);
	way.lengths.splice(0, gone);
}

/** Takes a frame of `bytes` into the queue. Answers how many are before it, one that is being sent among them; -1: it is full. */
export function enqueue(way: LinkWay, now: number, bytes: number): number {
	settle(way, now);
	const before = way.leaves.length;
	// The first is on the wire and waits no more.
	if (before > 0) {
		if (before - 1 >= way.limitPackets) return -1;
		if (way.limitBytes !== Infinity) {
			let waiting = bytes;
			for (let i = 1; i < before; i++) waiting += way.lengths[i];
			if (waiting > way.limitBytes) return -1;
		}
	}
	way.free = Math.max(way.free, now) + sendingTime(way, bytes);
	way.leaves.push(way.free);
	way.lengths.push(bytes);
	return before;
}
