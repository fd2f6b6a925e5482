/** What a run can stop at, and how a record is held against it. One kind is one entry here and its words in the page. */
import * as v from 'valibot';
import type { TraceReader } from './trace-reader.ts';
import { HOPS, traits } from './timeline/trait.ts';

const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

export const conditionSchema = v.variant('on', [
	v.strictObject({ on: v.literal('delivery') }),
	v.strictObject({ on: v.literal('drop') }),
	v.strictObject({ on: v.literal('change') }),
	/** An input begins. */
	v.strictObject({ on: v.literal('input') }),
	/** Anything that belongs to this flow. */
	v.strictObject({ on: v.literal('flow'), flow: whole }),
	/** A frame comes to this node. */
	v.strictObject({ on: v.literal('node'), node: v.string() }),
	/** A frame is sent on this link. */
	v.strictObject({ on: v.literal('link'), link: v.string() }),
	/** A rule of this node matches; number 0: the chain's policy decides. */
	v.strictObject({ on: v.literal('rule'), node: v.string(), table: v.string(), chain: v.string(), number: whole }),
	/** A frame that passes this display filter is sent. */
	v.strictObject({ on: v.literal('filter'), filter: v.string() })
]);

export type Condition = v.InferOutput<typeof conditionSchema>;

/** Holds frames against display filters. Their language is loaded when one is used. */
export interface FrameFilters {
	/** Whether the frame of a hop passes. */
	passes(filter: string): (hop: number) => boolean;
}

export interface Test {
	/** Flags of the timeline that a record must have one of; 0: any record. */
	wanted: number;
	fits(id: number): boolean;
}

const always = () => true;

/** How records of this trace are held against a condition. `filters` is needed where one is a filter. */
export function testOf(condition: Condition, reader: TraceReader, filters: FrameFilters | null): Test {
	const { trace } = reader;
	switch (condition.on) {
		case 'delivery':
			return { wanted: traits.delivery, fits: always };
		case 'drop':
			return { wanted: traits.drop, fits: always };
		case 'change':
			return { wanted: traits.change, fits: always };
		case 'input':
			return { wanted: traits.input, fits: always };
		case 'flow':
			return { wanted: 0, fits: (id) => trace.flowOf(id) === condition.flow };
		case 'node':
			return { wanted: 0, fits: (id) => comesIn(reader, id) && reader.step(id).node === condition.node };
		case 'link':
			return { wanted: HOPS, fits: (id) => reader.linkOf(id) === condition.link };
		case 'rule':
			return { wanted: 0, fits: (id) => decidesBy(reader, id, condition) };
		case 'filter':
			return { wanted: HOPS, fits: filters!.passes(condition.filter) };
	}
}

function comesIn({ trace }: TraceReader, id: number): boolean {
	const kind = trace.factsOf(id)?.kind;
	return kind === 'receive' || kind === 'bridge-receive';
}

function decidesBy(reader: TraceReader, id: number, rule: Condition & { on: 'rule' }): boolean {
	const facts = reader.trace.factsOf(id);
	if (facts?.kind !== 'chain' || facts.table !== rule.table) return false;
	if (!reader.sameNetns(reader.trace.netnsOf(id), rule.node)) return false;
	if (rule.number === 0) return facts.chain === rule.chain && facts.number === 0;
	return facts.tried.some((one) => one.matched && one.chain === rule.chain && one.number === rule.number);
}
