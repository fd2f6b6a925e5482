/** `-m addrtype`: what an address is to this machine (net/netfilter/xt_addrtype.c). */
import { ipv4Destination, ipv4Source } from '../../../wire/ipv4.ts';
import { addressType } from '../../ip/address-type.ts';
import { L3 } from '../../packet.ts';
import { RuleError, type Match } from '../extension.ts';
import { no, oneOf } from '../language/values.ts';
import type { ExtensionData } from '../rule.ts';

/** enum rtn_type, in its order; most are never an address's own. */
const types = [
	'UNSPEC',
	'UNICAST',
	'LOCAL',
	'BROADCAST',
	'ANYCAST',
	'MULTICAST',
	'BLACKHOLE',
	'UNREACHABLE',
	'PROHIBIT',
	'THROW',
	'NAT',
	'XRESOLVE'
] as const;
type Type = (typeof types)[number];

interface AddrType extends ExtensionData {
	source: Type[];
	notSource: boolean;
	destination: Type[];
	notDestination: boolean;
	/** Only addresses of the interface that the packet comes in or leaves by count. */
	limit: 'in' | 'out' | '';
}

function typesOf(word: string): Type[] {
	const wanted = word.split(',').map((one) => oneOf(one, types));
	return types.filter((one) => wanted.includes(one));
}

function text(name: string, list: readonly Type[], not: boolean): string[] {
	return list.length === 0 ? [] : [`${no(not)}--${name} ${list.join(',')}`];
}

export const addrtype: Match<AddrType> = {
	name: 'addrtype',
	create: () => ({ source: [], notSource: false, destination: [], notDestination: false, limit: '' }),
	options: {
		'src-type': {
			words: 1,
			invertible: true,
			read: (data, [word], not) => void Object.assign(data, { source: typesOf(word), notSource: not })
		},
		'dst-type': {
			words: 1,
			invertible: true,
			read: (data, [word], not) => void Object.assign(data, { destination: typesOf(word), notDestination: not })
		},
		'limit-iface-in': { words: 0, read: (data) => void (data.limit = 'in') },
		'limit-iface-out': { words: 0, read: (data) => void (data.limit = 'out') }
	},
	check: (data, _header, { hooks }) => {
		if (data.source.length + data.destination.length === 0)
			throw new RuleError('-m addrtype needs --src-type or --dst-type', 'such as --dst-type LOCAL');
		if (data.limit === 'in' && hooks.some((hook) => hook === 'OUTPUT' || hook === 'POSTROUTING'))
			throw new RuleError('--limit-iface-in asks for an interface that packets here have none of');
		if (data.limit === 'out' && hooks.some((hook) => hook === 'PREROUTING' || hook === 'INPUT'))
			throw new RuleError('--limit-iface-out asks for an interface that is not known here');
	},
	print: (data) =>
		[
			...text('src-type', data.source, data.notSource),
			...text('dst-type', data.destination, data.notDestination),
			...(data.limit === '' ? [] : [`--limit-iface-${data.limit}`])
		].join(' '),
	test: (data, at) => {
		const { bytes } = at.packet;
		const dev = data.limit === 'in' ? at.input : data.limit === 'out' ? at.output : null;
		if (
			data.source.length > 0 &&
			data.source.includes(addressType(at.ns, ipv4Source(bytes, L3), dev)) === data.notSource
		)
			return false;
		return (
			data.destination.length === 0 ||
			data.destination.includes(addressType(at.ns, ipv4Destination(bytes, L3), dev)) !== data.notDestination
		);
	}
};
