/** `-m length`: bytes of the IP packet (net/netfilter/xt_length.c). */
import { RuleError, type Match } from '../extension.ts';
import { no, numberOf, type Range, rangeText, within } from '../language/values.ts';
import type { ExtensionData } from '../rule.ts';

interface Length extends ExtensionData {
	range: Range | null;
	not: boolean;
}

export const length: Match<Length> = {
	name: 'length',
	create: () => ({ range: null, not: false }),
	options: {
		length: {
			words: 1,
			invertible: true,
			read: (data, [word], not) => {
				const [first, last = first] = word.split(':');
				const from = first === '' ? 0 : numberOf(first, 65535);
				data.range = { from, to: last === '' ? 65535 : numberOf(last, 65535) };
				if (data.range.to < from) throw new RuleError(`the range of lengths ${word} runs backwards`);
				data.not = not;
			}
		}
	},
	check: ({ range }) => {
		if (range === null) throw new RuleError('-m length needs --length', 'such as --length 100:200');
	},
	print: ({ range, not }) => `${no(not)}--length ${rangeText(range!)}`,
	test: (data, at) => within(data.range!, at.length) !== data.not
};
