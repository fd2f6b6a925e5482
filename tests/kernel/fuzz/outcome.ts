/** What running a lab on both sides says. */
import type { Frame } from '../../../src/cli/verify/capture.ts';
import type { Difference } from '../../../src/cli/verify/compare.ts';
import { describeDifferences } from '../../../src/cli/verify/describe.ts';
import { describeTables, type TableDifference } from '../../../src/cli/verify/tables.ts';
import { KernelFailed } from '../../../src/cli/verify/kernel-run.ts';
import { verify } from '../../../src/cli/verify/verify.ts';
import { frameLabel } from '../../../src/lib/wire/dissect.ts';
import type { Case } from './case.ts';

export type Outcome =
	| { kind: 'equal'; frames: number }
	/** Frames or tables differ. `about`: of which sort the first difference is, whichever nodes and addresses it is between. */
	| { kind: 'different'; text: string; about: string }
	/** Linux would not build what the lab's checks took. */
	| { kind: 'refused'; text: string }
	/** The engine threw. */
	| { kind: 'crashed'; text: string }
	/** It differed and, run again, did not. */
	| { kind: 'flaky'; text: string };

/** Frames of one lab, far more than a routing loop makes. */
const LIMIT = 2000;

/** What kind of frame it is, without its addresses, ports and lengths. */
function sort(frame: Frame | null): string {
	return frame === null ? 'nothing' : `${frame.direction} ${frameLabel(frame.bytes).replaceAll(/\S*\d\S*/g, '*')}`;
}

function aboutOf([frame]: readonly Difference[], tables: readonly TableDifference[]): string {
	if (frame !== undefined) return `${sort(frame.linux)} / ${sort(frame.ours)}`;
	return [...new Set(tables.map(({ table }) => table))].join(', ');
}

async function once({ lab, inputs, until }: Case): Promise<Outcome> {
	try {
		const { differences, tableDifferences, frames } = await verify(lab, inputs, { until, limit: LIMIT, tables: true });
		if (differences.length + tableDifferences.length === 0) return { kind: 'equal', frames };
		const texts = [
			differences.length > 0 ? describeDifferences(differences) : '',
			tableDifferences.length > 0 ? `tables at the end:\n${describeTables(tableDifferences)}` : ''
		];
		return {
			kind: 'different',
			text: texts.filter((text) => text !== '').join('\n'),
			about: aboutOf(differences, tableDifferences)
		};
	} catch (error) {
		if (error instanceof KernelFailed) return { kind: 'refused', text: error.message };
		return { kind: 'crashed', text: (error as Error).stack ?? String(error) };
	}
}

/** Runs it again where the sides differ: what does not differ each time is the machine's doing. @param times Runs that must differ. */
export async function outcomeOf(one: Case, times = 3): Promise<Outcome> {
	const first = await once(one);
	if (first.kind === 'equal') return first;
	for (let i = 1; i < times; i++) {
		const again = await once(one);
		if (again.kind === 'equal') return { kind: 'flaky', text: first.text };
	}
	return first;
}
