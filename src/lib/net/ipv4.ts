/** IPv4 addresses and CIDR as text at the edges; inside, an address is an unsigned 32-bit number in host order. */
import { IPv4, Validator } from 'ip-num';

/** An address with its prefix length; host bits are kept, as in "10.0.0.1/24". */
export interface Cidr {
	address: number;
	length: number;
}

/** Four decimal octets, nothing else: no leading zeros, no white space, no short forms. */
export function isIpv4(text: string): boolean {
	return Validator.isValidIPv4String(text)[0];
}

/** An address and its prefix length, such as "10.0.0.1/24". A bare address is not a CIDR. */
export function isCidr(text: string): boolean {
	return splitCidr(text) !== null;
}

/** Throws an Error that names the text when it is not an address. */
export function parseIpv4(text: string): number {
	if (!isIpv4(text)) throw new Error(`${text} is not an IPv4 address, such as 10.0.0.1`);
	return Number(IPv4.fromString(text).getValue());
}

export function formatIpv4(address: number): string {
	return `${address >>> 24}.${(address >>> 16) & 255}.${(address >>> 8) & 255}.${address & 255}`;
}

/** Throws an Error that names the text when it is not an address with a prefix length. */
export function parseCidr(text: string): Cidr {
	const parts = splitCidr(text);
	if (parts === null) throw new Error(`${text} is not an IPv4 address with a prefix length, such as 10.0.0.1/24`);
	return { address: parseIpv4(parts.address), length: Number(parts.length) };
}

export function formatCidr(address: number, length: number): string {
	return `${formatIpv4(address)}/${length}`;
}

function splitCidr(text: string): { address: string; length: string } | null {
	const slash = text.indexOf('/');
	if (slash < 0) return null;
	const address = text.slice(0, slash);
	const length = text.slice(slash + 1);
	if (!/^(3[0-2]|[12]?\d)$/.test(length) || !isIpv4(address)) return null;
	return { address, length };
}

/** An address as an interface has it: "10.0.0.1/24", or with another end, "10.0.0.1 peer 10.0.0.2/32". */
export interface OwnCidr extends Cidr {
	/** An address of the subnet that it is in: the peer's, else its own (ifa_address). */
	subnet: number;
}

const PEER = /^(\S+) peer (\S+)$/;

export function isOwnCidr(text: string): boolean {
	const match = PEER.exec(text);
	return match === null ? isCidr(text) : isIpv4(match[1]) && isCidr(match[2]);
}

/** Throws an Error that names the text when it is none. */
export function parseOwnCidr(text: string): OwnCidr {
	const match = PEER.exec(text);
	if (match === null) {
		const { address, length } = parseCidr(text);
		return { address, length, subnet: address };
	}
	const { address: subnet, length } = parseCidr(match[2]);
	return { address: parseIpv4(match[1]), length, subnet };
}

export function formatOwnCidr({ address, length, subnet }: OwnCidr): string {
	return address === subnet ? formatCidr(address, length) : `${formatIpv4(address)} peer ${formatCidr(subnet, length)}`;
}
