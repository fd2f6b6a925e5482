/** `-m multiport`: up to 15 ports and ranges (net/netfilter/xt_multiport.c). */
import { u16 } from '../../../wire/bytes.ts';
import { PROTOCOL_TCP, PROTOCOL_UDP } from '../../../wire/ipv4.ts';
import { RuleError, type Match, type Option } from '../extension.ts';
import { no, portRangeOf, type Range, rangeText } from '../language/values.ts';
import type { ExtensionData } from '../rule.ts';
import { hasHeader } from './ports.ts';

interface Multiport extends ExtensionData {
	side: 'sports' | 'dports' | 'ports' | '';
	ranges: Range[];
	not: boolean;
}

/** XT_MULTI_PORTS; a range takes two. */
const MOST = 15;
/** DCCP, SCTP and UDP-Lite have their ports where UDP has them. */
const PORTED = new Set([PROTOCOL_TCP, PROTOCOL_UDP, 33, 132, 136]);

function option(side: 'sports' | 'dports' | 'ports'): Option<Multiport> {
	return {
		words: 1,
		invertible: true,
		read: (data, [word], not) => {
			if (data.side !== '') throw new RuleError('-m multiport takes one of --sports, --dports and --ports');
			data.side = side;
			data.ranges = word.split(',').map((one) => portRangeOf(one));
			data.not = not;
			const places = data.ranges.reduce((sum, { from, to }) => sum + (from === to ? 1 : 2), 0);
			if (places > MOST) throw new RuleError(`too many ports: ${MOST} at the most, and a range counts as two`);
		}
	};
}

function within(ranges: readonly Range[], port: number): boolean {
	for (const { from, to } of ranges) if (port >= from && port <= to) return true;
	return false;
}

export const multiport: Match<Multiport> = {
	name: 'multiport',
	create: () => ({ side: '', ranges: [], not: false }),
	options: {
		sports: option('sports'),
		'source-ports': option('sports'),
		dports: option('dports'),
		'destination-ports': option('dports'),
		ports: option('ports')
	},
	check: (data, { protocol, notProtocol }) => {
		if (!PORTED.has(protocol) || notProtocol)
			throw new RuleError('-m multiport needs a protocol with ports', 'write -p tcp or -p udp');
		if (data.side === '') throw new RuleError('-m multiport needs --sports, --dports or --ports');
	},
	print: ({ side, ranges, not }) => `${no(not)}--${side} ${ranges.map((range) => rangeText(range)).join(',')}`,
	test: (data, at) => {
		if (!hasHeader(at, 4)) return false;
		const { bytes } = at.packet;
		const found =
			(data.side !== 'dports' && within(data.ranges, u16(bytes, at.l4))) ||
			(data.side !== 'sports' && within(data.ranges, u16(bytes, at.l4 + 2)));
		return found !== data.not;
	}
};
