/** JSON text to a value, with a line and a column for what is wrong with it. */
import { parse, type ParseError, printParseErrorCode } from 'jsonc-parser';
import type { Problem } from './problem.ts';

/** Codes of jsonc-parser in words; the others are told as they are. */
const messages: Record<string, string> = {
	InvalidSymbol: 'this is no JSON value',
	PropertyNameExpected: 'a property name in double quotes is expected',
	ValueExpected: 'a value is expected',
	ColonExpected: 'a colon is expected',
	CommaExpected: 'a comma is expected',
	CloseBraceExpected: 'a closing } is missing',
	CloseBracketExpected: 'a closing ] is missing',
	EndOfFileExpected: 'the document has ended, but more follows',
	InvalidCommentToken: 'JSON has no comments',
	UnexpectedEndOfString: 'a string is not closed',
	UnexpectedEndOfNumber: 'a number is not finished',
	InvalidUnicode: 'a \\u escape needs four hexadecimal digits',
	InvalidEscapeCharacter: 'this escape does not exist',
	InvalidCharacter: 'a control character stands in a string'
};

export type Json = { ok: true; value: unknown } | { ok: false; problem: Problem };

export function parseJson(text: string): Json {
	try {
		return { ok: true, value: JSON.parse(text) };
	} catch {
		// What the engine says differs between browsers and often names no place, so another parser says where.
		const errors: ParseError[] = [];
		parse(text, errors, { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false });
		const [first] = errors;
		const offset = first?.offset ?? 0;
		const lines = text.slice(0, offset).split(/\r\n|\r|\n/);
		const code = first === undefined ? '' : printParseErrorCode(first.error);
		const place = `line ${lines.length}, column ${lines[lines.length - 1].length + 1}`;
		const message = `not JSON: ${place}: ${messages[code] ?? (code === '' ? 'it cannot be read' : code)}`;
		return { ok: false, problem: { path: '', message, severity: 'error' } };
	}
}
