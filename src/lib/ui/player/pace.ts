/**
 * The pace of Play: virtual time on screen. Every hop takes the same while on screen, however short its link is, and
 * a time in which nothing moves is told, not waited for.
 */

/** ms of screen time that a hop over the fastest link takes at 1x. */
export const HOP_MS = 900;
/** For a lab's first packet: a ping with its ARP over a bridge, eight hops, is seen within five seconds. */
export const FIRST_HOP_MS = 400;
/** Share of a hop's time that the way back over it takes. */
export const BACK_SHARE = 0.55;
/** ms of screen time that an idle gap's mark is shown. */
export const GAP_MS = 400;
/** ns. A shorter gap is jumped over without a mark. */
export const GAP_SHOWN = 1_000_000;

export const speeds = [0.25, 0.5, 1, 1.5, 2, 4, 8] as const;

/** What the pace needs of a frame in flight. Times in ns. */
export interface Flight {
	time: number;
	arrive: number;
}

/** ns of virtual time a ms of screen time, or 0 when nothing is in flight. */
export function rate(flights: readonly Flight[], hopMs: number): number {
	let least = Infinity;
	for (const { time, arrive } of flights) least = Math.min(least, arrive - time);
	return least === Infinity ? 0 : Math.max(least, 1) / hopMs;
}

/** Time of the first arrival, Infinity when nothing is in flight. */
export function firstArrival(flights: readonly Flight[]): number {
	let first = Infinity;
	for (const { arrive } of flights) first = Math.min(first, arrive);
	return first;
}
