/** The format of a trace's file as JSON Schema, made from the types that the program itself is written with. */
import { createGenerator } from 'ts-json-schema-generator';
import { prettyJson } from '../../src/lib/lab/serialize.ts';

export function traceSchemaFile(): Record<string, string> {
	const schema = createGenerator({
		path: 'src/lib/trace/report.ts',
		type: 'TraceReport',
		tsconfig: 'tsconfig.node.json',
		skipTypeCheck: true
	}).createSchema('TraceReport');
	const { $schema, ...rest } = schema;
	return { 'trace.schema.json': `${prettyJson({ $schema, title: 'A trace of Hopwise', ...rest }, '', 0)}\n` };
}
