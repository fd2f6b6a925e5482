/** From a display filter's text to what it says. Precedence is Wireshark's: not, and, xor, or. */
import { EmbeddedActionsParser, type IParserErrorMessageProvider, type IToken, tokenMatcher } from 'chevrotain';
import * as word from './lexer.ts';
import {
	FilterError,
	type Arithmetic,
	type Comparison,
	type Literal,
	type LiteralKind,
	type Operand,
	type Place,
	type Quantifier,
	type Range,
	type SlicePart,
	type Test
} from './syntax.ts';

const COMPARISONS: Readonly<Record<string, Comparison>> = {
	eq: '==',
	ne: '!=',
	all_eq: '===',
	any_ne: '!==',
	'~=': '!==',
	gt: '>',
	ge: '>=',
	lt: '<',
	le: '<=',
	'~': 'matches'
};

function placeOf(token: IToken): Place {
	return { from: token.startOffset, to: token.endOffset! + 1 };
}

function across(first: Place, last: Place): Place {
	return { from: first.from, to: last.to };
}

function said({ image }: IToken): string {
	return image === '' ? 'The filter ends here' : `"${image}" can't stand here`;
}

const messages: IParserErrorMessageProvider = {
	buildMismatchTokenMessage: ({ expected, actual }) =>
		`${said(actual)}: ${expected.name === 'EOF' ? 'and, or, or a comparison' : expected.LABEL} is expected`,
	buildNotAllInputParsedMessage: ({ firstRedundant }) =>
		`${said(firstRedundant)}: and, or, or a comparison is expected`,
	buildNoViableAltMessage: ({ actual }) => `${said(actual[0])}: a field, a protocol or a value is expected`,
	buildEarlyExitMessage: ({ actual }) => `${said(actual[0])}: more is expected`
};

/** Answers tests; every rule returns what it read, or a stand-in while chevrotain records the grammar. */
class FilterParser extends EmbeddedActionsParser {
	constructor() {
		super(word.tokens, { errorMessageProvider: messages, recoveryEnabled: false, maxLookahead: 2 });
		this.performSelfAnalysis();
	}

	readonly filter = this.RULE('filter', (): Test => this.SUBRULE(this.orRule));

	private orRule = this.RULE('orRule', (): Test => {
		let left = this.SUBRULE(this.xorRule);
		this.MANY(() => {
			this.CONSUME(word.Or);
			const right = this.SUBRULE2(this.xorRule);
			left = this.ACTION(() => ({ type: 'or', left, right, ...across(left, right) }));
		});
		return left;
	});

	private xorRule = this.RULE('xorRule', (): Test => {
		let left = this.SUBRULE(this.andRule);
		this.MANY(() => {
			this.CONSUME(word.Xor);
			const right = this.SUBRULE2(this.andRule);
			left = this.ACTION(() => ({ type: 'xor', left, right, ...across(left, right) }));
		});
		return left;
	});

	private andRule = this.RULE('andRule', (): Test => {
		let left = this.SUBRULE(this.notRule);
		this.MANY(() => {
			this.CONSUME(word.And);
			const right = this.SUBRULE2(this.notRule);
			left = this.ACTION(() => ({ type: 'and', left, right, ...across(left, right) }));
		});
		return left;
	});

	private notRule = this.RULE('notRule', (): Test =>
		this.OR([
			{
				ALT: () => {
					const sign = this.CONSUME(word.Not);
					const test = this.SUBRULE(this.notRule);
					return this.ACTION((): Test => ({ type: 'not', test, ...across(placeOf(sign), test) }));
				}
			},
			{
				ALT: () => {
					this.CONSUME(word.Open);
					const test = this.SUBRULE(this.orRule);
					this.CONSUME(word.Close);
					return test;
				}
			},
			{ ALT: () => this.SUBRULE(this.relationRule) }
		])
	);

	private relationRule = this.RULE('relationRule', (): Test => {
		let quantifier: Quantifier = '';
		this.OPTION(() => {
			const token = this.CONSUME(word.Quantifier);
			quantifier = this.ACTION(() => token.image as Quantifier);
		});
		const left = this.SUBRULE(this.sumRule);
		let test: Test = this.ACTION(() => ({ type: 'present', operand: left, from: left.from, to: left.to }));
		this.OPTION2(() => {
			test = this.OR([
				{
					ALT: () => {
						const token = this.CONSUME(word.Compare);
						const right = this.SUBRULE2(this.sumRule);
						return this.ACTION((): Test => {
							const operator = COMPARISONS[token.image] ?? (token.image as Comparison);
							return { type: 'compare', quantifier, operator, left, right, ...across(left, right) };
						});
					}
				},
				{
					ALT: () => {
						let not = false;
						this.OPTION3(() => {
							this.CONSUME(word.Not);
							not = true;
						});
						this.CONSUME(word.In);
						const set: Range[] = [];
						this.CONSUME(word.OpenSet);
						this.AT_LEAST_ONE_SEP({ SEP: word.Comma, DEF: () => set.push(this.SUBRULE(this.rangeRule)) });
						const end = this.CONSUME(word.CloseSet);
						return this.ACTION((): Test => ({
							type: 'in',
							quantifier,
							operand: left,
							not,
							set,
							...across(left, placeOf(end))
						}));
					}
				}
			]);
		});
		return test;
	});

	private rangeRule = this.RULE('rangeRule', (): Range => {
		const first = this.SUBRULE(this.literalRule);
		let last: Literal | null = null;
		this.OPTION(() => {
			this.CONSUME(word.DotDot);
			last = this.SUBRULE2(this.literalRule);
		});
		return { first, last };
	});

	private sumRule = this.RULE('sumRule', (): Operand => {
		let left = this.SUBRULE(this.productRule);
		this.MANY(() => {
			const token = this.OR([{ ALT: () => this.CONSUME(word.Sign) }, { ALT: () => this.CONSUME(word.Bitand) }]);
			const right = this.SUBRULE2(this.productRule);
			left = this.ACTION(() => {
				const operator = token.image === 'bitand' ? '&' : (token.image as Arithmetic);
				return { type: 'arithmetic', operator, left, right, ...across(left, right) };
			});
		});
		return left;
	});

	private productRule = this.RULE('productRule', (): Operand => {
		let left = this.SUBRULE(this.slicedRule);
		this.MANY(() => {
			const token = this.CONSUME(word.Times);
			const right = this.SUBRULE2(this.slicedRule);
			left = this.ACTION(() => ({
				type: 'arithmetic',
				operator: token.image as Arithmetic,
				left,
				right,
				...across(left, right)
			}));
		});
		return left;
	});

	private slicedRule = this.RULE('slicedRule', (): Operand => {
		let operand = this.SUBRULE(this.atomRule);
		this.OPTION(() => {
			const parts: SlicePart[] = [];
			this.CONSUME(word.OpenSlice);
			this.AT_LEAST_ONE_SEP({ SEP: word.SliceComma, DEF: () => parts.push(this.SUBRULE(this.slicePartRule)) });
			const end = this.CONSUME(word.CloseSlice);
			operand = this.ACTION(() => ({ type: 'slice', operand, parts, ...across(operand, placeOf(end)) }));
		});
		return operand;
	});

	/** "3", "0:3", "0-2", ":4", "2:", "-4:2". */
	private slicePartRule = this.RULE('slicePartRule', (): SlicePart => {
		let start = 0;
		let length: number | null = 1;
		this.OPTION(() => (start = this.SUBRULE(this.offsetRule)));
		this.OPTION2(() => {
			this.OR([
				{
					ALT: () => {
						this.CONSUME(word.Colon);
						length = null;
						this.OPTION3(() => {
							const token = this.CONSUME(word.SliceNumber);
							length = this.ACTION(() => +token.image);
						});
					}
				},
				{
					ALT: () => {
						const dash = this.CONSUME(word.Dash);
						const last = this.SUBRULE2(this.offsetRule);
						this.ACTION(() => {
							length = last - start + 1;
							if (length < 1) throw new FilterError(`A slice from ${start} to ${last} is empty`, placeOf(dash));
						});
					}
				}
			]);
		});
		return { start, length };
	});

	private offsetRule = this.RULE('offsetRule', (): number => {
		let sign = 1;
		this.OPTION(() => {
			this.CONSUME(word.Dash);
			sign = -1;
		});
		const token = this.CONSUME(word.SliceNumber);
		return this.ACTION(() => sign * +token.image);
	});

	private atomRule = this.RULE('atomRule', (): Operand =>
		this.OR([
			{
				GATE: () => tokenMatcher(this.LA(2), word.Open),
				ALT: () => {
					const name = this.CONSUME(word.Name);
					this.CONSUME(word.Open);
					const argument = this.SUBRULE(this.sumRule);
					const end = this.CONSUME(word.Close);
					return this.ACTION((): Operand => ({
						type: 'call',
						name: name.image,
						argument,
						...across(placeOf(name), placeOf(end))
					}));
				}
			},
			{
				ALT: () => {
					const name = this.CONSUME2(word.Name);
					let layer = 0;
					let last = name;
					this.OPTION(() => {
						this.CONSUME(word.Hash);
						last = this.CONSUME(word.Number);
						layer = this.ACTION(() => +last.image);
					});
					return this.ACTION((): Operand => {
						const place = across(placeOf(name), placeOf(last));
						return { type: 'field', name: name.image, layer, ...place };
					});
				}
			},
			{ ALT: () => this.SUBRULE(this.valueRule) }
		])
	);

	/** In a set a bare word is a value. */
	private literalRule = this.RULE('literalRule', (): Literal =>
		this.OR([
			{ ALT: () => this.SUBRULE(this.valueRule) },
			{
				ALT: () => {
					const token = this.CONSUME(word.Name);
					return this.ACTION((): Literal => literalOf(token, 'word'));
				}
			}
		])
	);

	private valueRule = this.RULE('valueRule', (): Literal =>
		this.OR([
			{ ALT: () => this.#literal(this.CONSUME(word.Text), 'string') },
			{ ALT: () => this.#literal(this.CONSUME(word.Character), 'number') },
			{ ALT: () => this.#literal(this.CONSUME(word.Address), 'address') },
			{ ALT: () => this.#literal(this.CONSUME(word.Bytes), 'bytes') },
			{ ALT: () => this.#literal(this.CONSUME(word.Number), 'number') },
			{
				ALT: () => {
					const sign = this.CONSUME(word.Sign);
					const token = this.CONSUME2(word.Number);
					return this.ACTION((): Literal => {
						const place = across(placeOf(sign), placeOf(token));
						return { type: 'literal', kind: 'number', text: `${sign.image}${token.image}`, ...place };
					});
				}
			}
		])
	);

	#literal(token: IToken, kind: LiteralKind): Literal {
		return this.ACTION((): Literal => literalOf(token, kind));
	}
}

function literalOf(token: IToken, kind: LiteralKind): Literal {
	return { type: 'literal', kind, text: token.image, ...placeOf(token) };
}

let parser: FilterParser | null = null;

/** Throws a FilterError at the first place that can't be read. */
export function parse(text: string): Test {
	const lexed = word.lexer.tokenize(text);
	const strange = lexed.errors[0];
	if (strange !== undefined) {
		const place = { from: strange.offset, to: strange.offset + strange.length };
		throw new FilterError(`"${text.slice(place.from, place.to)}" is not part of the language`, place);
	}
	const open = lexed.tokens.find((token) => tokenMatcher(token, word.Unfinished));
	if (open !== undefined) throw new FilterError('The text that begins here has no end', placeOf(open));
	parser ??= new FilterParser();
	parser.input = lexed.tokens;
	const test = parser.filter();
	const [error] = parser.errors;
	if (error === undefined) return test;
	throw new FilterError(
		error.message,
		isReal(error.token) ? placeOf(error.token) : { from: text.length, to: text.length }
	);
}

/** The end of the text is a token without a place. */
function isReal(token: IToken): boolean {
	return Number.isFinite(token.startOffset) && token.image !== '';
}
