import {
	checkUdp,
	UDP_HEADER_LENGTH,
	udpChecksum,
	udpChecksumOk,
	udpDestinationPort,
	udpLength,
	udpSourcePort
} from '../udp.ts';
import { asciiText, fieldMaker } from './field.ts';
import { verdict, type Protocol } from './protocol.ts';

const fields = {
	'udp.srcport': { name: 'Source port', type: 'uint', meaning: 'Program that sent it', also: ['udp.port'] },
	'udp.dstport': { name: 'Destination port', type: 'uint', meaning: 'Program that it is for', also: ['udp.port'] },
	'udp.port': { name: 'Source or destination port', type: 'uint', meaning: 'Either port' },
	'udp.length': { name: 'Length', type: 'uint', unit: 'bytes', meaning: 'Header and data' },
	'udp.checksum': { name: 'Checksum', type: 'uint', digits: 4, meaning: 'Over addresses, ports and data' },
	'udp.stream': {
		name: 'Stream',
		type: 'uint',
		meaning: 'Number of the conversation in this list, from 0',
		part: true
	},
	'udp.time_relative': { name: 'Time in this stream', type: 'seconds', meaning: 'Since its first frame', part: true },
	'udp.time_delta': { name: 'Time since the frame before', type: 'seconds', meaning: 'In this stream', part: true },
	'udp.payload': { name: 'Payload', type: 'bytes', meaning: 'What it carries', part: true }
} as const satisfies Protocol['fields'];
const field = fieldMaker(fields);
const SECOND = 1e9;

export const udp: Protocol = {
	name: 'UDP',
	key: 'udp',
	meaning: 'Datagrams between programs, without a connection',
	fields,
	check: (b, from, to, { quoted }) => (quoted ? to - from >= UDP_HEADER_LENGTH : checkUdp(b, from, to)),
	layer(b, from, to, { source, destination, stream, quoted }) {
		const length = udpLength(b, from);
		const sum = udpChecksum(b, from);
		const whole = length >= UDP_HEADER_LENGTH && length <= to - from;
		let note = '';
		if (sum === 0) note = 'none';
		else if (whole) note = verdict(udpChecksumOk(b, from, source, destination));
		const at = from + UDP_HEADER_LENGTH;
		const end = quoted ? to : Math.max(at, Math.min(to, from + length));
		const found = [
			field('udp.srcport', udpSourcePort(b, from), from, 2),
			field('udp.dstport', udpDestinationPort(b, from), from + 2, 2),
			field('udp.length', length, from + 4, 2),
			field('udp.checksum', sum, from + 6, 2, note)
		];
		if (stream !== null) found.push(field('udp.stream', stream.index, from, 0));
		if (stream !== null && !quoted && whole)
			found.push(
				field('udp.time_relative', stream.sinceFirst / SECOND, from, 0),
				field('udp.time_delta', stream.sinceBefore / SECOND, from, 0)
			);
		if (end > at) found.push(field('udp.payload', b.subarray(at, end), at, end - at, asciiText(b.subarray(at, end))));
		return {
			name: 'UDP',
			summary: `${udpSourcePort(b, from)} → ${udpDestinationPort(b, from)} Len=${Math.max(0, length - UDP_HEADER_LENGTH)}`,
			from,
			to: at,
			fields: found
		};
	},
	label: (b, from) => `UDP ${udpSourcePort(b, from)} → ${udpDestinationPort(b, from)}`,
	payload: (b, from, to, { quoted }) => ({
		table: 'udpPort',
		keys: [udpDestinationPort(b, from), udpSourcePort(b, from)],
		from: from + UDP_HEADER_LENGTH,
		to: quoted ? to : from + udpLength(b, from),
		quoted
	}),
	end: (b, from, to) => Math.min(to, from + Math.max(UDP_HEADER_LENGTH, udpLength(b, from)))
};
