/** A hundred random labs, the same ones each time, against Linux. `npm run fuzz:kernel` runs others and makes small what differs. */
import { describe, expect, it } from 'vitest';
import { whyNoKernel } from '../../src/cli/verify/able.ts';
import { generate } from './fuzz/generate.ts';
import { outcomeOf } from './fuzz/outcome.ts';

const SEED = 1;
const COUNT = 100;
const reason = whyNoKernel();
const spoken = reason === '' ? '' : ` (skipped: ${reason})`;

describe.skipIf(reason !== '')(`random labs of seed ${SEED} against Linux${spoken}`, () => {
	for (let index = 0; index < COUNT; index++) {
		it.concurrent(`lab ${SEED}/${index}`, async () => {
			const outcome = await outcomeOf(generate(SEED, index));
			expect(
				outcome.kind === 'different' || outcome.kind === 'refused' || outcome.kind === 'crashed' ? outcome.text : ''
			).toBe('');
		});
	}
});
