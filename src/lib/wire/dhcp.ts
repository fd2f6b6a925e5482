/**
 * DHCP messages (RFC 2131, RFC 2132): BOOTP's fixed part, the cookie, and options in the order in which they stand. Overloaded `sname`
 * and `file` fields and relay agents' options are not read.
 */
import { formatIpv4 } from '../net/ipv4.ts';
import { setU16, setU32, u16, u32 } from './bytes.ts';

export const DHCP_SERVER_PORT = 67;
export const DHCP_CLIENT_PORT = 68;

/** Message types (option 53). */
export const DHCPDISCOVER = 1;
export const DHCPOFFER = 2;
export const DHCPREQUEST = 3;
export const DHCPDECLINE = 4;
export const DHCPACK = 5;
export const DHCPNAK = 6;
export const DHCPRELEASE = 7;

const typeNames = ['', 'Discover', 'Offer', 'Request', 'Decline', 'ACK', 'NAK', 'Release', 'Inform'];

/** Option codes (RFC 2132). */
export const OPTION_SUBNET_MASK = 1;
export const OPTION_ROUTER = 3;
export const OPTION_DNS = 6;
export const OPTION_HOST_NAME = 12;
export const OPTION_DOMAIN = 15;
export const OPTION_BROADCAST = 28;
export const OPTION_NTP = 42;
export const OPTION_REQUESTED_ADDRESS = 50;
export const OPTION_LEASE_TIME = 51;
export const OPTION_TYPE = 53;
export const OPTION_SERVER_ID = 54;
export const OPTION_PARAMETERS = 55;
export const OPTION_MESSAGE = 56;
export const OPTION_MAX_SIZE = 57;
export const OPTION_T1 = 58;
export const OPTION_T2 = 59;
export const OPTION_VENDOR = 60;
export const OPTION_CLIENT_ID = 61;
const OPTION_PAD = 0;
const OPTION_END = 255;

/** What an option's value is, for a person. */
const optionKinds: Record<number, { name: string; as: 'address' | 'seconds' | 'text' | 'number' | 'bytes' }> = {
	[OPTION_SUBNET_MASK]: { name: 'Subnet mask', as: 'address' },
	[OPTION_ROUTER]: { name: 'Router', as: 'address' },
	[OPTION_DNS]: { name: 'DNS server', as: 'address' },
	[OPTION_HOST_NAME]: { name: 'Host name', as: 'text' },
	[OPTION_DOMAIN]: { name: 'Domain', as: 'text' },
	[OPTION_BROADCAST]: { name: 'Broadcast address', as: 'address' },
	[OPTION_NTP]: { name: 'Time server', as: 'address' },
	[OPTION_REQUESTED_ADDRESS]: { name: 'Requested address', as: 'address' },
	[OPTION_LEASE_TIME]: { name: 'Lease time', as: 'seconds' },
	[OPTION_TYPE]: { name: 'Message type', as: 'number' },
	[OPTION_SERVER_ID]: { name: 'Server', as: 'address' },
	[OPTION_PARAMETERS]: { name: 'Parameters asked for', as: 'bytes' },
	[OPTION_MESSAGE]: { name: 'Message', as: 'text' },
	[OPTION_MAX_SIZE]: { name: 'Largest message', as: 'number' },
	[OPTION_T1]: { name: 'Renewal time', as: 'seconds' },
	[OPTION_T2]: { name: 'Rebinding time', as: 'seconds' },
	[OPTION_VENDOR]: { name: 'Vendor class', as: 'text' },
	[OPTION_CLIENT_ID]: { name: 'Client', as: 'bytes' }
};

/** Offsets of the fixed part. */
const OP = 0;
const HTYPE = 1;
const HLEN = 2;
const HOPS = 3;
export const DHCP_XID = 4;
const SECS = 8;
const FLAGS = 10;
const CIADDR = 12;
const YIADDR = 16;
const SIADDR = 20;
const GIADDR = 24;
const CHADDR = 28;
const COOKIE = 236;
export const DHCP_OPTIONS = 240;

const COOKIE_VALUE = 0x63825363;
const HTYPE_ETHERNET = 1;
const MAC_LENGTH = 6;
const BROADCAST_FLAG = 0x8000;
/** Bytes that a message has at least: what BOOTP's had (RFC 1542, 2.1). */
const SHORTEST = 300;

export interface DhcpOption {
	code: number;
	data: Uint8Array;
}

export interface DhcpMessage {
	/** From a server. */
	reply: boolean;
	xid: number;
	/** Since the client began. */
	secs: number;
	/** The client can't take a unicast before it has an address. */
	broadcast: boolean;
	/** Addresses: the client's, the one that it shall have, the next server's, the relay's. */
	client: number;
	yours: number;
	server: number;
	relay: number;
	/** Hardware address. */
	mac: number;
	options: DhcpOption[];
}

export function optionOf({ options }: DhcpMessage, code: number): Uint8Array | undefined {
	return options.find((option) => option.code === code)?.data;
}

/** An address or a number of 32 bits; undefined: it isn't there, or not four bytes at least. */
export function wordOption(message: DhcpMessage, code: number): number | undefined {
	const data = optionOf(message, code);
	return data === undefined || data.length < 4 ? undefined : u32(data, 0);
}

export function addressesOption(message: DhcpMessage, code: number): number[] {
	const data = optionOf(message, code) ?? new Uint8Array();
	return Array.from({ length: Math.floor(data.length / 4) }, (_, i) => u32(data, i * 4));
}

/** 0: a BOOTP message. */
export function dhcpType(message: DhcpMessage): number {
	return optionOf(message, OPTION_TYPE)?.[0] ?? 0;
}

export function bytesOf(code: number, ...data: number[]): DhcpOption {
	return { code, data: Uint8Array.from(data) };
}

/** Numbers of 32 bits, or addresses. */
export function words(code: number, ...values: number[]): DhcpOption {
	const data = new Uint8Array(values.length * 4);
	values.forEach((value, i) => setU32(data, i * 4, value));
	return { code, data };
}

export function textOption(code: number, text: string): DhcpOption {
	return { code, data: Uint8Array.from(text, (letter) => letter.charCodeAt(0)) };
}

/** Type 1 and the MAC, as clients name themselves (RFC 2132, 9.14). */
export function clientId(mac: number): DhcpOption {
	const data = new Uint8Array(1 + MAC_LENGTH);
	data[0] = HTYPE_ETHERNET;
	writeMac(data, 1, mac);
	return { code: OPTION_CLIENT_ID, data };
}

function writeMac(b: Uint8Array, at: number, mac: number): void {
	setU16(b, at, Math.floor(mac / 0x1_0000_0000));
	setU32(b, at + 2, mac % 0x1_0000_0000);
}

export function encodeDhcp(message: DhcpMessage): Uint8Array {
	const length = message.options.reduce((sum, { data }) => sum + 2 + data.length, DHCP_OPTIONS) + 1;
	const b = new Uint8Array(Math.max(SHORTEST, length));
	b[OP] = message.reply ? 2 : 1;
	b[HTYPE] = HTYPE_ETHERNET;
	b[HLEN] = MAC_LENGTH;
	b[HOPS] = 0;
	setU32(b, DHCP_XID, message.xid);
	setU16(b, SECS, message.secs);
	setU16(b, FLAGS, message.broadcast ? BROADCAST_FLAG : 0);
	setU32(b, CIADDR, message.client);
	setU32(b, YIADDR, message.yours);
	setU32(b, SIADDR, message.server);
	setU32(b, GIADDR, message.relay);
	writeMac(b, CHADDR, message.mac);
	setU32(b, COOKIE, COOKIE_VALUE);
	let at = DHCP_OPTIONS;
	for (const { code, data } of message.options) {
		b[at] = code;
		b[at + 1] = data.length;
		b.set(data, at + 2);
		at += 2 + data.length;
	}
	b[at] = OPTION_END;
	return b;
}

/** A quick look: an Ethernet client's message with the cookie. */
export function checkDhcp(b: Uint8Array, at: number, end: number): boolean {
	if (end - at < DHCP_OPTIONS || u32(b, at + COOKIE) !== COOKIE_VALUE) return false;
	return (b[at + OP] === 1 || b[at + OP] === 2) && b[at + HTYPE] === HTYPE_ETHERNET && b[at + HLEN] === MAC_LENGTH;
}

/** Calls `found` for each option with the place of its first byte; false: one goes beyond the end. */
export function eachDhcpOption(
	b: Uint8Array,
	at: number,
	end: number,
	found: (code: number, at: number, length: number) => void
): boolean {
	let next = at + DHCP_OPTIONS;
	while (next < end && b[next] !== OPTION_END) {
		if (b[next] === OPTION_PAD) {
			next++;
			continue;
		}
		if (next + 2 > end || next + 2 + b[next + 1] > end) return false;
		found(b[next], next, b[next + 1]);
		next += 2 + b[next + 1];
	}
	return true;
}

/** null: not a readable message of an Ethernet client. */
export function decodeDhcp(b: Uint8Array, at: number, end: number): DhcpMessage | null {
	if (!checkDhcp(b, at, end)) return null;
	const options: DhcpOption[] = [];
	const whole = eachDhcpOption(b, at, end, (code, place, length) => {
		options.push({ code, data: b.slice(place + 2, place + 2 + length) });
	});
	if (!whole) return null;
	return {
		reply: b[at + OP] === 2,
		xid: u32(b, at + DHCP_XID),
		secs: u16(b, at + SECS),
		broadcast: (u16(b, at + FLAGS) & BROADCAST_FLAG) !== 0,
		client: u32(b, at + CIADDR),
		yours: u32(b, at + YIADDR),
		server: u32(b, at + SIADDR),
		relay: u32(b, at + GIADDR),
		mac: u16(b, at + CHADDR) * 0x1_0000_0000 + u32(b, at + CHADDR + 2),
		options
	};
}

/** "Discover", "ACK". */
export function dhcpTypeName(type: number): string {
	return typeNames[type] || `type ${type}`;
}

/** Types stand above each other in a list, as in Wireshark's. */
const TYPE_WIDTH = 8;

/** One line for a person, in Wireshark's words. */
export function describeDhcp(message: DhcpMessage): string {
	return `DHCP ${dhcpTypeName(dhcpType(message)).padEnd(TYPE_WIDTH)} - Transaction ID 0x${message.xid.toString(16)}`;
}

/** An option's name and value, for a person. */
export function describeDhcpOption({ code, data }: DhcpOption): { name: string; value: string } {
	const kind = optionKinds[code];
	const name = kind?.name ?? `Option ${code}`;
	const hex = Array.from(data, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
	if (code === OPTION_TYPE) return { name, value: dhcpTypeName(data[0] ?? 0) };
	if (code === OPTION_PARAMETERS) return { name, value: Array.from(data).join(', ') };
	if (kind?.as === 'address' && data.length > 0 && data.length % 4 === 0) {
		const addresses = Array.from({ length: data.length / 4 }, (_, i) => formatIpv4(u32(data, i * 4)));
		return { name, value: addresses.join(', ') };
	}
	if (kind?.as === 'seconds' && data.length === 4) return { name, value: `${u32(data, 0)} s` };
	if (kind?.as === 'number' && data.length === 2) return { name, value: String(u16(data, 0)) };
	if (kind?.as === 'text') return { name, value: String.fromCharCode(...data) };
	return { name, value: hex };
}
