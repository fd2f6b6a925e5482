/** What a run can stop at, and how a record is held against it. One kind is one entry here and its words in the page. */
import type { TraceReader } from './trace-reader.ts';
import { HOPS, traits } from './timeline/trait.ts';

export type Condition =
	| { on: 'delivery' }
	| { on: 'drop' }
	| { on: 'change' }
	/** An input begins. */
	| { on: 'input' }
	/** Anything that belongs to this flow. */
	| { on: 'flow'; flow: number }
	/** A frame comes to this node. */
	| { on: 'node'; node: string }
	/** A frame is sent on this link. */
	| { on: 'link'; link: string }
	/** A rule of this node matches; number 0: the chain's policy decides. */
	| { on: 'rule'; node: string; table: string; chain: string; number: number };

interface Test {
	/** Flags of the timeline that a record must have one of; 0: any record. */
	wanted: number;
	fits(id: number): boolean;
}

const always = () => true;

/** How records of this trace are held against a condition. */
export function testOf(condition: Condition, reader: TraceReader): Test {
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
