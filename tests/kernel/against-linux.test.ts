/** Every lab, run by Linux and by the engine: the frames on every interface, in their order, are the same, and so are the tables afterwards. */
import { describe, expect, it } from 'vitest';
import { whyNoKernel } from '../../src/cli/verify/able.ts';
import { describeDifferences } from '../../src/cli/verify/describe.ts';
import { describeTables } from '../../src/cli/verify/tables.ts';
import { verify, type VerifyOptions } from '../../src/cli/verify/verify.ts';
import type { Input, Lab } from '../../src/lib/lab/document.ts';
import { labs as shipped } from '../../src/lib/labs/index.ts';
import { FOUND, readFound } from './fuzz/found.ts';
import { kernelLabs } from './labs/index.ts';

const reason = whyNoKernel();

const STORM = 'bridge-loop';
/** Frames of a storm that are compared on each interface: it has no end on Linux, and grows until frames are thrown away. */
const STORM_BEGINNING = 50;

async function expectEqual(lab: Lab, inputs: readonly Input[], options: VerifyOptions = {}): Promise<void> {
	const { differences, tableDifferences } = await verify(lab, inputs, options);
	expect(describeDifferences(differences)).toBe('no difference');
	expect(describeTables(tableDifferences)).toBe('');
}

it.runIf(process.env.CI === 'true')('this machine can run labs on its kernel', () => {
	expect(reason).toBe('');
});

const spoken = reason === '' ? '' : ` (skipped: ${reason})`;

describe.skipIf(reason !== '')(`labs against Linux${spoken}`, () => {
	for (const { title, lab, inputs, until } of kernelLabs) {
		it.concurrent(title, () => expectEqual(lab, inputs, { until, tables: true }));
	}
});

describe.skipIf(reason !== '')(`labs that once differed from Linux${spoken}`, () => {
	for (const { file, what, lab, inputs, until } of readFound(FOUND)) {
		it.concurrent(`${file}: ${what}`, () => expectEqual(lab, inputs, { until, tables: true }));
	}
});

describe.skipIf(reason !== '')(`labs that ship, with their first packet, against Linux${spoken}`, () => {
	for (const { id, lab } of shipped) {
		if (id !== STORM) it.concurrent(lab.title, () => expectEqual(lab, lab.suggested, { tables: true }));
		// Alone: it takes a whole processor.
		else it(lab.title, () => expectEqual(lab, lab.suggested, { limit: STORM_BEGINNING }));
	}
});
