/** What the sentences of a kind of step must provide, and what they may know beyond its facts. */
import type { Detail } from './explain.ts';
import type { TableMark } from './record.ts';
import type { Stage, StepFacts, StepKind, Verdict } from './steps/types.ts';

/** Names for a person, of things that a trace knows by id only. */
export interface Names {
	/** A node's name: "r1". */
	node(id: string): string;
	/** The program behind an `owner` in the facts ("ping", "http"), or "" when it isn't known. */
	program(owner: string): string;
	/** A link by its ends: "h1 eth0 – r1 eth0". */
	link(id: string): string;
}

/** Where a step was taken. */
export interface Place {
	/** Name of the node. */
	node: string;
	stage: Stage;
	verdict: Verdict;
	names: Names;
}

/** How one kind of step reads. Text is in templates (`fill`), apart from the code that chooses among them. */
export interface StepView<K extends StepKind> {
	/** Three or four words, for a list. */
	title: string | ((facts: StepFacts[K]) => string);
	/** What a list adds to the title: the one value that tells this step from others like it. */
	short?(facts: StepFacts[K]): string;
	/** One sentence with this packet's numbers. */
	sentence(facts: StepFacts[K], at: Place): string;
	/** The concept behind it, in two or three sentences; "" where the sentence says all. */
	paragraph: string | ((facts: StepFacts[K], at: Place) => string);
	details?(facts: StepFacts[K], at: Place): Detail[];
	/** Where Linux does this, or which RFC asks for it. */
	source: string | ((facts: StepFacts[K]) => string);
	/** Rows that it read or wrote. */
	marks?(facts: StepFacts[K], at: Place): TableMark[];
}

/** The views of some kinds, by kind. */
export type StepViews<K extends StepKind> = { [Kind in K]: StepView<Kind> };
