/** Timers of the spanning tree (net/bridge/br_stp_timer.c). A timer is a deadline; one that was moved or stopped finds itself not due. */
import type { Kernel } from '../../context.ts';
import type { Netns } from '../../netns.ts';

/** In the order of their numbers, which a scheduled event carries. */
export const stpTimers = ['hello', 'tcn', 'topology-change', 'message-age', 'forward-delay', 'hold'] as const;
export type StpTimer = (typeof stpTimers)[number];

/** Answers the deadline. @param index ifindex of the bridge or the port that the timer is of. */
export function startTimer(k: Kernel, ns: Netns, index: number, timer: StpTimer, delay: number): number {
	k.schedule(ns, delay, 'stp', index, stpTimers.indexOf(timer), -1);
	return k.now + delay;
}
