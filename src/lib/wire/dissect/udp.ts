import {
	checkUdp,
	UDP_HEADER_LENGTH,
	udpChecksum,
	udpChecksumOk,
	udpDestinationPort,
	udpLength,
	udpSourcePort
} from '../udp.ts';
import { field, hex, verdict, type Protocol } from './protocol.ts';

export const udp: Protocol = {
	name: 'UDP',
	check: (b, from, to, { quoted }) => (quoted ? to - from >= UDP_HEADER_LENGTH : checkUdp(b, from, to)),
	layer(b, from, to, { source, destination }) {
		const length = udpLength(b, from);
		const sum = udpChecksum(b, from);
		const whole = length >= UDP_HEADER_LENGTH && length <= to - from;
		let note = '';
		if (sum === 0) note = 'none';
		else if (whole) note = verdict(udpChecksumOk(b, from, source, destination));
		return {
			name: 'UDP',
			summary: `${udpSourcePort(b, from)} → ${udpDestinationPort(b, from)} Len=${Math.max(0, length - UDP_HEADER_LENGTH)}`,
			from,
			to: from + UDP_HEADER_LENGTH,
			fields: [
				field('Source port', udpSourcePort(b, from), from, 2),
				field('Destination port', udpDestinationPort(b, from), from + 2, 2),
				field('Length', `${length} bytes`, from + 4, 2),
				field('Checksum', hex(sum, 4), from + 6, 2, note)
			]
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
