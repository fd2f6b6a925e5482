/** From what a filter says to a function over frames. What can't be compared is told with its place, before any frame is looked at. */
import { RE2JS } from 're2js';
import { closest } from '../../net/closest.ts';
import { namedFields, namedProtocols } from '../../wire/dissect/catalogue.ts';
import type { FieldValue } from '../../wire/dissect/field.ts';
import type { FilterFrame } from './frame.ts';
import { bytesOfText, constantOf, textOf, type Constant, type ValueType } from './literal.ts';
import {
	FilterError,
	type Arithmetic,
	type Comparison,
	type Literal,
	type Operand,
	type Place,
	type Quantifier,
	type SlicePart,
	type Test
} from './syntax.ts';

type Values = readonly FieldValue[];
type Predicate = (frame: FilterFrame) => boolean;

interface Compiled {
	type: ValueType;
	values(frame: FilterFrame): Values;
}

const protocols = new Set(namedProtocols.map(({ key }) => key));
/** Names that a mistyped one may have meant. */
const names = [...protocols, ...namedFields.keys()];

export function compile(test: Test): Predicate {
	switch (test.type) {
		case 'and': {
			const left = compile(test.left);
			const right = compile(test.right);
			return (frame) => left(frame) && right(frame);
		}
		case 'or': {
			const left = compile(test.left);
			const right = compile(test.right);
			return (frame) => left(frame) || right(frame);
		}
		case 'xor': {
			const left = compile(test.left);
			const right = compile(test.right);
			return (frame) => left(frame) !== right(frame);
		}
		case 'not': {
			const inner = compile(test.test);
			return (frame) => !inner(frame);
		}
		case 'present':
			return presence(test.operand);
		case 'compare':
			return comparison(test.quantifier, test.operator, test.left, test.right);
		case 'in': {
			const members = compileSet(test.operand, test.set);
			const inside = quantified(test.quantifier === 'all', members.operand, members.has);
			return test.not ? (frame) => !inside(frame) : inside;
		}
	}
}

function presence(operand: Operand): Predicate {
	if (operand.type === 'literal')
		throw new FilterError(`${operand.text} alone says nothing: what shall be equal to it?`, operand);
	const { values } = compileOperand(operand);
	// Of bits that were cut out it is asked whether one is set.
	if (operand.type === 'arithmetic') return (frame) => values(frame).some((value) => value !== 0);
	return (frame) => values(frame).length > 0;
}

function isLiteral(operand: Operand): operand is Literal {
	return operand.type === 'literal';
}

function compileSet(
	operand: Operand,
	set: Extract<Test, { type: 'in' }>['set']
): { operand: Compiled; has: (value: FieldValue) => boolean } {
	const left = compileOperand(operand);
	const members = set.map(({ first, last }) => {
		const low = constantOf(first, left.type);
		const high = last === null ? null : constantOf(last, left.type);
		if (high === null) return (value: FieldValue) => order('==', value, low);
		return (value: FieldValue) => order('>=', value, low) && order('<=', value, high);
	});
	return { operand: left, has: (value) => members.some((member) => member(value)) };
}

/** Any of the values, or all of them; a field that isn't there fits nothing. */
function quantified(all: boolean, { values }: Compiled, fits: (value: FieldValue) => boolean): Predicate {
	if (all)
		return (frame) => {
			const found = values(frame);
			return found.length > 0 && found.every(fits);
		};
	return (frame) => values(frame).some(fits);
}

function comparison(quantifier: Quantifier, operator: Comparison, left: Operand, right: Operand): Predicate {
	if (operator === 'contains' || operator === 'matches') return search(quantifier, operator, left, right);
	if (!isLiteral(left) && isBareWord(right)) return comparison(quantifier, operator, left, wordOf(left, right));
	if (isLiteral(left) && isLiteral(right))
		throw new FilterError('Two values are compared here, and no field', { from: left.from, to: right.to });
	const all = quantifier === '' ? operator === '!=' || operator === '===' : quantifier === 'all';
	const simple = operator === '===' ? '==' : operator === '!==' ? '!=' : operator;
	if (isLiteral(right)) {
		const field = compileOperand(left);
		const constant = constantOf(right, ordered(field.type, left));
		return quantified(all, field, (value) => order(simple, value, constant));
	}
	if (isLiteral(left)) {
		const field = compileOperand(right);
		const constant = constantOf(left, ordered(field.type, right));
		return quantified(all, field, (value) => order(MIRRORED[simple] ?? simple, value, constant));
	}
	const a = compileOperand(left);
	const b = compileOperand(right);
	if (kindOf(a.type) !== kindOf(b.type))
		throw new FilterError(`${spoken(a.type)} and ${spoken(b.type)} can't be compared`, {
			from: left.from,
			to: right.to
		});
	return (frame) => {
		const others = b.values(frame).map((value): Constant => ({ value, mask: null }));
		const found = a.values(frame);
		if (found.length === 0 || others.length === 0) return false;
		if (all) return found.every((value) => others.every((other) => order(simple, value, other)));
		return found.some((value) => others.some((other) => order(simple, value, other)));
	};
}

function isBareWord(operand: Operand): operand is Extract<Operand, { type: 'field' }> {
	return (
		operand.type === 'field' && operand.layer === 0 && !protocols.has(operand.name) && !namedFields.has(operand.name)
	);
}

/** A word on the right that names no field may be a value: "ff", "true". */
function wordOf(left: Operand, { name, from, to }: Extract<Operand, { type: 'field' }>): Literal {
	const word: Literal = { type: 'literal', kind: 'word', text: name, from, to };
	const { type } = compileOperand(left);
	const value = type === 'boolean' || type === 'uint' ? /^(true|false)$/i : /^[0-9a-f]{2}$/i;
	if (type === 'string') constantOf(word, type);
	if (!value.test(name) || type === 'ipv4') compileField(name, 0, word);
	return word;
}

const MIRRORED: Readonly<Record<string, Comparison>> = { '>': '<', '<': '>', '>=': '<=', '<=': '>=' };

function ordered(type: ValueType, place: Place): ValueType {
	if (type === 'none') throw new FilterError('It has no value that could be compared', place);
	return type;
}

function search(quantifier: Quantifier, operator: 'contains' | 'matches', left: Operand, right: Operand): Predicate {
	const field = compileOperand(left);
	if (!['string', 'bytes', 'ether', 'protocol'].includes(field.type))
		throw new FilterError(`${spoken(field.type)} can't be searched: ${operator} is for texts and bytes`, left);
	if (!isLiteral(right)) throw new FilterError(`${operator} wants a text in quotes`, right);
	const all = quantifier === 'all';
	if (operator === 'contains') {
		const wanted = constantOf(right, field.type === 'string' ? 'string' : 'bytes').value;
		if (typeof wanted === 'string') return quantified(all, field, (value) => (value as string).includes(wanted));
		return quantified(all, field, (value) => includes(asBytes(value), wanted as Uint8Array));
	}
	if (right.kind !== 'string') throw new FilterError('matches wants a regular expression in quotes', right);
	const pattern = regularExpression(right);
	return quantified(all, field, (value) => pattern.matcher(latin(value)).find());
}

/** It takes time in proportion to the text, whatever is written: patterns that look back or ahead are not part of it. */
function regularExpression(literal: Literal): RE2JS {
	// A backslash is the expression's own: of the escapes of a text only the quote's goes.
	const text = /^r"/i.test(literal.text) ? textOf(literal) : literal.text.slice(1, -1).replace(/\\"/g, '"');
	try {
		return RE2JS.compile(text, RE2JS.CASE_INSENSITIVE);
	} catch (error) {
		throw new FilterError(`Not a regular expression: ${(error as Error).message}`, literal);
	}
}

function latin(value: FieldValue): string {
	if (typeof value === 'string') return value;
	let text = '';
	for (const byte of asBytes(value)) text += String.fromCharCode(byte);
	return text;
}

function includes(b: Uint8Array, wanted: Uint8Array): boolean {
	for (let at = 0; at + wanted.length <= b.length; at++) {
		let i = 0;
		while (i < wanted.length && b[at + i] === wanted[i]) i++;
		if (i === wanted.length) return true;
	}
	return false;
}

/** A MAC is kept as a number. */
function asBytes(value: FieldValue): Uint8Array {
	if (value instanceof Uint8Array) return value;
	if (typeof value === 'string') return bytesOfText(value);
	return Uint8Array.from({ length: 6 }, (_, i) => Math.floor(value / 256 ** (5 - i)) % 256);
}

function order(operator: Comparison, value: FieldValue, { value: other, mask }: Constant): boolean {
	const masked = mask !== null && typeof value === 'number' ? (value & mask) >>> 0 : value;
	const sign = compareValues(masked, other);
	switch (operator) {
		case '==':
			return sign === 0;
		case '!=':
			return sign !== 0;
		case '>':
			return sign > 0;
		case '>=':
			return sign >= 0;
		case '<':
			return sign < 0;
		default:
			return sign <= 0;
	}
}

function compareValues(a: FieldValue, b: FieldValue): number {
	if (typeof a === 'number' && typeof b === 'number') return a - b;
	if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
	const left = asBytes(a);
	const right = asBytes(b);
	for (let i = 0; i < Math.min(left.length, right.length); i++) if (left[i] !== right[i]) return left[i] - right[i];
	return left.length - right.length;
}

/** What is compared as the same. */
function kindOf(type: ValueType): string {
	if (type === 'uint' || type === 'boolean' || type === 'seconds') return 'number';
	return type === 'protocol' ? 'bytes' : type;
}

const SPOKEN: Readonly<Record<ValueType, string>> = {
	uint: 'A number',
	boolean: 'A bit',
	ipv4: 'An IPv4 address',
	ether: 'A MAC address',
	string: 'A text',
	bytes: 'Bytes',
	seconds: 'A time',
	none: 'A heading',
	protocol: 'A protocol'
};

function spoken(type: ValueType): string {
	return SPOKEN[type];
}

function compileOperand(operand: Operand): Compiled {
	switch (operand.type) {
		case 'field':
			return compileField(operand.name, operand.layer, operand);
		case 'slice':
			return compileSlice(operand.operand, operand.parts);
		case 'call':
			return compileCall(operand.name, operand.argument, operand);
		case 'arithmetic':
			return compileArithmetic(operand.operator, operand.left, operand.right);
		case 'literal':
			throw new FilterError(`${operand.text} stands where a field is expected`, operand);
	}
}

function compileField(name: string, layer: number, place: Place): Compiled {
	if (protocols.has(name)) return { type: 'protocol', values: (frame) => frame.protocol(name, layer) };
	const kind = namedFields.get(name);
	if (kind !== undefined) return { type: kind.type, values: (frame) => frame.values(name, layer) };
	const meant = closest(name, names);
	throw new FilterError(
		`${name} is neither a field nor a protocol${meant === undefined ? '' : `; ${meant} is one`}`,
		place
	);
}

function compileSlice(operand: Operand, parts: readonly SlicePart[]): Compiled {
	const { type, values } = compileOperand(operand);
	if (!['string', 'bytes', 'ether', 'protocol'].includes(type))
		throw new FilterError(`${spoken(type)} has no parts: a slice is for texts and bytes`, operand);
	const cut = (value: FieldValue): FieldValue[] => {
		const whole = typeof value === 'string' ? value : asBytes(value);
		const pieces = parts.map(({ start, length }) => {
			const from = start < 0 ? whole.length + start : start;
			const to = length === null ? whole.length : from + length;
			return from < 0 || to > whole.length || from >= to ? null : { from, to };
		});
		// A part that isn't there: nothing to compare with.
		if (pieces.some((piece) => piece === null)) return [];
		const there = pieces as { from: number; to: number }[];
		if (typeof whole === 'string') return [there.map(({ from, to }) => whole.slice(from, to)).join('')];
		return [Uint8Array.from(there.flatMap(({ from, to }) => [...whole.subarray(from, to)]))];
	};
	return { type: type === 'string' ? 'string' : 'bytes', values: (frame) => values(frame).flatMap(cut) };
}

function compileCall(name: string, argument: Operand, place: Place): Compiled {
	const inner = compileOperand(argument);
	const sized = ['string', 'bytes', 'ether', 'protocol'].includes(inner.type);
	const size = (value: FieldValue) => (typeof value === 'string' ? bytesOfText(value).length : asBytes(value).length);
	if (name === 'count') return { type: 'uint', values: (frame) => [inner.values(frame).length].filter((n) => n > 0) };
	if (name === 'len' && sized) return { type: 'uint', values: (frame) => inner.values(frame).map(size) };
	if ((name === 'lower' || name === 'upper') && inner.type === 'string') {
		const change = (value: FieldValue) =>
			name === 'lower' ? (value as string).toLowerCase() : (value as string).toUpperCase();
		return { type: 'string', values: (frame) => inner.values(frame).map(change) };
	}
	if (['len', 'lower', 'upper'].includes(name))
		throw new FilterError(`${name} is for texts${name === 'len' ? ' and bytes' : ''}`, place);
	throw new FilterError(`${name} is no function; there are len, count, lower and upper`, place);
}

const ARITHMETIC: Readonly<Record<Arithmetic, (a: number, b: number) => number>> = {
	'+': (a, b) => a + b,
	'-': (a, b) => a - b,
	'*': (a, b) => a * b,
	'/': (a, b) => Math.trunc(a / b),
	'%': (a, b) => a % b,
	// Wider than 32 bits are MACs only, which aren't numbers here.
	'&': (a, b) => (a & b) >>> 0
};

function compileArithmetic(operator: Arithmetic, left: Operand, right: Operand): Compiled {
	const a = numbers(left);
	const b = numbers(right);
	const run = ARITHMETIC[operator];
	const values = (frame: FilterFrame): number[] => {
		const others = b(frame);
		return a(frame).flatMap((value) => others.map((other) => run(value, other)).filter(Number.isFinite));
	};
	return { type: 'uint', values };
}

function numbers(operand: Operand): (frame: FilterFrame) => readonly number[] {
	if (isLiteral(operand)) {
		const { value } = constantOf(operand, 'uint');
		return () => [value as number];
	}
	const { type, values } = compileOperand(operand);
	if (kindOf(type) !== 'number') throw new FilterError(`${spoken(type)} is no number`, operand);
	return values as (frame: FilterFrame) => readonly number[];
}
