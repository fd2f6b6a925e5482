/** What is shown of a record when somebody looks at it. */
import type { Context } from '../wire/dissect.ts';
import type { Explanation } from '../trace/explain.ts';
import { explainHop, explainStep, stepMarks } from '../trace/explanation.ts';
import type { TableMark } from '../trace/record.ts';
import { nodeLayers } from './node-layers.ts';
import type { TraceReader } from './trace-reader.ts';

/** @param context What the other frames tell of the frame of hop `id`. */
export function explainRecord(reader: TraceReader, id: number, context?: Context): Explanation {
	const record = reader.record(id);
	if (record.type === 'step') return withLayers(explainStep(record, reader.names), reader, record.hop, record.node);
	const parent = record.parent >= 0 ? reader.trace.frame(record.parent) : null;
	const explanation = explainHop(record, reader.trace.frame(id), parent, reader.names, context);
	return withLayers(explanation, reader, record.lost ? -1 : id, record.to.node);
}

/** With what each layer of `node` did with the packet of hop `hop`; -1: it made the packet itself, or never saw it. */
function withLayers(explanation: Explanation, reader: TraceReader, hop: number, node: string): Explanation {
	const layers = hop < 0 ? null : nodeLayers(reader, hop, node);
	return layers === null ? explanation : { ...explanation, details: [...explanation.details, layers] };
}

/** The rows of `node`'s tables that record `id` read or wrote. */
export function marksOf(reader: TraceReader, id: number, node: string): TableMark[] {
	if (reader.trace.isHop(id)) return [];
	const record = reader.step(id);
	return reader.sameNetns(record.netns, node) ? stepMarks(record, reader.names) : [];
}
