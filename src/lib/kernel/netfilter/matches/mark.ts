/** `-m mark`: the packet's mark (net/netfilter/xt_mark.c). */
import type { Match } from '../extension.ts';
import { maskedOf, maskedText, no } from '../language/values.ts';
import type { ExtensionData } from '../rule.ts';

interface Mark extends ExtensionData {
	value: number;
	mask: number;
	not: boolean;
}

export const mark: Match<Mark> = {
	name: 'mark',
	create: () => ({ value: 0, mask: 0, not: false }),
	options: {
		mark: { words: 1, invertible: true, read: (data, [word], not) => void Object.assign(data, maskedOf(word), { not }) }
	},
	print: (data) => `${no(data.not)}--mark ${maskedText(data)}`,
	test: (data, at) => ((at.packet.mark & data.mask) >>> 0 === data.value) !== data.not
};
