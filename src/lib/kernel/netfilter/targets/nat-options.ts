/** What the targets of NAT have in common in their syntax. */
import { PROTOCOL_TCP, PROTOCOL_UDP } from '../../../wire/ipv4.ts';
import { RuleError, type Option } from '../extension.ts';
import { addressRangeOf, addressRangeText, portRangeOf, rangeText } from '../language/values.ts';
import type { NatRange } from '../nat/range.ts';
import type { ExtensionData, RuleHeader } from '../rule.ts';

export interface NatData extends ExtensionData {
	range: NatRange;
	given: boolean;
	/** `--random-fully`, which is not written as `--random` is. */
	fully: boolean;
}

export function noRange(): NatRange {
	return { from: 0, to: 0, fromPort: 0, toPort: 0, random: false, persistent: false, basePort: -1 };
}

/** "10.0.0.1", "10.0.0.1-10.0.0.9:80-90", ":80-90" */
export const toOption: Option<NatData> = {
	words: 1,
	read: (data, [word]) => {
		if (data.given) throw new RuleError('one place to translate to is enough', 'write a range: 10.0.0.1-10.0.0.9');
		const [addresses, ports, ...more] = word.split(':');
		if (more.length > 0) throw new RuleError(`"${word}" has more than one ":"`);
		if (addresses !== '') Object.assign(data.range, addressRangeOf(addresses));
		if (ports !== undefined) readPorts(data, ports);
		data.given = true;
	}
};

/** "80", "80-90" or "80-90/8080": where the last is the first port before translation. */
export function readPorts(data: NatData, word: string): void {
	const [range, base] = word.split('/');
	const { from, to } = portRangeOf(range, '-');
	data.range.fromPort = from;
	data.range.toPort = to;
	if (base !== undefined) data.range.basePort = portRangeOf(base).from;
}

export const random: Option<NatData> = { words: 0, read: (data) => void (data.range.random = true) };
export const randomFully: Option<NatData> = {
	words: 0,
	read: (data) => {
		data.range.random = true;
		data.fully = true;
	}
};
export const persistent: Option<NatData> = { words: 0, read: (data) => void (data.range.persistent = true) };

export function portsText({ fromPort, toPort, basePort }: NatRange): string {
	if (fromPort === 0 && toPort === 0) return '';
	return rangeText({ from: fromPort, to: toPort }, '-') + (basePort < 0 ? '' : `/${basePort}`);
}

export function toText({ range }: NatData): string {
	const ports = portsText(range);
	return (range.from === 0 ? '' : addressRangeText(range)) + (ports === '' ? '' : `:${ports}`);
}

export function flagsText({ range, fully }: NatData): string[] {
	return [
		...(range.random && !fully ? ['--random'] : []),
		...(fully ? ['--random-fully'] : []),
		...(range.persistent ? ['--persistent'] : [])
	];
}

const PORTED = new Set([PROTOCOL_TCP, PROTOCOL_UDP, 1, 33, 132]);

/** Only a protocol with ports can have one translated. */
export function checkPorts({ range }: NatData, { protocol, notProtocol }: RuleHeader): void {
	if (range.fromPort === 0 && range.toPort === 0) return;
	if (!PORTED.has(protocol) || notProtocol)
		throw new RuleError('a port needs a protocol that has ports', 'write -p tcp or -p udp in the rule');
}
