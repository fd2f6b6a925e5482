/** What is shown of a record when somebody looks at it. */
import type { Explanation } from '../trace/explain.ts';
import { explainHop, explainStep, stepMarks } from '../trace/explanation.ts';
import type { TableMark } from '../trace/record.ts';
import type { TraceReader } from './trace-reader.ts';

export function explainRecord(reader: TraceReader, id: number): Explanation {
	const record = reader.record(id);
	if (record.type === 'step') return explainStep(record, reader.names);
	const parent = record.parent >= 0 ? reader.trace.frame(record.parent) : null;
	return explainHop(record, reader.trace.frame(id), parent, reader.names);
}

/** The rows of `node`'s tables that record `id` read or wrote. */
export function marksOf(reader: TraceReader, id: number, node: string): TableMark[] {
	if (reader.trace.isHop(id)) return [];
	const record = reader.step(id);
	return reader.sameNetns(record.netns, node) ? stepMarks(record, reader.names) : [];
}
