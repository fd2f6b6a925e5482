/** `-m tcp`: ports, flags and options of TCP (net/netfilter/xt_tcpudp.c, tcp_mt). */
import { tcpFlags, tcpHeaderLength } from '../../../wire/tcp.ts';
import { PROTOCOL_TCP } from '../../../wire/ipv4.ts';
import type { ActionParam } from '../action-param.ts';
import { RuleError, type Match } from '../extension.ts';
import { no, numberOf } from '../language/values.ts';
import type { ExtensionData } from '../rule.ts';
import { anyPorts, hasHeader, portOptions, type Ports, portsText, testPorts } from './ports.ts';

interface Tcp extends ExtensionData, Ports {
	/** 0: any. */
	flagMask: number;
	flagValue: number;
	notFlags: boolean;
	/** A kind of option that must be there, 0: none. */
	option: number;
	notOption: boolean;
}

const flagBits: Record<string, number> = { FIN: 1, SYN: 2, RST: 4, PSH: 8, ACK: 16, URG: 32, ALL: 63, NONE: 0 };
/** SYN without RST, ACK and FIN: `--syn`. */
const SYN_MASK = 0x17;
const SYN = 0x02;
const FIXED = 20;

function flagsOf(word: string): number {
	return word.split(',').reduce((sum, name) => {
		const bits = flagBits[name.toUpperCase()];
		if (bits === undefined)
			throw new RuleError(`"${name}" is not a flag of TCP`, `one of ${Object.keys(flagBits).join(', ')}`);
		return sum | bits;
	}, 0);
}

function flagsText(flags: number): string {
	if (flags === 0) return 'NONE';
	return ['FIN', 'SYN', 'RST', 'PSH', 'ACK', 'URG'].filter((name) => (flags & flagBits[name]) !== 0).join(',');
}

/** tcp_find_option */
function hasOption(at: ActionParam, kind: number): boolean {
	const { bytes, length } = at.packet;
	const end = Math.min(length, at.l4 + tcpHeaderLength(bytes, at.l4));
	for (let i = at.l4 + FIXED; i < end;) {
		if (bytes[i] === kind) return true;
		if (bytes[i] < 2) i++;
		else i += bytes[i + 1] || 1;
	}
	return false;
}

/** Every segment that matches has SYN set. @param data Of this match. */
export function asksForSyn(data: ExtensionData): boolean {
	const { flagMask, flagValue, notFlags } = data as Tcp;
	return !notFlags && (flagMask & flagValue & SYN) !== 0;
}

export const tcp: Match<Tcp> = {
	name: 'tcp',
	create: () => ({ ...anyPorts(), flagMask: 0, flagValue: 0, notFlags: false, option: 0, notOption: false }),
	options: {
		...portOptions,
		'tcp-flags': {
			words: 2,
			invertible: true,
			read: (data, [mask, value], not) => {
				data.flagMask = flagsOf(mask);
				data.flagValue = flagsOf(value);
				data.notFlags = not;
			}
		},
		syn: {
			words: 0,
			invertible: true,
			read: (data, _words, not) => {
				data.flagMask = SYN_MASK;
				data.flagValue = SYN;
				data.notFlags = not;
			}
		},
		'tcp-option': {
			words: 1,
			invertible: true,
			read: (data, [word], not) => {
				data.option = numberOf(word, 255, 1);
				data.notOption = not;
			}
		}
	},
	check: (_data, { protocol, notProtocol }) => {
		if (protocol !== PROTOCOL_TCP || notProtocol) throw new RuleError('-m tcp needs -p tcp', 'write -p tcp before it');
	},
	print: (data) => {
		const words = portsText(data);
		if (data.option !== 0) words.push(`${no(data.notOption)}--tcp-option ${data.option}`);
		if (data.flagMask !== 0)
			words.push(`${no(data.notFlags)}--tcp-flags ${flagsText(data.flagMask)} ${flagsText(data.flagValue)}`);
		return words.join(' ');
	},
	test: (data, at) => {
		if (!hasHeader(at, FIXED)) return false;
		if (!testPorts(data, at)) return false;
		if (((tcpFlags(at.packet.bytes, at.l4) & data.flagMask) === data.flagValue) === data.notFlags) return false;
		return data.option === 0 || hasOption(at, data.option) !== data.notOption;
	}
};
