/** `-m connmark`: the mark of the packet's connection (net/netfilter/xt_connmark.c). */
import type { Match } from '../extension.ts';
import { maskedOf, maskedText, no } from '../language/values.ts';
import type { ExtensionData } from '../rule.ts';

interface Connmark extends ExtensionData {
	value: number;
	mask: number;
	not: boolean;
}

export const connmark: Match<Connmark> = {
	name: 'connmark',
	needsConntrack: true,
	create: () => ({ value: 0, mask: 0, not: false }),
	options: {
		mark: { words: 1, invertible: true, read: (data, [word], not) => void Object.assign(data, maskedOf(word), { not }) }
	},
	print: (data) => `${no(data.not)}--mark ${maskedText(data)}`,
	test: (data, at) => {
		const { conn } = at.packet;
		return conn !== null && ((conn.mark & data.mask) >>> 0 === data.value) !== data.not;
	}
};
