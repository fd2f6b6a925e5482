/** `-j CT` and `-j NOTRACK`: how conntrack is to take a packet, said before it does (net/netfilter/xt_CT.c). */
import { RuleError, type Option, type Target } from '../extension.ts';
import { numberOf } from '../language/values.ts';
import { noteChange } from '../note-change.ts';
import type { ExtensionData } from '../rule.ts';

interface Ct extends ExtensionData {
	notrack: boolean;
	/** -1: not said. */
	zone: number;
	/** In which direction the zone counts. */
	direction: 'both' | 'orig' | 'reply';
}

function zoneOption(direction: Ct['direction']): Option<Ct> {
	return {
		words: 1,
		read: (data, [word]) => {
			if (data.zone >= 0) throw new RuleError('one zone is enough');
			data.zone = numberOf(word, 65535);
			data.direction = direction;
		}
	};
}

const create = (notrack: boolean): Omit<Ct, 'op'> => ({ notrack, zone: -1, direction: 'both' });

export const ct: Target<Ct> = {
	name: 'CT',
	tables: ['raw'],
	needsConntrack: ({ notrack }) => !notrack,
	create: () => create(false),
	options: {
		notrack: { words: 0, read: (data) => void (data.notrack = true) },
		zone: zoneOption('both'),
		'zone-orig': zoneOption('orig'),
		'zone-reply': zoneOption('reply')
	},
	check: ({ notrack, zone }) => {
		if (!notrack && zone < 0) throw new RuleError('-j CT needs --notrack or --zone');
	},
	print: ({ notrack, zone, direction }) =>
		[
			...(notrack ? ['--notrack'] : []),
			...(zone < 0 ? [] : [`--zone${direction === 'both' ? '' : `-${direction}`} ${zone}`])
		].join(' '),
	apply: (data, at) => {
		const { packet } = at;
		if (packet.conn !== null || packet.untracked) return 'CONTINUE';
		if (data.notrack) {
			packet.untracked = true;
			noteChange(at, 'CT', 'tracking', 'on', 'off');
			return 'CONTINUE';
		}
		const before = packet.zone;
		packet.zone = data.direction === 'reply' ? 0 : data.zone;
		packet.replyZone = data.direction === 'orig' ? 0 : data.zone;
		noteChange(at, 'CT', 'zone', String(before), String(data.zone));
		return 'CONTINUE';
	}
};

export const notrack: Target<Ct> = {
	...ct,
	name: 'NOTRACK',
	needsConntrack: false,
	create: () => create(true),
	options: {},
	check: () => {},
	print: () => ''
};
