import { formatIpv4 } from '../../net/ipv4.ts';
import {
	checkIpv4,
	FLAG_DF,
	FLAG_MF,
	FRAGMENT_OFFSET_MASK,
	ipv4Checksum,
	ipv4ChecksumOk,
	ipv4Destination,
	ipv4FragmentField,
	ipv4HeaderLength,
	ipv4Id,
	ipv4Protocol,
	ipv4Source,
	ipv4Tos,
	ipv4TotalLength,
	ipv4Ttl,
	ipv4Version,
	isIpv4Fragment,
	MIN_HEADER_LENGTH,
	PROTOCOL_ICMP,
	PROTOCOL_TCP,
	PROTOCOL_UDP,
	protocolName
} from '../ipv4.ts';
import {
	IPOPT_LOOSE_ROUTE,
	IPOPT_RECORD_ROUTE,
	IPOPT_ROUTER_ALERT,
	IPOPT_STRICT_ROUTE,
	IPOPT_TIMESTAMP,
	type Ipv4Option,
	ipv4Options,
	TS_AND_ADDRESS,
	TS_ONLY,
	TS_PRESPECIFIED
} from '../ipv4-options.ts';
import { u16, u32 } from '../bytes.ts';
import { fieldMaker, heading, hex, type Field } from './field.ts';
import { verdict, type Protocol } from './protocol.ts';

const RESERVED = 0x8000;
const DSCP = 0xfc;
const ECN = 0x03;

const fields = {
	'ip.version': { name: 'Version', type: 'uint', meaning: '4: IPv4', mask: 0xf0 },
	'ip.hdr_len': { name: 'Header length', type: 'uint', unit: 'bytes', meaning: 'With options', mask: 0x0f },
	'ip.dsfield': { name: 'DSCP and ECN', type: 'uint', digits: 2, meaning: 'How urgent it is, and congestion' },
	'ip.dsfield.dscp': { name: 'DSCP', type: 'uint', meaning: 'Class of service', mask: DSCP, values: { 0: 'default' } },
	'ip.dsfield.ecn': {
		name: 'ECN',
		type: 'uint',
		meaning: 'Congestion notification',
		mask: ECN,
		values: { 0: 'not capable', 1: 'capable (1)', 2: 'capable (0)', 3: 'congestion experienced' }
	},
	'ip.len': { name: 'Total length', type: 'uint', unit: 'bytes', meaning: 'Header and all that it carries' },
	'ip.id': { name: 'Identification', type: 'uint', digits: 4, meaning: 'Pieces of one packet have the same' },
	'ip.flags': { name: 'Flags', type: 'uint', digits: 1, meaning: 'Whether it may be cut, or was' },
	'ip.flags.rb': { name: 'Reserved bit', type: 'boolean', meaning: 'Must be 0', mask: RESERVED },
	'ip.flags.df': {
		name: "Don't fragment",
		type: 'boolean',
		meaning: 'A router must drop it rather than cut it',
		mask: FLAG_DF
	},
	'ip.flags.mf': { name: 'More fragments', type: 'boolean', meaning: 'It is not the last piece', mask: FLAG_MF },
	'ip.frag_offset': {
		name: 'Fragment offset',
		type: 'uint',
		meaning: 'Where this piece belongs, in units of 8 bytes',
		mask: FRAGMENT_OFFSET_MASK
	},
	'ip.ttl': { name: 'Time to live', type: 'uint', meaning: 'Routers that may still handle it' },
	'ip.proto': { name: 'Protocol', type: 'uint', meaning: 'What it carries' },
	'ip.checksum': { name: 'Header checksum', type: 'uint', digits: 4, meaning: 'Over the header alone' },
	'ip.src': { name: 'Source', type: 'ipv4', meaning: 'Address of the sender', also: ['ip.addr'] },
	'ip.dst': { name: 'Destination', type: 'ipv4', meaning: 'Address that it is for', also: ['ip.addr'] },
	'ip.addr': { name: 'Source or destination', type: 'ipv4', meaning: 'Either address of the packet' },
	'ip.opt.type': { name: 'Option type', type: 'uint', meaning: 'Kind of option', part: true },
	'ip.opt.len': { name: 'Option length', type: 'uint', unit: 'bytes', meaning: 'With type and length', part: true },
	'ip.opt.ptr': { name: 'Pointer', type: 'uint', meaning: 'Next free place in the option, from 1', part: true },
	'ip.rec_rt': { name: 'Recorded address', type: 'ipv4', meaning: 'A router that it came through', part: true },
	'ip.empty_rt': { name: 'Free place', type: 'ipv4', meaning: 'Room for an address', part: true },
	'ip.src_rt': { name: 'Route address', type: 'ipv4', meaning: 'A router that it shall go through', part: true },
	'ip.opt.ra': { name: 'Router alert', type: 'uint', meaning: '0: every router shall look at it', part: true },
	'ip.opt.overflow': { name: 'Overflow', type: 'uint', meaning: 'Routers that found no room', mask: 0xf0 },
	'ip.opt.flag': {
		name: 'Kind',
		type: 'uint',
		meaning: 'What is noted',
		mask: 0x0f,
		values: {
			[TS_ONLY]: 'times only',
			[TS_AND_ADDRESS]: 'times and addresses',
			[TS_PRESPECIFIED]: 'times of these addresses'
		}
	},
	'ip.opt.time_stamp': { name: 'Timestamp', type: 'uint', unit: 'ms', meaning: 'Since midnight', part: true },
	'ip.opt.time_stamp_addr': { name: 'Address', type: 'ipv4', meaning: 'Router that noted the time', part: true }
} as const satisfies Protocol['fields'];
const field = fieldMaker(fields);

/** A quotation may hold less than the total length says; then it ends where the bytes end. */
function lastByte(b: Uint8Array, from: number, to: number): number {
	return Math.min(to, from + ipv4TotalLength(b, from));
}

function flagsNote(flags: number): string {
	const names = [];
	if ((flags & FLAG_DF) !== 0) names.push("don't fragment");
	if ((flags & FLAG_MF) !== 0) names.push('more fragments');
	return names.join(', ');
}

function offsetNote(fragment: number): string {
	const offset = (fragment & FRAGMENT_OFFSET_MASK) * 8;
	return offset === 0 ? '' : `${offset} bytes`;
}

function headerFields(b: Uint8Array, at: number): Field[] {
	const header = ipv4HeaderLength(b, at);
	const fragment = ipv4FragmentField(b, at);
	const tos = ipv4Tos(b, at);
	const found = [
		field('ip.version', ipv4Version(b, at), at, 1),
		field('ip.hdr_len', header, at, 1, `${header / 4} words of 4 bytes`),
		field('ip.dsfield', tos, at + 1, 1),
		field('ip.dsfield.dscp', tos >>> 2, at + 1, 1),
		field('ip.dsfield.ecn', tos & ECN, at + 1, 1),
		field('ip.len', ipv4TotalLength(b, at), at + 2, 2),
		field('ip.id', ipv4Id(b, at), at + 4, 2),
		field('ip.flags', fragment >>> 13, at + 6, 1, flagsNote(fragment)),
		field('ip.flags.rb', (fragment & RESERVED) === 0 ? 0 : 1, at + 6, 2),
		field('ip.flags.df', (fragment & FLAG_DF) === 0 ? 0 : 1, at + 6, 2),
		field('ip.flags.mf', (fragment & FLAG_MF) === 0 ? 0 : 1, at + 6, 2),
		field('ip.frag_offset', fragment & FRAGMENT_OFFSET_MASK, at + 6, 2, offsetNote(fragment)),
		field('ip.ttl', ipv4Ttl(b, at), at + 8, 1),
		field('ip.proto', ipv4Protocol(b, at), at + 9, 1, protocolName(ipv4Protocol(b, at))),
		field('ip.checksum', ipv4Checksum(b, at), at + 10, 2, verdict(ipv4ChecksumOk(b, at))),
		field('ip.src', ipv4Source(b, at), at + 12, 4),
		field('ip.dst', ipv4Destination(b, at), at + 16, 4)
	];
	if (header > MIN_HEADER_LENGTH) {
		const length = header - MIN_HEADER_LENGTH;
		found.push(heading('Options', `${length} bytes`, at + MIN_HEADER_LENGTH, length));
		found.push(...ipv4Options(b, at).flatMap((option) => optionFields(b, option)));
	}
	return found;
}

/** Pointer, addresses and times where the option has any. */
function optionFields(b: Uint8Array, { type, name, from, to }: Ipv4Option): Field[] {
	const length = to - from;
	const found = [
		heading(name, length === 1 ? '' : `${length} bytes`, from, length),
		field('ip.opt.type', type, from, 1)
	];
	if (length > 1) found.push(field('ip.opt.len', length, from + 1, 1));
	const route = type === IPOPT_RECORD_ROUTE || type === IPOPT_LOOSE_ROUTE || type === IPOPT_STRICT_ROUTE;
	if (route && length >= 3) {
		const key = type === IPOPT_RECORD_ROUTE ? 'ip.rec_rt' : 'ip.src_rt';
		const free = type === IPOPT_RECORD_ROUTE ? 'ip.empty_rt' : 'ip.src_rt';
		found.push(field('ip.opt.ptr', b[from + 2], from + 2, 1));
		for (let at = from + 3; at + 4 <= to; at += 4)
			if (at - from + 1 < b[from + 2]) found.push(field(key, u32(b, at), at, 4));
			else found.push(field(free, u32(b, at), at, 4, 'not used yet'));
	}
	if (type === IPOPT_ROUTER_ALERT && length === 4) found.push(field('ip.opt.ra', u16(b, from + 2), from + 2, 2));
	if (type === IPOPT_TIMESTAMP && length >= 4) {
		const kind = b[from + 3] & 15;
		found.push(field('ip.opt.ptr', b[from + 2], from + 2, 1));
		found.push(field('ip.opt.overflow', b[from + 3] >>> 4, from + 3, 1), field('ip.opt.flag', kind, from + 3, 1));
		const entry = kind === TS_ONLY ? 4 : 8;
		for (let at = from + 4; at + entry <= to; at += entry) {
			const note = at - from + 1 < b[from + 2] ? '' : 'not used yet';
			if (entry === 8) found.push(field('ip.opt.time_stamp_addr', u32(b, at), at, 4));
			found.push(field('ip.opt.time_stamp', u32(b, at + entry - 4), at + entry - 4, 4, note));
		}
	}
	return found;
}

/** As Wireshark names it: with its number where it is not one of ours. */
function carried(protocol: number): string {
	const known = protocol === PROTOCOL_ICMP || protocol === PROTOCOL_TCP || protocol === PROTOCOL_UDP;
	return known ? `${protocolName(protocol)} ${protocol}` : `${protocol}`;
}

/** Protocols without a name among IANA's protocol numbers. */
const UNASSIGNED = { from: 146, to: 252 };

function unread(protocol: number): string {
	const unassigned = protocol >= UNASSIGNED.from && protocol <= UNASSIGNED.to;
	return unassigned ? `Unassigned (${protocol})` : protocolName(protocol);
}

function summary(b: Uint8Array, at: number): string {
	if (isIpv4Fragment(b, at)) {
		const offset = (ipv4FragmentField(b, at) & FRAGMENT_OFFSET_MASK) * 8;
		return `Fragmented IP protocol (proto=${carried(ipv4Protocol(b, at))}, off=${offset}, ID=${hex(ipv4Id(b, at), 4).slice(2)})`;
	}
	return `Internet Protocol Version 4, Src: ${formatIpv4(ipv4Source(b, at))}, Dst: ${formatIpv4(ipv4Destination(b, at))}`;
}

export const ipv4: Protocol = {
	name: 'IPv4',
	key: 'ip',
	meaning: 'Internet protocol, version 4: from one host to another across networks',
	fields,
	check(b, from, to, { quoted }) {
		if (!quoted) return checkIpv4(b, from, to);
		if (to - from < MIN_HEADER_LENGTH || ipv4Version(b, from) !== 4) return false;
		const header = ipv4HeaderLength(b, from);
		return header >= MIN_HEADER_LENGTH && header <= to - from && ipv4TotalLength(b, from) >= header;
	},
	layer: (b, from) => ({
		name: 'IPv4',
		summary: summary(b, from),
		from,
		to: from + ipv4HeaderLength(b, from),
		fields: headerFields(b, from)
	}),
	info(b, from, to) {
		if (isIpv4Fragment(b, from)) return summary(b, from);
		return lastByte(b, from, to) === from + ipv4HeaderLength(b, from) ? '' : unread(ipv4Protocol(b, from));
	},
	label(b, from) {
		const protocol = protocolName(ipv4Protocol(b, from));
		if (!isIpv4Fragment(b, from)) return `IPv4 ${protocol}`;
		return `${protocol} fragment at ${(ipv4FragmentField(b, from) & FRAGMENT_OFFSET_MASK) * 8}`;
	},
	payload(b, from, to, { quoted }) {
		// Only the whole packet has its upper header where one would look for it.
		if (isIpv4Fragment(b, from)) return null;
		return {
			table: 'ipProtocol',
			keys: [ipv4Protocol(b, from)],
			from: from + ipv4HeaderLength(b, from),
			to: lastByte(b, from, to),
			quoted
		};
	},
	end: lastByte
};
