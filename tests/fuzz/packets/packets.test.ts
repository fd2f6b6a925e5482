/** The beginning of what `npm run fuzz:packets` does at length, and every frame that it has ever found. */
import { describe, expect, it } from 'vitest';
import { framesPerBatch, runBatch, scenes } from './fuzz.ts';

const COUNT = 50_000;
const SEED = 1;

describe('mutated frames', () => {
	it(`make nothing throw: ${COUNT} of them into every kind of node`, { timeout: 120_000 }, () => {
		const all = scenes();
		for (let batch = 0; batch < COUNT / framesPerBatch; batch++) {
			expect(() => runBatch(all, SEED, batch)).not.toThrow();
		}
	});
});
