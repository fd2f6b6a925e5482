/** The words of a display filter. */
import { createToken, Lexer, type TokenType } from 'chevrotain';

const token = (name: string, pattern: RegExp | string, label: string, more: object = {}): TokenType =>
	createToken({ name, pattern, label, ...more });

export const WhiteSpace = token('WhiteSpace', /\s+/, 'white space', { group: Lexer.SKIPPED });

/** "tcp.port", "and": a field, a protocol, a function, or a word of the language. */
export const Name = token('Name', /[A-Za-z_]\w*(?:\.[A-Za-z0-9_]+)*/, 'a name');
const word = (name: string, pattern: RegExp, label: string) => token(name, pattern, label, { longer_alt: Name });

export const And = word('And', /&&|and/, 'and');
export const Or = word('Or', /\|\||or/, 'or');
export const Xor = word('Xor', /\^\^|xor/, 'xor');
export const In = word('In', /in/, 'in');
export const Quantifier = word('Quantifier', /any|all/, 'any or all');
export const Bitand = word('Bitand', /bitand|&/, '&');
/** `===` before `==`; each with its name, which is a word. */
export const Compare = word(
	'Compare',
	/===|!==|==|!=|~=|>=|<=|>|<|~|all_eq|any_ne|eq|ne|ge|gt|le|lt|contains|matches/,
	'a comparison'
);
export const Not = word('Not', /!|not/, 'not');

export const Text = token('Text', /[rR]?"(?:\\.|[^"\\])*"/, 'a text in quotes');
export const Character = token('Character', /'(?:\\.|[^'\\])'/, 'a character');
export const Address = token('Address', /\d{1,3}(?:\.\d{1,3}){3}(?:\/\d{1,2})?/, 'an address');
export const Bytes = token('Bytes', /[0-9a-fA-F]{2}(?:[:-][0-9a-fA-F]{2})+:?|[0-9a-fA-F]{2}:/, 'bytes');
export const Number = token('Number', /0[xX][0-9a-fA-F]+|\d+(?:\.\d+)?/, 'a number');
export const DotDot = token('DotDot', '..', '..');
export const Open = token('Open', '(', '(');
export const Close = token('Close', ')', ')');
export const OpenSet = token('OpenSet', '{', '{');
export const CloseSet = token('CloseSet', '}', '}');
export const Comma = token('Comma', ',', ',');
export const Hash = token('Hash', '#', '#');
export const Sign = token('Sign', /[+-]/, '+ or -');
export const Times = token('Times', /[*/%]/, '*, / or %');
export const OpenSlice = token('OpenSlice', '[', '[', { push_mode: 'slice' });

export const SliceNumber = token('SliceNumber', /\d+/, 'a number');
export const Colon = token('Colon', ':', ':');
export const Dash = token('Dash', '-', '-');
export const SliceComma = token('SliceComma', ',', ',');
export const CloseSlice = token('CloseSlice', ']', ']', { pop_mode: true });

/** What was begun and not ended: told as such, instead of as a character that is not known. */
export const Unfinished = token('Unfinished', /["'][^]*/, 'a text without its end');

const main = [
	WhiteSpace,
	Text,
	Character,
	Address,
	Bytes,
	Number,
	And,
	Or,
	Xor,
	Compare,
	In,
	Quantifier,
	Bitand,
	Not,
	Name,
	DotDot,
	Open,
	Close,
	OpenSet,
	CloseSet,
	Comma,
	Hash,
	Sign,
	Times,
	OpenSlice,
	Unfinished
];
const slice = [WhiteSpace, SliceNumber, Colon, Dash, SliceComma, CloseSlice];

export const tokens = { modes: { main, slice }, defaultMode: 'main' };
export const lexer = new Lexer(tokens, { ensureOptimizations: false });
