/** A display filter written in one way: signs instead of words, and parentheses where they are needed. */
import type { Operand, Range, SlicePart, Test } from './syntax.ts';

const SIGNS = { and: '&&', xor: 'xor', or: '||' };
/** How tightly it binds. */
const STRENGTH = { or: 1, xor: 2, and: 3, not: 4, present: 5, compare: 5, in: 5 };

export function format(test: Test): string {
	switch (test.type) {
		case 'and':
		case 'or':
		case 'xor': {
			const strength = STRENGTH[test.type];
			return `${inside(test.left, strength)} ${SIGNS[test.type]} ${inside(test.right, strength + 1)}`;
		}
		case 'not':
			return `!${inside(test.test, STRENGTH.not + (test.test.type === 'not' ? 0 : 1))}`;
		case 'present':
			return formatOperand(test.operand);
		case 'compare':
			return `${many(test.quantifier)}${formatOperand(test.left)} ${test.operator} ${formatOperand(test.right)}`;
		case 'in':
			return `${many(test.quantifier)}${formatOperand(test.operand)} ${test.not ? 'not ' : ''}in {${test.set.map(range).join(', ')}}`;
	}
}

function many(quantifier: string): string {
	return quantifier === '' ? '' : `${quantifier} `;
}

function inside(test: Test, strength: number): string {
	const alone = STRENGTH[test.type] >= strength && !(strength > STRENGTH.not && test.type !== 'present');
	return alone ? format(test) : `(${format(test)})`;
}

function range({ first, last }: Range): string {
	return last === null ? first.text : `${first.text} .. ${last.text}`;
}

function formatOperand(operand: Operand): string {
	switch (operand.type) {
		case 'field':
			return operand.layer === 0 ? operand.name : `${operand.name}#${operand.layer}`;
		case 'slice':
			return `${formatOperand(operand.operand)}[${operand.parts.map(part).join(',')}]`;
		case 'call':
			return `${operand.name}(${formatOperand(operand.argument)})`;
		case 'arithmetic':
			return `${formatOperand(operand.left)} ${operand.operator} ${formatOperand(operand.right)}`;
		case 'literal':
			return operand.text;
	}
}

function part({ start, length }: SlicePart): string {
	return length === null ? `${start}:` : `${start}:${length}`;
}
