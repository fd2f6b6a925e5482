/** `-m mac`: who sent the frame (net/netfilter/xt_mac.c). */
import { formatMac, isMac, parseMac } from '../../../net/text.ts';
import { etherSource } from '../../../wire/ethernet.ts';
import { RuleError, type Match } from '../extension.ts';
import { no } from '../language/values.ts';
import type { ExtensionData } from '../rule.ts';

interface Mac extends ExtensionData {
	/** -1: not given. */
	source: number;
	not: boolean;
}

export const mac: Match<Mac> = {
	name: 'mac',
	hooks: ['PREROUTING', 'INPUT', 'FORWARD'],
	create: () => ({ source: -1, not: false }),
	options: {
		'mac-source': {
			words: 1,
			invertible: true,
			read: (data, [word], not) => {
				const text = word.toLowerCase();
				if (!isMac(text)) throw new RuleError(`"${word}" is not a MAC address`, 'such as 02:00:00:00:00:01');
				data.source = parseMac(text);
				data.not = not;
			}
		}
	},
	check: ({ source }) => {
		if (source < 0) throw new RuleError('-m mac needs --mac-source');
	},
	print: ({ source, not }) => `${no(not)}--mac-source ${formatMac(source)}`,
	test: (data, at) => at.packet.input !== 0 && (etherSource(at.packet.bytes, 0) === data.source) !== data.not
};
