/** A record as a person reads it. Made when somebody looks, never while the network runs. */
import type { Context } from '../wire/dissect.ts';
import type { Explanation } from './explain.ts';
import { describeHop, hopDetails, HOP_PARAGRAPH, HOP_SOURCE } from './describe-hop.ts';
import type { HopRecord, StepRecord, TableMark } from './record.ts';
import { viewOf } from './steps/index.ts';
import type { Facts, StepKind, StepFacts } from './steps/types.ts';
import type { Names, Place, StepView } from './view.ts';

export type { Names, Place } from './view.ts';

/** Facts of some kind with the view of the same kind: TypeScript can't follow that by itself. */
function viewFor(facts: Facts): { view: StepView<StepKind>; facts: StepFacts[StepKind] } {
	return { view: viewOf(facts.kind) as unknown as StepView<StepKind>, facts };
}

/** Where a step was taken, for its sentence. */
export function placeOf(record: StepRecord, names: Names): Place {
	return { node: names.node(record.node), stage: record.stage, verdict: record.verdict, names };
}

/** A few words, for lists: "MAC address learned: eth1". */
export function stepLabel(of: Facts): string {
	const { view, facts } = viewFor(of);
	const title = typeof view.title === 'string' ? view.title : view.title(facts as never);
	const short = view.short?.(facts as never) ?? '';
	return short === '' ? title : `${title}: ${short}`;
}

/** The rows that a step read or wrote in the tables of its netns. */
export function stepMarks(record: StepRecord, names: Names): TableMark[] {
	const { view, facts } = viewFor(record.facts);
	return view.marks?.(facts as never, placeOf(record, names)) ?? [];
}

export function explainStep(record: StepRecord, names: Names): Explanation {
	const { view, facts } = viewFor(record.facts);
	const at = placeOf(record, names);
	return {
		record,
		sentence: view.sentence(facts as never, at),
		paragraph: typeof view.paragraph === 'string' ? view.paragraph : view.paragraph(facts as never, at),
		details: view.details?.(facts as never, at) ?? [],
		source: typeof view.source === 'string' ? view.source : view.source(facts as never)
	};
}

/** `parentBytes` is the frame that this one was made from, null when it was made here. */
export function explainHop(
	record: HopRecord,
	bytes: Uint8Array,
	parentBytes: Uint8Array | null,
	names: Names,
	context?: Context
): Explanation {
	return {
		record,
		sentence: describeHop(record, names),
		paragraph: HOP_PARAGRAPH,
		details: hopDetails(bytes, parentBytes, context),
		source: HOP_SOURCE
	};
}
