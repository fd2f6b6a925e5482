/** A hundred random labs, the same ones each time, against Linux. `npm run fuzz:kernel` runs others and makes small what differs. */
import { describe, expect, it } from 'vitest';
import { whyNoKernel } from '../../src/cli/verify/able.ts';
import { generate } from './fuzz/generate.ts';
import { outcomeOf } from './fuzz/outcome.ts';

const SEED = 1;
const COUNT = 100;
/** Labs that still differ, and what was seen first; why is not known yet. They are not run. docs/fidelity.md says so too. */
const OPEN = new Map([[5, 'the order of two broadcasts, one of them in VXLAN']]);

const reason = whyNoKernel();
const spoken = reason === '' ? '' : ` (skipped: ${reason})`;

describe.skipIf(reason !== '')(`random labs of seed ${SEED} against Linux${spoken}`, () => {
	for (let index = 0; index < COUNT; index++) {
		if (OPEN.has(index)) continue;
		it.concurrent(`lab ${SEED}/${index}`, async () => {
			const outcome = await outcomeOf(generate(SEED, index));
			expect(
				outcome.kind === 'different' || outcome.kind === 'refused' || outcome.kind === 'crashed' ? outcome.text : ''
			).toBe('');
		});
	}
});
