/** A display filter as it is written, each part with its place in the text. The language is Wireshark's (wireshark-filter(4), version 4.0). */

/** Offsets in the text, `to` one past the last character. */
export interface Place {
	from: number;
	to: number;
}

export type Test =
	| ({ type: 'and' | 'or' | 'xor'; left: Test; right: Test } & Place)
	| ({ type: 'not'; test: Test } & Place)
	/** An operand alone: whether it is there; of a bitwise `&`, whether any bit is left. */
	| ({ type: 'present'; operand: Operand } & Place)
	| ({ type: 'compare'; quantifier: Quantifier; operator: Comparison; left: Operand; right: Operand } & Place)
	| ({ type: 'in'; quantifier: Quantifier; operand: Operand; not: boolean; set: Range[] } & Place);

/** Which of a field's values must fit, where there are several; "" is what the operator says. */
export type Quantifier = '' | 'any' | 'all';

/** `===`: all are equal; `!==`: any differs; `!=`: all differ. */
export const comparisons = ['==', '!=', '===', '!==', '>', '>=', '<', '<=', 'contains', 'matches'] as const;
export type Comparison = (typeof comparisons)[number];

/** One member of a set, or all from the first to the last. */
export interface Range {
	first: Literal;
	last: Literal | null;
}

export type Arithmetic = '+' | '-' | '*' | '/' | '%' | '&';

export type Operand =
	/** `layer`: the how manieth of its protocol, from 1; 0: any. */
	| ({ type: 'field'; name: string; layer: number } & Place)
	| ({ type: 'slice'; operand: Operand; parts: SlicePart[] } & Place)
	| ({ type: 'call'; name: string; argument: Operand } & Place)
	| ({ type: 'arithmetic'; operator: Arithmetic; left: Operand; right: Operand } & Place)
	| Literal;

export interface SlicePart {
	/** Of the first byte, from 0; below 0 from the end. */
	start: number;
	/** Bytes; null: up to the end. */
	length: number | null;
}

export type LiteralKind = 'number' | 'address' | 'bytes' | 'string' | 'word';

export type Literal = { type: 'literal'; kind: LiteralKind; text: string } & Place;

/** What is wrong with a filter, and where. */
export interface FilterProblem extends Place {
	message: string;
}

/** Thrown inside this folder only. */
export class FilterError extends Error {
	readonly problem: FilterProblem;

	constructor(message: string, { from, to }: Place) {
		super(message);
		this.problem = { message, from, to };
	}
}
