import { describeTcpOptions, readTcpOptions } from '../tcp-options.ts';
import {
	checkTcp,
	decodeTcp,
	describeTcp,
	TCP_ACK,
	TCP_FIN,
	TCP_HEADER_LENGTH,
	TCP_RST,
	TCP_SYN,
	tcpAck,
	tcpChecksum,
	tcpChecksumOk,
	tcpDestinationPort,
	tcpFlagNames,
	tcpFlags,
	tcpHeaderLength,
	tcpSeq,
	tcpSourcePort,
	tcpUrgent,
	tcpWindow
} from '../tcp.ts';
import { field, hex, verdict, type Field, type Protocol, type Surroundings } from './protocol.ts';

/** Ports, seq: what an ICMP error must quote at least (RFC 792). */
const QUOTED_LENGTH = 8;

function wholeHeader(b: Uint8Array, from: number, to: number): boolean {
	return to - from >= TCP_HEADER_LENGTH && checkTcp(b, from, to);
}

function beginning(b: Uint8Array, at: number): Field[] {
	return [
		field('Source port', tcpSourcePort(b, at), at, 2),
		field('Destination port', tcpDestinationPort(b, at), at + 2, 2),
		field('Sequence number', tcpSeq(b, at), at + 4, 4)
	];
}

function headerFields(b: Uint8Array, from: number, to: number, around: Surroundings): Field[] {
	const header = tcpHeaderLength(b, from);
	const ok = tcpChecksumOk(b, from, to - from, around.source, around.destination);
	const fields = [
		...beginning(b, from),
		field('Acknowledgment number', tcpAck(b, from), from + 8, 4),
		field('Header length', `${header} bytes`, from + 12, 1),
		field('Flags', hex(tcpFlags(b, from), 2), from + 13, 1, tcpFlagNames(tcpFlags(b, from))),
		field('Window', tcpWindow(b, from), from + 14, 2, 'before scaling'),
		field('Checksum', hex(tcpChecksum(b, from), 4), from + 16, 2, around.quoted ? '' : verdict(ok)),
		field('Urgent pointer', tcpUrgent(b, from), from + 18, 2)
	];
	if (header > TCP_HEADER_LENGTH) {
		const at = from + TCP_HEADER_LENGTH;
		const length = header - TCP_HEADER_LENGTH;
		const options = describeTcpOptions(readTcpOptions(b, at, from + header));
		fields.push(field('Options', `${length} bytes`, at, length, options));
	}
	return fields;
}

/** "SYN", "SYN-ACK", "FIN", "RST", "ACK" or "data 5 bytes": what a person calls the segment. */
function segmentName(flags: number, length: number): string {
	if ((flags & TCP_RST) !== 0) return 'RST';
	if ((flags & TCP_SYN) !== 0) return (flags & TCP_ACK) !== 0 ? 'SYN-ACK' : 'SYN';
	if ((flags & TCP_FIN) !== 0) return 'FIN';
	if (length > 0) return `data ${length} ${length === 1 ? 'byte' : 'bytes'}`;
	return 'ACK';
}

export const tcp: Protocol = {
	name: 'TCP',
	check: (b, from, to, { quoted }) => (quoted ? to - from >= QUOTED_LENGTH : checkTcp(b, from, to)),
	layer(b, from, to, around) {
		if (!wholeHeader(b, from, to)) {
			return {
				name: 'TCP',
				summary: `${tcpSourcePort(b, from)} → ${tcpDestinationPort(b, from)} Seq=${tcpSeq(b, from)}`,
				from,
				to,
				fields: beginning(b, from)
			};
		}
		return {
			name: 'TCP',
			summary: describeTcp(decodeTcp(b, from, to)!),
			from,
			to: from + tcpHeaderLength(b, from),
			fields: headerFields(b, from, to, around)
		};
	},
	label: (b, from, to) =>
		`TCP ${segmentName(tcpFlags(b, from), to - from - tcpHeaderLength(b, from))} ${tcpSourcePort(b, from)} → ${tcpDestinationPort(b, from)}`,
	payload(b, from, to, { quoted }) {
		if (!wholeHeader(b, from, to)) return null;
		const data = from + tcpHeaderLength(b, from);
		if (data === to) return null;
		return { table: 'tcpPort', keys: [tcpDestinationPort(b, from), tcpSourcePort(b, from)], from: data, to, quoted };
	},
	end: (_b, _from, to) => to
};
