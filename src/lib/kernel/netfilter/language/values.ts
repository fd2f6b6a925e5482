/** Values that the options of matches and targets are given, and how iptables-save prints them. */
import { maskOf, lengthOfMask } from '../../../net/prefix.ts';
import { formatIpv4, isIpv4, parseIpv4 } from '../../../net/text.ts';
import { RuleError } from '../extension.ts';

/** A whole number in decimal, or hexadecimal after "0x", up to `most`. */
export function numberOf(word: string, most = 0xffffffff, least = 0): number {
	const value = /^(\d+|0x[0-9a-f]+)$/i.test(word) ? Number(word) : NaN;
	if (Number.isNaN(value)) throw new RuleError(`"${word}" is not a number`);
	if (value > most || value < least) throw new RuleError(`${word} is not between ${least} and ${most}`);
	return value;
}

export function addressOf(word: string): number {
	if (!isIpv4(word)) throw new RuleError(`"${word}" is not an IPv4 address`, 'such as 10.0.0.1');
	return parseIpv4(word);
}

export interface AddressMask {
	address: number;
	mask: number;
}

/** "10.0.0.1", "10.0.0.0/8" or "10.0.0.0/255.0.0.0"; bits beyond the mask are cleared, as iptables does. */
export function addressMaskOf(word: string): AddressMask {
	const { address, mask } = hostMaskOf(word);
	return { address: (address & mask) >>> 0, mask };
}

/** The same with its bits beyond the mask, which some options keep. */
export function hostMaskOf(word: string): AddressMask {
	const [address, length, ...more] = word.split('/');
	if (more.length > 0) throw new RuleError(`"${word}" has more than one "/"`);
	let mask = 0xffffffff;
	if (length !== undefined) {
		if (/^\d+$/.test(length)) {
			if (Number(length) > 32) throw new RuleError(`/${length} is not a prefix length`, 'at most /32');
			mask = maskOf(Number(length));
		} else mask = addressOf(length);
	}
	return { address: addressOf(address), mask };
}

/** As `-s` is printed: always with its mask. */
export function addressMaskText({ address, mask }: AddressMask): string {
	return `${formatIpv4(address)}${maskText(mask)}`;
}

function maskText(mask: number): string {
	const length = lengthOfMask(mask);
	return `/${length < 0 ? formatIpv4(mask) : length}`;
}

/** Hosts without "/32" (xtables_ipmask_to_numeric). */
export function hostOrNetworkText({ address, mask }: AddressMask): string {
	return `${formatIpv4(address)}${mask === 0xffffffff ? '' : maskText(mask)}`;
}

export interface Range {
	from: number;
	to: number;
}

/** "10.0.0.1-10.0.0.9" or one address. */
export function addressRangeOf(word: string): Range {
	const [first, last, ...more] = word.split('-');
	if (more.length > 0) throw new RuleError(`"${word}" is not a range`, 'such as 10.0.0.1-10.0.0.9');
	const from = addressOf(first);
	const to = last === undefined ? from : addressOf(last);
	if (to < from) throw new RuleError(`${word} runs backwards`);
	return { from, to };
}

export function addressRangeText({ from, to }: Range): string {
	return from === to ? formatIpv4(from) : `${formatIpv4(from)}-${formatIpv4(to)}`;
}

/** Names of /etc/services that people use. */
const services: Record<string, number> = {
	'ftp-data': 20,
	ftp: 21,
	ssh: 22,
	telnet: 23,
	smtp: 25,
	domain: 53,
	bootps: 67,
	bootpc: 68,
	tftp: 69,
	http: 80,
	pop3: 110,
	ntp: 123,
	imap: 143,
	imap2: 143,
	snmp: 161,
	bgp: 179,
	https: 443,
	syslog: 514,
	submission: 587,
	'http-alt': 8080
};

export function portOf(word: string): number {
	const known = services[word];
	if (known !== undefined) return known;
	if (!/^\d+$/.test(word)) throw new RuleError(`"${word}" is not a port`, 'a number from 0 to 65535');
	return numberOf(word, 65535);
}

/** "80", "80:90", ":90" or "80:". */
export function portRangeOf(word: string, between = ':'): Range {
	const [first, last, ...more] = word.split(between);
	if (more.length > 0) throw new RuleError(`"${word}" is not a range of ports`, `such as 8000${between}8080`);
	const from = first === '' && last !== undefined ? 0 : portOf(first);
	const to = last === undefined ? from : last === '' ? 65535 : portOf(last);
	if (to < from) throw new RuleError(`the range of ports ${word} runs backwards`);
	return { from, to };
}

export function rangeText({ from, to }: Range, between = ':'): string {
	return from === to ? String(from) : `${from}${between}${to}`;
}

export function within({ from, to }: Range, value: number): boolean {
	return value >= from && value <= to;
}

export interface Masked {
	value: number;
	mask: number;
}

/** "1", "0x1" or "0x1/0xff". */
export function maskedOf(word: string): Masked {
	const [value, mask, ...more] = word.split('/');
	if (more.length > 0) throw new RuleError(`"${word}" has more than one "/"`);
	return { value: numberOf(value), mask: mask === undefined ? 0xffffffff : numberOf(mask) };
}

export function hexText(value: number): string {
	return `0x${value.toString(16)}`;
}

/** Without the mask where it is all ones. */
export function maskedText({ value, mask }: Masked): string {
	return mask === 0xffffffff ? hexText(value) : `${hexText(value)}/${hexText(mask)}`;
}

/** Protocols that iptables knows by a name. */
const protocols: Record<string, number> = {
	icmp: 1,
	igmp: 2,
	ipencap: 4,
	tcp: 6,
	udp: 17,
	dccp: 33,
	ipv6: 41,
	gre: 47,
	esp: 50,
	ah: 51,
	'ipv6-icmp': 58,
	ospf: 89,
	ipip: 94,
	pim: 103,
	vrrp: 112,
	sctp: 132,
	udplite: 136
};
const protocolNames = new Map(Object.entries(protocols).map(([name, number]) => [number, name]));

export function protocolOf(word: string): number {
	const name = word.toLowerCase();
	if (name === 'all') return 0;
	const known = protocols[name];
	if (known !== undefined) return known;
	if (!/^(\d+|0x[0-9a-f]+)$/i.test(word))
		throw new RuleError(`"${word}" is not a protocol`, 'such as tcp, udp or icmp');
	return numberOf(word, 255);
}

export function protocolText(protocol: number): string {
	return protocolNames.get(protocol) ?? String(protocol);
}

/** "! " where it is turned round. */
export function no(not: boolean): string {
	return not ? '! ' : '';
}

/** One of several words. */
export function oneOf<T extends string>(word: string, known: readonly T[]): T {
	const found = known.find((one) => one.toLowerCase() === word.toLowerCase());
	if (found === undefined) throw new RuleError(`"${word}" is not one of ${known.join(', ')}`);
	return found;
}
