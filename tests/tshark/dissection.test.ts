/** Our dissection beside Wireshark's: every field, and the columns of the packet list. */
import { describe, expect, it } from 'vitest';
import { captureOf, kernelCaptures, madeCaptures, shippedCaptures, type Sent } from './captures.ts';
import { compareColumns, compareFields, kinds, type Tallies } from './compare.ts';
import { columnsOf, fieldsOf, withCapture, withoutTshark } from './tshark.ts';

/** Every so manieth lab of the comparison with Linux; `npm run compare:tshark` takes all. */
const EACH = 40;

describe.skipIf(withoutTshark)('dissection beside tshark', () => {
	const captures = [...madeCaptures(), ...shippedCaptures(), ...kernelCaptures().filter((_, i) => i % EACH === 0)];

	it.each(captures.filter((frames) => frames.length > 0).map((frames): [string, Sent[]] => [frames[0].lab, frames]))(
		'%s',
		{ timeout: 60_000 },
		(_title, frames) => {
			const fields: Tallies = new Map();
			const columns: Tallies = new Map();
			withCapture(captureOf(frames), (file) => {
				const theirs = fieldsOf(file);
				compareFields(fields, frames, theirs);
				compareColumns(columns, frames, columnsOf(file), theirs);
			});
			expect(kinds(fields)).toEqual([]);
			expect(kinds(columns)).toEqual([]);
			expect(fields.get('eth')!.compared).toBeGreaterThan(frames.length);
		}
	);
});
