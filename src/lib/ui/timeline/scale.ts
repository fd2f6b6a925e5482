/** From times to where they stand on a stretch of the timeline, and back: a share of its width, 0 to 1. */
import type { TimelineSummary } from '../../engine/protocol.ts';

/** Below 0 or above 1: it is not on this stretch. */
export function shareOf({ times }: Pick<TimelineSummary, 'times'>, time: number): number {
	const last = times.length - 1;
	if (time < times[0]) return -1;
	if (time > times[last]) return 2;
	// The last edge of that time: a frame that is drawn at an edge has just been sent there.
	let low = 0;
	let high = last;
	while (low < high) {
		const middle = (low + high) >> 1;
		if (times[middle] < time) low = middle + 1;
		else high = middle;
	}
	if (low === 0 || times[low] === time) return low / last;
	const from = times[low - 1];
	return (low - 1 + (time - from) / (times[low] - from)) / last;
}

/** ns */
export function timeAtShare({ times }: Pick<TimelineSummary, 'times'>, share: number): number {
	const last = times.length - 1;
	const place = Math.max(0, Math.min(1, share)) * last;
	const before = Math.min(last - 1, Math.floor(place));
	if (last === 0) return times[0];
	return Math.round(times[before] + (place - before) * (times[before + 1] - times[before]));
}

/** Share at which record `at` stands, or -1. */
export function shareOfRecord({ records }: Pick<TimelineSummary, 'records'>, at: number): number {
	const last = records.length - 1;
	if (at < records[0] || at > records[last]) return -1;
	return records.findIndex((record) => record >= at) / last;
}
