/** What is shown of a record when somebody looks at it. */
import type { Explanation } from '../trace/explain.ts';
import type { TraceReader } from './trace-reader.ts';

export function explainRecord(reader: TraceReader, id: number): Explanation {
	const record = reader.record(id);
	const sentence = record.type === 'hop' ? `${record.label} leaves ${record.node} by ${record.interface}.` : `${record.node}: ${record.facts.kind}`;
	return { record, sentence, paragraph: '', details: [], source: '' };
}
