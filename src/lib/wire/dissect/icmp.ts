import { formatIpv4 } from '../../net/ipv4.ts';
import { u32 } from '../bytes.ts';
import { checksum } from '../checksum.ts';
import { ETHERTYPE_IPV4 } from '../ethernet.ts';
import {
	checkIcmp,
	decodeIcmp,
	describeIcmp,
	ICMP_DEST_UNREACH,
	ICMP_ECHO,
	ICMP_FRAG_NEEDED,
	ICMP_HEADER_LENGTH,
	ICMP_REDIRECT,
	ICMP_PARAMETER_PROBLEM,
	ICMP_TIME_EXCEEDED,
	ICMP_TIMESTAMP,
	ICMP_TIMESTAMP_REPLY,
	icmpChecksum,
	icmpCode,
	icmpCodeName,
	icmpId,
	icmpRest,
	icmpSequence,
	icmpType,
	icmpTypeName,
	isIcmpEcho,
	isIcmpError
} from '../icmp.ts';
import { field, hex, verdict, type Field, type Protocol } from './protocol.ts';

/** A timestamp message: header and three times. */
const TIMESTAMP_LENGTH = ICMP_HEADER_LENGTH + 12;

/** The second word means something else with every type. */
function restFields(b: Uint8Array, at: number): Field[] {
	const type = icmpType(b, at);
	if (isIcmpEcho(type) || type === ICMP_TIMESTAMP || type === ICMP_TIMESTAMP_REPLY) {
		return [
			field('Identifier', icmpId(b, at), at + 4, 2, hex(icmpId(b, at), 4)),
			field('Sequence number', icmpSequence(b, at), at + 6, 2)
		];
	}
	if (type === ICMP_REDIRECT) return [field('Gateway', formatIpv4(icmpRest(b, at)), at + 4, 4)];
	if (type === ICMP_DEST_UNREACH && icmpCode(b, at) === ICMP_FRAG_NEEDED)
		return [field('MTU of next hop', icmpRest(b, at) & 0xffff, at + 6, 2)];
	if (type === ICMP_PARAMETER_PROBLEM) return [field('Pointer', b[at + 4], at + 4, 1)];
	return [field('Unused', hex(icmpRest(b, at), 8), at + 4, 4)];
}

/** ms since midnight. */
function timeFields(b: Uint8Array, at: number, to: number): Field[] {
	const type = icmpType(b, at);
	if ((type !== ICMP_TIMESTAMP && type !== ICMP_TIMESTAMP_REPLY) || to - at < TIMESTAMP_LENGTH) return [];
	return ['Originate', 'Receive', 'Transmit'].map((name, i) =>
		field(`${name} timestamp`, `${u32(b, at + ICMP_HEADER_LENGTH + 4 * i)} ms`, at + ICMP_HEADER_LENGTH + 4 * i, 4)
	);
}

function shortText(b: Uint8Array, at: number): string {
	const type = icmpType(b, at);
	const code = icmpCode(b, at);
	if (isIcmpEcho(type)) return `ICMP echo ${type === ICMP_ECHO ? 'request' : 'reply'} ${icmpSequence(b, at)}`;
	if (type === ICMP_TIME_EXCEEDED) return 'ICMP time exceeded';
	if (type === ICMP_REDIRECT) return `ICMP redirect to ${formatIpv4(icmpRest(b, at))}`;
	const meaning = type === ICMP_DEST_UNREACH ? icmpCodeName(type, code) : icmpTypeName(type);
	return `ICMP ${meaning.toLowerCase()}`;
}

export const icmp: Protocol = {
	name: 'ICMP',
	check: checkIcmp,
	layer(b, from, to, { quoted }) {
		const type = icmpType(b, from);
		const code = icmpCode(b, from);
		const sum = hex(icmpChecksum(b, from), 4);
		return {
			name: 'ICMP',
			summary: describeIcmp(decodeIcmp(b, from, to)!),
			from,
			to: timeFields(b, from, to).length > 0 ? from + TIMESTAMP_LENGTH : from + ICMP_HEADER_LENGTH,
			fields: [
				field('Type', type, from, 1, icmpTypeName(type)),
				field('Code', code, from + 1, 1, icmpCodeName(type, code)),
				field('Checksum', sum, from + 2, 2, quoted ? '' : verdict(checksum(b, from, to) === 0)),
				...restFields(b, from),
				...timeFields(b, from, to)
			]
		};
	},
	label: shortText,
	payload(b, from, to, { quoted }) {
		// An error about an error isn't sent; one level of quotation is all there can be.
		if (quoted || !isIcmpError(icmpType(b, from))) return null;
		return { table: 'etherType', keys: [ETHERTYPE_IPV4], from: from + ICMP_HEADER_LENGTH, to, quoted: true };
	},
	end: (_b, _from, to) => to
};
