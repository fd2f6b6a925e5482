/** What the schema found, in words for the person who wrote the document. */
import type * as v from 'valibot';
import { closest } from '../net/closest.ts';
import {
	configSchema,
	inputSchema,
	interfaceSchema,
	labSchema,
	linkSchema,
	nodeSchema,
	routeSchema
} from './document.ts';
import { bridgeSchema } from './bridge-settings.ts';
import { macvlanSchema, portSchema, vxlanSchema } from './interfaces/schemas.ts';
import { formatPath, type Problem } from './problem.ts';

/** Property names that a misspelt one may have meant. */
const propertyNames = [
	labSchema,
	nodeSchema,
	interfaceSchema,
	bridgeSchema,
	macvlanSchema,
	vxlanSchema,
	portSchema,
	routeSchema,
	linkSchema,
	inputSchema,
	configSchema
].flatMap((schema) => Object.keys(schema.entries));

const kinds: Record<string, string> = {
	string: 'text',
	number: 'a number',
	boolean: 'true or false',
	array: 'a list',
	tuple: 'a list',
	record: 'an object',
	strict_object: 'an object'
};

/** A value as it stands in the document, short. */
function quote(value: unknown): string {
	const text = JSON.stringify(value) ?? String(value);
	return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/** `"a" | "b"` of an issue as its words. */
function options(expected: string | null): string[] {
	return [...(expected ?? '').matchAll(/"([^"]*)"/g)].map((match) => match[1]);
}

function bound(expected: string | null): string {
	return (expected ?? '').replace('>=', 'at least ').replace('<=', 'at most ');
}

function meant(word: string | undefined): { mend?: string } {
	return word === undefined ? {} : { mend: `did you mean ${word}?` };
}

function describe(issue: v.BaseIssue<unknown>): { message: string; mend?: string } {
	const { type, kind, expected, received, input } = issue;
	const key = issue.path?.at(-1)?.key;
	// Our own checks carry their own message.
	if (kind === 'validation' && !issue.message.startsWith('Invalid')) return { message: issue.message };
	if (expected === 'never' && typeof key === 'string') {
		return { message: `there is no property ${quote(key)} here`, ...meant(closest(key, propertyNames)) };
	}
	if (received === 'undefined' && input === undefined) {
		const words = type === 'variant' || type === 'picklist' || type === 'literal' ? options(expected) : [];
		return { message: 'it is missing', ...(words.length > 0 ? { mend: `one of ${words.join(', ')}` } : {}) };
	}
	if (type === 'picklist' || type === 'literal' || type === 'variant') {
		const words = options(expected);
		if (words.length === 0) return { message: `${quote(input)} is not ${expected}` };
		const near = typeof input === 'string' ? closest(input, words) : undefined;
		const list = words.length === 1 ? words[0] : `one of ${words.join(', ')}`;
		return { message: `${quote(input)} is not ${list}`, ...meant(near) };
	}
	if (type === 'union')
		return {
			message: `${quote(input)} is not ${(expected ?? '').replace(/[()]/g, '').replaceAll('|', 'or').replaceAll('string', 'text')}`
		};
	const wanted = kinds[type];
	if (kind === 'schema' && wanted !== undefined) return { message: `${quote(input)} is not ${wanted}` };
	if (type === 'integer') return { message: `${quote(input)} is not a whole number` };
	if (type === 'min_value') return { message: `${quote(input)} is too small: it must be ${bound(expected)}` };
	if (type === 'max_value') return { message: `${quote(input)} is too large: it must be ${bound(expected)}` };
	if (type === 'min_length') return { message: 'it is empty' };
	return { message: issue.message };
}

/** A union is told by the alternative that came furthest. */
function deepest(issue: v.BaseIssue<unknown>): v.BaseIssue<unknown> {
	const inner = issue.type === 'union' ? issue.issues?.find((one) => one.kind === 'validation') : undefined;
	return inner === undefined ? issue : ({ ...inner, path: issue.path } as v.BaseIssue<unknown>);
}

/** @param prefix Where the checked value stands in the document. */
export function problemsOf(
	issues: readonly v.BaseIssue<unknown>[],
	prefix: readonly (string | number)[] = []
): Problem[] {
	const problems: Problem[] = [];
	for (const issue of issues) {
		const keys = (issue.path ?? []).map((item) => item.key as string | number);
		const path = formatPath([...prefix, ...keys]);
		// One value, one problem: 3.5 is not a whole number, and that it is below 68 too helps nobody.
		if (problems.some((known) => known.path === path)) continue;
		problems.push({ path, ...describe(deepest(issue)), severity: 'error' });
	}
	return problems;
}
