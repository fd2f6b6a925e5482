/** `-m icmp`: types of ICMP, and codes (net/netfilter/xt_tcpudp.c, icmp_match). */
import { PROTOCOL_ICMP } from '../../../wire/ipv4.ts';
import { RuleError, type Match } from '../extension.ts';
import { no, numberOf } from '../language/values.ts';
import type { ExtensionData } from '../rule.ts';
import { hasHeader } from './ports.ts';

interface Icmp extends ExtensionData {
	/** 255: any. */
	type: number;
	/** 0 to 255. */
	codeFrom: number;
	codeTo: number;
	not: boolean;
}

const ANY = 255;

/** Name to type and code (-1: any). */
const names: Record<string, readonly [number, number]> = {
	any: [ANY, -1],
	'echo-reply': [0, -1],
	pong: [0, -1],
	'destination-unreachable': [3, -1],
	'network-unreachable': [3, 0],
	'host-unreachable': [3, 1],
	'protocol-unreachable': [3, 2],
	'port-unreachable': [3, 3],
	'fragmentation-needed': [3, 4],
	'source-route-failed': [3, 5],
	'network-unknown': [3, 6],
	'host-unknown': [3, 7],
	'network-prohibited': [3, 9],
	'host-prohibited': [3, 10],
	'TOS-network-unreachable': [3, 11],
	'TOS-host-unreachable': [3, 12],
	'communication-prohibited': [3, 13],
	'host-precedence-violation': [3, 14],
	'precedence-cutoff': [3, 15],
	'source-quench': [4, -1],
	redirect: [5, -1],
	'network-redirect': [5, 0],
	'host-redirect': [5, 1],
	'TOS-network-redirect': [5, 2],
	'TOS-host-redirect': [5, 3],
	'echo-request': [8, -1],
	ping: [8, -1],
	'router-advertisement': [9, -1],
	'router-solicitation': [10, -1],
	'time-exceeded': [11, -1],
	'ttl-exceeded': [11, -1],
	'ttl-zero-during-transit': [11, 0],
	'ttl-zero-during-reassembly': [11, 1],
	'parameter-problem': [12, -1],
	'ip-header-bad': [12, 0],
	'required-option-missing': [12, 1],
	'timestamp-request': [13, -1],
	'timestamp-reply': [14, -1],
	'address-mask-request': [17, -1],
	'address-mask-reply': [18, -1]
};

function typeOf(word: string): readonly [number, number] {
	const known = Object.entries(names).find(([name]) => name.toLowerCase() === word.toLowerCase());
	if (known !== undefined) return known[1];
	if (!/^\d+(\/\d+)?$/.test(word))
		throw new RuleError(`"${word}" is not a type of ICMP`, 'such as echo-request, 8 or 3/4');
	const [type, code] = word.split('/');
	return [numberOf(type, 255), code === undefined ? -1 : numberOf(code, 255)];
}

export const icmp: Match<Icmp> = {
	name: 'icmp',
	create: () => ({ type: ANY, codeFrom: 0, codeTo: 255, not: false }),
	options: {
		'icmp-type': {
			words: 1,
			invertible: true,
			read: (data, [word], not) => {
				const [type, code] = typeOf(word);
				data.type = type;
				data.codeFrom = code < 0 ? 0 : code;
				data.codeTo = code < 0 ? 255 : code;
				data.not = not;
			}
		}
	},
	check: (_data, { protocol, notProtocol }) => {
		if (protocol !== PROTOCOL_ICMP || notProtocol)
			throw new RuleError('-m icmp needs -p icmp', 'write -p icmp before it');
	},
	print: ({ type, codeFrom, codeTo, not }) => {
		if (type === ANY) return `${no(not)}--icmp-type any`;
		return `${no(not)}--icmp-type ${type}${codeFrom === codeTo ? `/${codeFrom}` : ''}`;
	},
	test: (data, at) => {
		if (!hasHeader(at, 8)) return false;
		const type = at.packet.bytes[at.l4];
		const code = at.packet.bytes[at.l4 + 1];
		return (data.type === ANY || (type === data.type && code >= data.codeFrom && code <= data.codeTo)) !== data.not;
	}
};
