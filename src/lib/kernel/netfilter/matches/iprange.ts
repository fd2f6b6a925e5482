/** `-m iprange`: addresses from one to another (net/netfilter/xt_iprange.c). */
import { formatIpv4 } from '../../../net/text.ts';
import { ipv4Destination, ipv4Source } from '../../../wire/ipv4.ts';
import { L3 } from '../../packet.ts';
import { RuleError, type Match } from '../extension.ts';
import { addressRangeOf, no, type Range, within } from '../language/values.ts';
import type { ExtensionData } from '../rule.ts';

interface IpRange extends ExtensionData {
	source: Range | null;
	notSource: boolean;
	destination: Range | null;
	notDestination: boolean;
}

function text(name: string, range: Range | null, not: boolean): string[] {
	return range === null ? [] : [`${no(not)}--${name} ${formatIpv4(range.from)}-${formatIpv4(range.to)}`];
}

export const iprange: Match<IpRange> = {
	name: 'iprange',
	create: () => ({ source: null, notSource: false, destination: null, notDestination: false }),
	options: {
		'src-range': {
			words: 1,
			invertible: true,
			read: (data, [word], not) => void Object.assign(data, { source: addressRangeOf(word), notSource: not })
		},
		'dst-range': {
			words: 1,
			invertible: true,
			read: (data, [word], not) => void Object.assign(data, { destination: addressRangeOf(word), notDestination: not })
		}
	},
	check: ({ source, destination }) => {
		if (source === null && destination === null) throw new RuleError('-m iprange needs --src-range or --dst-range');
	},
	print: (data) =>
		[
			...text('src-range', data.source, data.notSource),
			...text('dst-range', data.destination, data.notDestination)
		].join(' '),
	test: ({ source, notSource, destination, notDestination }, at) => {
		const { bytes } = at.packet;
		if (source !== null && within(source, ipv4Source(bytes, L3)) === notSource) return false;
		return destination === null || within(destination, ipv4Destination(bytes, L3)) !== notDestination;
	}
};
