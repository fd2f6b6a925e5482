/** What could stand at a place of a filter: fields, comparisons, or the values of a field. */
import { tokenMatcher, type IToken } from 'chevrotain';
import { namedFields, namedProtocols } from '../../wire/dissect/catalogue.ts';
import * as word from './lexer.ts';
import type { Place } from './syntax.ts';

export interface Completion {
	text: string;
	meaning: string;
}

/** The part of the text that a completion takes the place of, and what could stand there. */
export interface Completions extends Place {
	items: Completion[];
}

const MOST = 40;

const fields: Completion[] = [
	...namedProtocols.map(({ key, meaning }) => ({ text: key, meaning })),
	...[...namedFields].map(([text, { name, meaning }]) => ({ text, meaning: `${name}: ${meaning}` }))
];

const comparing: Completion[] = [
	{ text: '==', meaning: 'equal (eq)' },
	{ text: '!=', meaning: 'not equal (ne)' },
	{ text: '>', meaning: 'greater (gt)' },
	{ text: '<', meaning: 'less (lt)' },
	{ text: '>=', meaning: 'greater or equal (ge)' },
	{ text: '<=', meaning: 'less or equal (le)' },
	{ text: 'contains', meaning: 'has this text or these bytes somewhere' },
	{ text: 'matches', meaning: 'fits this regular expression' },
	{ text: 'in', meaning: 'is one of these: in {80, 443, 1000 .. 2000}' }
];

const joining: Completion[] = [
	{ text: '&&', meaning: 'and' },
	{ text: '||', meaning: 'or' }
];

/** @param at Where the cursor is. */
export function complete(text: string, at: number): Completions {
	const from = at - /[\w.]*$/.exec(text.slice(0, at))![0].length;
	const to = at + /^[\w.]*/.exec(text.slice(at))![0].length;
	const begun = text.slice(from, at).toLowerCase();
	const before = word.lexer.tokenize(text.slice(0, from)).tokens;
	const items = candidates(before).filter((item) => item.text.startsWith(begun) && item.text !== text.slice(from, to));
	// What goes on at a dot comes after what doesn't: "ip" before "ip.addr", and that before "ip.dsfield.ecn".
	const depth = ({ text: name }: Completion) => name.split('.').length;
	const known = begun === '' ? items : items.sort((a, b) => depth(a) - depth(b));
	return { from, to, items: known.slice(0, MOST) };
}

function candidates(before: IToken[]): Completion[] {
	const last = before.at(-1);
	if (last === undefined) return fields;
	const is = (...types: Parameters<typeof tokenMatcher>[1][]) => types.some((type) => tokenMatcher(last, type));
	if (is(word.Compare, word.OpenSet, word.Comma)) return valuesOf(before);
	if (is(word.Name)) return [...comparing, ...joining];
	if (is(word.CloseSlice)) return comparing;
	if (is(word.Text, word.Character, word.Address, word.Bytes, word.Number, word.Close, word.CloseSet)) return joining;
	if (is(word.In)) return [{ text: '{', meaning: 'values, with commas between them' }];
	return fields;
}

/** Of the field that is compared: its known values, then fields that it may be equal to. */
function valuesOf(before: readonly IToken[]): Completion[] {
	const field = before.findLast((token) => tokenMatcher(token, word.Name));
	const kind = namedFields.get(field?.image ?? '');
	if (kind === undefined) return [];
	if (kind.type === 'boolean')
		return [
			{ text: '1', meaning: kind.values?.[1] ?? 'set' },
			{ text: '0', meaning: kind.values?.[0] ?? 'not set' }
		];
	return Object.entries(kind.values ?? {}).map(([text, meaning]) => ({ text, meaning }));
}
