/** Which rules the shown step tried, so that a packet's way through the chains can be seen. */
import type { TraceRecord } from '../../../trace/record.ts';

/** tried: it did not match. matched: it matched, and the packet went on. passed, refused: it decided what became of the packet. */
export type Lit = 'tried' | 'matched' | 'passed' | 'refused';

/** By chain; within it by rule number, from 1; 0 is the policy. Nothing while another node or another step is shown. */
export type LitRules = ReadonlyMap<string, ReadonlyMap<number, Lit>>;

const none: LitRules = new Map();

export function litRules(record: TraceRecord | undefined, node: string): LitRules {
	if (record?.type !== 'step' || record.node !== node || record.facts.kind !== 'chain') return none;
	const { chain: begins, tried, by, number, target } = record.facts;
	const decided: Lit = target === 'DROP' || target === 'REJECT' ? 'refused' : 'passed';
	const lit = new Map<string, Map<number, Lit>>([[begins, new Map()]]);
	for (const rule of tried) {
		const chain = lit.get(rule.chain) ?? new Map<number, Lit>();
		lit.set(rule.chain, chain);
		chain.set(rule.number, rule.matched ? 'matched' : 'tried');
	}
	if (number === 0) lit.get(begins)!.set(0, decided);
	else lit.get(by)?.set(number, decided);
	return lit;
}
