/** Looks through a trace for the next record that meets one of some conditions, for as long as there is time. */
import type { Test } from './condition.ts';
import type { Found } from './protocol.ts';
import type { Blocks } from './timeline/blocks.ts';

/** Records between two looks at the clock: a filter takes each of their frames apart. */
const STRETCH = 128;

/** @param more Asked now and then whether there is time. */
export function findRecord(
	blocks: Blocks,
	tests: readonly Test[],
	from: number,
	dir: 1 | -1,
	more: () => boolean
): Found {
	const end = dir === 1 ? blocks.count : 0;
	let looked = Math.max(0, Math.min(from, blocks.count));
	while (looked !== end) {
		const to = Math.max(0, Math.min(blocks.count, looked + dir * STRETCH));
		const found: Found = { record: -1, condition: -1, looked: to, done: true };
		tests.forEach(({ wanted, fits }, condition) => {
			const record = blocks.find(Math.min(looked, to), Math.max(looked, to), dir, wanted, fits);
			if (record >= 0 && (found.record < 0 || (record - found.record) * dir < 0))
				Object.assign(found, { record, condition });
		});
		if (found.record >= 0) return found;
		looked = to;
		if (looked !== end && !more()) break;
	}
	return { record: -1, condition: -1, looked, done: looked === end };
}
