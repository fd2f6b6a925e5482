/** What a match or a target is: its syntax and its behaviour, in one file and one line of its registry. */
import type { ActionParam } from './action-param.ts';
import type { Hook, TableName } from './hook.ts';
import type { ExtensionData, Rule } from './rule.ts';

/** One option, such as `--dport`. */
export interface Option<D> {
	/** Words that follow it. */
	words: 0 | 1 | 2;
	/** "!" may stand before it. */
	invertible?: boolean;
	/** Enters it into the data; throws a RuleError at a word that it can't read. */
	read(data: D, words: readonly string[], not: boolean): void;
}

export interface Syntax<D> {
	/** As in `-m NAME` or `-j NAME`. */
	name: string;
	/** Without any option. */
	create(): Omit<D, 'op'>;
	/** By name, without dashes. */
	options: Record<string, Option<D>>;
	/** Throws a RuleError where the options don't fit together or don't fit the rule. */
	check?(data: D, rule: Rule, where: Where): void;
	/** The options as iptables-save prints them, "" for none. */
	print(data: D): string;
	/** It makes the kernel track connections (nf_ct_netns_get). */
	needsConntrack?: boolean | ((data: D) => boolean);
	/** Names of the ipsets that it looks into. */
	sets?(data: D): string[];
}

/** Where a rule stands. `hooks`: those by which its chain can be reached. */
export interface Where {
	table: TableName;
	hooks: readonly Hook[];
}

export interface Match<D extends ExtensionData = ExtensionData> extends Syntax<D> {
	/** Where alone it has an answer; everywhere when left out. */
	hooks?: readonly Hook[];
	/** Must answer at once, and change nothing but the data and what is its own in the netns. */
	test(data: D, at: ActionParam): boolean;
}

/** What becomes of a packet after a target; ENDED: the target has ended its way itself. */
export type Verdict = 'ACCEPT' | 'DROP' | 'RETURN' | 'CONTINUE' | 'ENDED';

export interface Target<D extends ExtensionData = ExtensionData> extends Syntax<D> {
	tables?: readonly TableName[];
	hooks?: readonly Hook[];
	/** It says itself what becomes of the packet, so the walk is told of before it does. */
	ends?: boolean;
	apply(data: D, at: ActionParam): Verdict;
}

/** A word that a rule can't have, with what would be right. */
export class RuleError extends Error {
	readonly mend: string | undefined;
	constructor(message: string, mend?: string) {
		super(message);
		this.mend = mend;
	}
}
