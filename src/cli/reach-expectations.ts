/** What a person expects of who reaches whom. */
import { parse, type ParseError } from 'jsonc-parser';
import * as v from 'valibot';
import { Failure } from './command.ts';

const expectationSchema = v.object({
	from: v.string(),
	to: v.string(),
	/** "tcp/80"; absent: the node itself, by a ping. */
	port: v.optional(v.pipe(v.string(), v.regex(/^(tcp|udp)\/\d{1,5}$/, 'a port is such as tcp/80 or udp/53'))),
	reached: v.boolean()
});

const fileSchema = v.union([v.array(expectationSchema), v.object({ cells: v.array(expectationSchema) })]);

export type Expectation = v.InferOutput<typeof expectationSchema>;

export function readExpectations(file: string, text: string): Expectation[] {
	const errors: ParseError[] = [];
	const read = v.safeParse(fileSchema, parse(text, errors));
	if (errors.length > 0) throw new Failure(`${file}: this is no JSON`);
	if (!read.success)
		throw new Failure(
			`${file}: it is no list of expectations, such as [{"from": "host1", "to": "host2", "port": "tcp/80", "reached": true}]`
		);
	return Array.isArray(read.output) ? read.output : read.output.cells;
}

/** What is not as it was expected, a sentence each. */
export function unmet(expected: readonly Expectation[], found: readonly Expectation[]): string[] {
	return expected.flatMap(({ from, to, port, reached }) => {
		const what = `${from} to ${to}${port === undefined ? '' : ` ${port}`}`;
		const cell = found.find((one) => one.from === from && one.to === to && one.port === port);
		if (cell === undefined) return [`${what}: nobody asks for this: the names are not there, or nobody listens`];
		if (cell.reached === reached) return [];
		return [`${what}: it ${cell.reached ? 'is reached, and should not be' : 'is not reached, and should be'}`];
	});
}
