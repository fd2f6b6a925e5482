import { describe, expect, it } from 'vitest';
import type { TraceRecord } from '../../trace/record.ts';
import { mostSignificant } from './significance.ts';

const step = (id: number, time: number, facts: object) => ({ type: 'step', id, time, facts }) as unknown as TraceRecord;

describe('the sentence of a moment', () => {
	const records = [
		step(0, 0, { kind: 'input' }),
		step(1, 100, { kind: 'receive' }),
		step(2, 100, { kind: 'fdb-learn' }),
		step(3, 100, { kind: 'bridge-flood' }),
		{ type: 'hop', id: 4, time: 100, lost: false } as TraceRecord,
		step(5, 200, { kind: 'receive' })
	];
	const get = (id: number) => records[id];

	it('is the most significant of all that happened at its time', () => {
		expect(mostSignificant(get, 5)).toBe(3);
	});

	it('does not reach back to an earlier time', () => {
		expect(mostSignificant(get, 6)).toBe(5);
		expect(mostSignificant(get, 1)).toBe(0);
	});

	it('is nothing before the first record', () => {
		expect(mostSignificant(get, 0)).toBe(-1);
	});
});
