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
	protocolName
} from '../ipv4.ts';
import {
	IPOPT_LOOSE_ROUTE,
	IPOPT_RECORD_ROUTE,
	IPOPT_STRICT_ROUTE,
	IPOPT_TIMESTAMP,
	type Ipv4Option,
	ipv4Options,
	TS_AND_ADDRESS,
	TS_ONLY,
	TS_PRESPECIFIED
} from '../ipv4-options.ts';
import { u32 } from '../bytes.ts';
import { field, hex, verdict, type Field, type Protocol } from './protocol.ts';

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

function headerFields(b: Uint8Array, at: number): Field[] {
	const header = ipv4HeaderLength(b, at);
	const fragment = ipv4FragmentField(b, at);
	const fields = [
		field('Version', ipv4Version(b, at), at, 1),
		field('Header length', `${header} bytes`, at, 1),
		field('DSCP and ECN', hex(ipv4Tos(b, at), 2), at + 1, 1),
		field('Total length', `${ipv4TotalLength(b, at)} bytes`, at + 2, 2),
		field('Identification', hex(ipv4Id(b, at), 4), at + 4, 2),
		field('Flags', hex(fragment >>> 13, 1), at + 6, 1, flagsNote(fragment)),
		field('Fragment offset', (fragment & FRAGMENT_OFFSET_MASK) * 8, at + 6, 2),
		field('Time to live', ipv4Ttl(b, at), at + 8, 1),
		field('Protocol', ipv4Protocol(b, at), at + 9, 1, protocolName(ipv4Protocol(b, at))),
		field('Header checksum', hex(ipv4Checksum(b, at), 4), at + 10, 2, verdict(ipv4ChecksumOk(b, at))),
		field('Source', formatIpv4(ipv4Source(b, at)), at + 12, 4),
		field('Destination', formatIpv4(ipv4Destination(b, at)), at + 16, 4)
	];
	if (header > MIN_HEADER_LENGTH) {
		const length = header - MIN_HEADER_LENGTH;
		fields.push(field('Options', `${length} bytes`, at + MIN_HEADER_LENGTH, length));
		fields.push(...ipv4Options(b, at).flatMap((option) => optionFields(b, option)));
	}
	return fields;
}

/** Pointer, addresses and times where the option has any. */
function optionFields(b: Uint8Array, { type, name, from, to }: Ipv4Option): Field[] {
	const length = to - from;
	const fields = [field(name, length === 1 ? '' : `${length} bytes`, from, length)];
	const route = type === IPOPT_RECORD_ROUTE || type === IPOPT_LOOSE_ROUTE || type === IPOPT_STRICT_ROUTE;
	if (route && length >= 3) {
		fields.push(field('Pointer', b[from + 2], from + 2, 1));
		for (let at = from + 3; at + 4 <= to; at += 4)
			fields.push(field('Address', formatIpv4(u32(b, at)), at, 4, at - from + 1 < b[from + 2] ? '' : 'not used yet'));
	}
	if (type === IPOPT_TIMESTAMP && length >= 4) {
		fields.push(field('Pointer', b[from + 2], from + 2, 1));
		fields.push(field('Overflow', b[from + 3] >>> 4, from + 3, 1));
		const kind = b[from + 3] & 15;
		fields.push(field('Kind', kind, from + 3, 1, TIMESTAMP_KINDS[kind] ?? ''));
		const entry = kind === TS_ONLY ? 4 : 8;
		for (let at = from + 4; at + entry <= to; at += entry) {
			const note = at - from + 1 < b[from + 2] ? '' : 'not used yet';
			if (entry === 8) fields.push(field('Address', formatIpv4(u32(b, at)), at, 4));
			fields.push(field('Timestamp', `${u32(b, at + entry - 4)} ms`, at + entry - 4, 4, note));
		}
	}
	return fields;
}

const TIMESTAMP_KINDS: Record<number, string> = {
	[TS_ONLY]: 'times only',
	[TS_AND_ADDRESS]: 'times and addresses',
	[TS_PRESPECIFIED]: 'times of these addresses'
};

function summary(b: Uint8Array, at: number): string {
	const protocol = protocolName(ipv4Protocol(b, at));
	if (isIpv4Fragment(b, at)) {
		const offset = (ipv4FragmentField(b, at) & FRAGMENT_OFFSET_MASK) * 8;
		return `Fragmented IP protocol (proto=${protocol}, off=${offset}, ID=${hex(ipv4Id(b, at), 4).slice(2)})`;
	}
	return `Internet Protocol Version 4, Src: ${formatIpv4(ipv4Source(b, at))}, Dst: ${formatIpv4(ipv4Destination(b, at))}`;
}

export const ipv4: Protocol = {
	name: 'IPv4',
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
