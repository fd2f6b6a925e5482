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
import { fieldMaker, hex, type Field } from './field.ts';
import { verdict, type Protocol, type Surroundings } from './protocol.ts';

/** A timestamp message: header and three times. */
const TIMESTAMP_LENGTH = ICMP_HEADER_LENGTH + 12;

const fields = {
	'icmp.type': { name: 'Type', type: 'uint', meaning: 'Kind of message' },
	'icmp.code': { name: 'Code', type: 'uint', meaning: 'What kind of this type' },
	'icmp.checksum': { name: 'Checksum', type: 'uint', digits: 4, meaning: 'Over the whole message' },
	'icmp.ident': { name: 'Identifier', type: 'uint', meaning: 'Which ping it belongs to' },
	'icmp.seq': { name: 'Sequence number', type: 'uint', meaning: 'Which question of that ping' },
	'icmp.redir_gw': { name: 'Gateway', type: 'ipv4', meaning: 'Router to use instead' },
	'icmp.mtu': { name: 'MTU of next hop', type: 'uint', unit: 'bytes', meaning: 'What fits through there' },
	'icmp.pointer': { name: 'Pointer', type: 'uint', meaning: 'Byte of the quoted packet that is wrong' },
	'icmp.unused': { name: 'Unused', type: 'bytes', meaning: '0' },
	'icmp.originate_timestamp': {
		name: 'Originate timestamp',
		type: 'uint',
		unit: 'ms',
		meaning: 'When it was asked, since midnight'
	},
	'icmp.receive_timestamp': { name: 'Receive timestamp', type: 'uint', unit: 'ms', meaning: 'When the question came' },
	'icmp.transmit_timestamp': {
		name: 'Transmit timestamp',
		type: 'uint',
		unit: 'ms',
		meaning: 'When the answer was sent'
	}
} as const satisfies Protocol['fields'];
const field = fieldMaker(fields);

/** The second word means something else with every type. */
function restFields(b: Uint8Array, at: number): Field[] {
	const type = icmpType(b, at);
	if (isIcmpEcho(type) || type === ICMP_TIMESTAMP || type === ICMP_TIMESTAMP_REPLY) {
		return [
			field('icmp.ident', icmpId(b, at), at + 4, 2, hex(icmpId(b, at), 4)),
			field('icmp.seq', icmpSequence(b, at), at + 6, 2)
		];
	}
	if (type === ICMP_REDIRECT) return [field('icmp.redir_gw', icmpRest(b, at), at + 4, 4)];
	if (type === ICMP_DEST_UNREACH && icmpCode(b, at) === ICMP_FRAG_NEEDED)
		return [
			field('icmp.unused', b.subarray(at + 4, at + 6), at + 4, 2),
			field('icmp.mtu', icmpRest(b, at) & 0xffff, at + 6, 2)
		];
	if (type === ICMP_PARAMETER_PROBLEM)
		return [field('icmp.pointer', b[at + 4], at + 4, 1), field('icmp.unused', b.subarray(at + 5, at + 8), at + 5, 3)];
	return [field('icmp.unused', b.subarray(at + 4, at + 8), at + 4, 4)];
}

/** ms since midnight. */
function timeFields(b: Uint8Array, at: number, to: number): Field[] {
	const type = icmpType(b, at);
	if ((type !== ICMP_TIMESTAMP && type !== ICMP_TIMESTAMP_REPLY) || to - at < TIMESTAMP_LENGTH) return [];
	return (['originate', 'receive', 'transmit'] as const).map((name, i) => {
		const place = at + ICMP_HEADER_LENGTH + 4 * i;
		return field(`icmp.${name}_timestamp`, u32(b, place), place, 4);
	});
}

/** Of the Info column: the type's name is as wide as "Echo (ping) request". */
const NAME_WIDTH = 20;

function info(b: Uint8Array, at: number, _to: number, { ttl, answer }: Surroundings): string {
	const type = icmpType(b, at);
	const code = icmpCode(b, at);
	const name = icmpTypeName(type);
	if (!isIcmpEcho(type) && type !== ICMP_TIMESTAMP && type !== ICMP_TIMESTAMP_REPLY) {
		const meaning = icmpCodeName(type, code);
		return meaning === '' ? name : `${name.padEnd(NAME_WIDTH)} (${meaning})`;
	}
	const sequence = icmpSequence(b, at);
	const swapped = ((sequence & 255) << 8) | (sequence >>> 8);
	const text = `${name.padEnd(NAME_WIDTH)} id=${hex(icmpId(b, at), 4)}, seq=${sequence}/${swapped}, ttl=${ttl}`;
	if (!isIcmpEcho(type) || answer < 0) return text;
	if (type === ICMP_ECHO) return `${text} ${answer > 0 ? `(reply in ${answer})` : '(no response found!)'}`;
	return answer > 0 ? `${text} (request in ${answer})` : text;
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
	key: 'icmp',
	meaning: 'Control messages: ping, and what is told to a sender whose packet is lost',
	fields,
	check: checkIcmp,
	layer(b, from, to, { quoted }) {
		const type = icmpType(b, from);
		const code = icmpCode(b, from);
		return {
			name: 'ICMP',
			summary: describeIcmp(decodeIcmp(b, from, to)!),
			from,
			to: timeFields(b, from, to).length > 0 ? from + TIMESTAMP_LENGTH : from + ICMP_HEADER_LENGTH,
			fields: [
				field('icmp.type', type, from, 1, icmpTypeName(type)),
				field('icmp.code', code, from + 1, 1, icmpCodeName(type, code)),
				field('icmp.checksum', icmpChecksum(b, from), from + 2, 2, quoted ? '' : verdict(checksum(b, from, to) === 0)),
				...restFields(b, from),
				...timeFields(b, from, to)
			]
		};
	},
	info,
	label: shortText,
	payload(b, from, to, { quoted }) {
		// An error about an error isn't sent; one level of quotation is all there can be.
		if (quoted || !isIcmpError(icmpType(b, from))) return null;
		return { table: 'etherType', keys: [ETHERTYPE_IPV4], from: from + ICMP_HEADER_LENGTH, to, quoted: true };
	},
	end: (_b, _from, to) => to
};
