/** `-j MARK`: sets bits of the packet's mark (net/netfilter/xt_mark.c). */
import type { Target } from '../extension.ts';
import { RuleError } from '../extension.ts';
import { hexText, maskedOf, numberOf } from '../language/values.ts';
import { noteChange } from '../note-change.ts';
import type { ExtensionData } from '../rule.ts';

interface Mark extends ExtensionData {
	value: number;
	/** Bits that are cleared before. */
	mask: number;
	given: boolean;
}

export const mark: Target<Mark> = {
	name: 'MARK',
	create: () => ({ value: 0, mask: 0, given: false }),
	options: {
		'set-xmark': {
			words: 1,
			read: (data, [word]) => void Object.assign(data, maskedOf(word), { given: true })
		},
		'set-mark': {
			words: 1,
			read: (data, [word]) => {
				const { value, mask } = maskedOf(word);
				Object.assign(data, { value, mask: (value | mask) >>> 0, given: true });
			}
		},
		'and-mark': {
			words: 1,
			read: (data, [word]) => void Object.assign(data, { value: 0, mask: ~numberOf(word) >>> 0, given: true })
		},
		'or-mark': {
			words: 1,
			read: (data, [word]) => {
				const value = numberOf(word);
				Object.assign(data, { value, mask: value, given: true });
			}
		},
		'xor-mark': {
			words: 1,
			read: (data, [word]) => void Object.assign(data, { value: numberOf(word), mask: 0, given: true })
		}
	},
	check: ({ given }) => {
		if (!given) throw new RuleError('-j MARK needs a mark', 'such as --set-mark 1');
	},
	print: ({ value, mask }) => `--set-xmark ${hexText(value)}/${hexText(mask)}`,
	apply: (data, at) => {
		const before = at.packet.mark;
		at.packet.mark = ((before & ~data.mask) ^ data.value) >>> 0;
		noteChange(at, 'MARK', 'mark', hexText(before), hexText(at.packet.mark));
		return 'CONTINUE';
	}
};
