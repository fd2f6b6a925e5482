/** `-j CONNMARK`: marks the connection, or carries the mark between packet and connection (net/netfilter/xt_connmark.c). */
import { RuleError, type Option, type Target } from '../extension.ts';
import { hexText, maskedOf, numberOf } from '../language/values.ts';
import { noteChange } from '../note-change.ts';
import type { ExtensionData } from '../rule.ts';

interface Connmark extends ExtensionData {
	mode: 'set' | 'save' | 'restore' | '';
	value: number;
	/** Bits of the connection's mark. */
	ctMask: number;
	/** Bits of the packet's mark. */
	nfMask: number;
}

function sets(read: (word: string) => { value: number; mask: number }): Option<Connmark> {
	return {
		words: 1,
		read: (data, [word]) => {
			const { value, mask } = read(word);
			Object.assign(data, { mode: 'set', value, ctMask: mask });
		}
	};
}

const BITS = 0xffffffff;

export const connmark: Target<Connmark> = {
	name: 'CONNMARK',
	needsConntrack: true,
	create: () => ({ mode: '', value: 0, ctMask: BITS, nfMask: BITS }),
	options: {
		'set-xmark': sets(maskedOf),
		'set-mark': sets((word) => {
			const { value, mask } = maskedOf(word);
			return { value, mask: (value | mask) >>> 0 };
		}),
		'and-mark': sets((word) => ({ value: 0, mask: ~numberOf(word) >>> 0 })),
		'or-mark': sets((word) => ({ value: numberOf(word), mask: numberOf(word) })),
		'xor-mark': sets((word) => ({ value: numberOf(word), mask: 0 })),
		'save-mark': { words: 0, read: (data) => void (data.mode = 'save') },
		'restore-mark': { words: 0, read: (data) => void (data.mode = 'restore') },
		nfmask: { words: 1, read: (data, [word]) => void (data.nfMask = numberOf(word)) },
		ctmask: { words: 1, read: (data, [word]) => void (data.ctMask = numberOf(word)) },
		mask: { words: 1, read: (data, [word]) => void (data.nfMask = data.ctMask = numberOf(word)) }
	},
	check: ({ mode }) => {
		if (mode === '') throw new RuleError('-j CONNMARK needs --set-mark, --save-mark or --restore-mark');
	},
	print: ({ mode, value, ctMask, nfMask }) =>
		mode === 'set'
			? `--set-xmark ${hexText(value)}/${hexText(ctMask)}`
			: `--${mode}-mark --nfmask ${hexText(nfMask)} --ctmask ${hexText(ctMask)}`,
	apply: ({ mode, value, ctMask, nfMask }, at) => {
		const { packet } = at;
		const { conn } = packet;
		if (conn === null) return 'CONTINUE';
		if (mode === 'restore') {
			const before = packet.mark;
			packet.mark = ((before & ~nfMask) ^ (conn.mark & ctMask)) >>> 0;
			noteChange(at, 'CONNMARK', 'mark', hexText(before), hexText(packet.mark));
			return 'CONTINUE';
		}
		const before = conn.mark;
		conn.mark = ((before & ~ctMask) ^ (mode === 'set' ? value : packet.mark & nfMask)) >>> 0;
		noteChange(at, 'CONNMARK', "connection's mark", hexText(before), hexText(conn.mark));
		return 'CONTINUE';
	}
};
