import {
	eachTcpOption,
	MSS,
	SACK,
	SACK_PERMITTED,
	TCP_OPTION_NAMES,
	TIMESTAMPS,
	WINDOW_SCALE
} from '../tcp-options.ts';
import { u16, u32 } from '../bytes.ts';
import {
	checkTcp,
	TCP_ACK,
	TCP_CWR,
	TCP_ECE,
	TCP_FIN,
	TCP_HEADER_LENGTH,
	TCP_PSH,
	TCP_RST,
	TCP_SYN,
	TCP_URG,
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
import { asciiText, fieldMaker, heading, type Field } from './field.ts';
import { fieldsOfNotes, noteFields } from './tcp-notes.ts';
import { SCALE_UNKNOWN, verdict, type Protocol, type Stream, type Surroundings } from './protocol.ts';

/** Ports, seq: what an ICMP error must quote at least (RFC 792). */
const QUOTED_LENGTH = 8;
const SECOND = 1e9;

const fields = {
	'tcp.srcport': { name: 'Source port', type: 'uint', meaning: 'Program that sent it', also: ['tcp.port'] },
	'tcp.dstport': { name: 'Destination port', type: 'uint', meaning: 'Program that it is for', also: ['tcp.port'] },
	'tcp.port': { name: 'Source or destination port', type: 'uint', meaning: 'Either port' },
	'tcp.stream': { name: 'Stream', type: 'uint', meaning: 'Number of the connection in this list, from 0', part: true },
	'tcp.completeness': {
		name: 'Completeness',
		type: 'uint',
		meaning: 'Seen of it: 1 SYN, 2 SYN and ACK, 4 ACK, 8 data, 16 FIN, 32 RST',
		part: true
	},
	'tcp.len': { name: 'Segment length', type: 'uint', unit: 'bytes', meaning: 'Data in this segment', part: true },
	'tcp.seq': {
		name: 'Sequence number',
		type: 'uint',
		meaning: 'First byte of the data, from the beginning of the connection'
	},
	'tcp.seq_raw': { name: 'Sequence number (raw)', type: 'uint', meaning: 'As it stands in the header', part: true },
	'tcp.nxtseq': {
		name: 'Next sequence number',
		type: 'uint',
		meaning: 'What the next segment begins with',
		part: true
	},
	'tcp.ack': { name: 'Acknowledgment number', type: 'uint', meaning: 'Byte that is expected next' },
	'tcp.ack_raw': {
		name: 'Acknowledgment number (raw)',
		type: 'uint',
		meaning: 'As it stands in the header',
		part: true
	},
	'tcp.hdr_len': { name: 'Header length', type: 'uint', unit: 'bytes', meaning: 'With options' },
	'tcp.flags': { name: 'Flags', type: 'uint', digits: 4, meaning: 'What the segment is for' },
	'tcp.flags.cwr': { name: 'CWR', type: 'boolean', meaning: 'The window was made smaller', mask: TCP_CWR },
	'tcp.flags.ece': { name: 'ECE', type: 'boolean', meaning: 'Congestion was told', mask: TCP_ECE },
	'tcp.flags.urg': { name: 'URG', type: 'boolean', meaning: 'The urgent pointer is valid', mask: TCP_URG },
	'tcp.flags.ack': { name: 'ACK', type: 'boolean', meaning: 'The acknowledgment is valid', mask: TCP_ACK },
	'tcp.flags.push': { name: 'PSH', type: 'boolean', meaning: 'Give it to the program now', mask: TCP_PSH },
	'tcp.flags.reset': { name: 'RST', type: 'boolean', meaning: 'There is no such connection', mask: TCP_RST },
	'tcp.flags.syn': { name: 'SYN', type: 'boolean', meaning: 'The connection begins', mask: TCP_SYN },
	'tcp.flags.fin': { name: 'FIN', type: 'boolean', meaning: 'The sender has no more to say', mask: TCP_FIN },
	'tcp.window_size_value': { name: 'Window', type: 'uint', meaning: 'Room for data, before scaling' },
	'tcp.window_size': {
		name: 'Window in bytes',
		type: 'uint',
		unit: 'bytes',
		meaning: 'Room for data at whoever sent this',
		part: true
	},
	'tcp.window_size_scalefactor': {
		name: 'Scale factor',
		type: 'uint',
		meaning: '-1: not known, -2: none',
		part: true
	},
	'tcp.checksum': { name: 'Checksum', type: 'uint', digits: 4, meaning: 'Over addresses, header and data' },
	'tcp.urgent_pointer': { name: 'Urgent pointer', type: 'uint', meaning: 'End of urgent data' },
	'tcp.options': { name: 'Options', type: 'bytes', meaning: 'What both sides agree on, and more' },
	'tcp.option_kind': { name: 'Kind', type: 'uint', meaning: 'Which option', part: true },
	'tcp.option_len': { name: 'Length', type: 'uint', unit: 'bytes', meaning: 'With kind and length', part: true },
	'tcp.options.mss_val': {
		name: 'Maximum segment size',
		type: 'uint',
		unit: 'bytes',
		meaning: 'Data that a segment may carry',
		part: true
	},
	'tcp.options.wscale.shift': { name: 'Shift', type: 'uint', meaning: 'Windows are this many bits wider', part: true },
	'tcp.options.wscale.multiplier': { name: 'Multiplier', type: 'uint', meaning: 'The same as a factor', part: true },
	'tcp.options.timestamp.tsval': { name: 'Timestamp value', type: 'uint', meaning: "The sender's clock", part: true },
	'tcp.options.timestamp.tsecr': {
		name: 'Timestamp echo',
		type: 'uint',
		meaning: "The other side's clock, sent back",
		part: true
	},
	'tcp.options.sack_le': {
		name: 'Left edge',
		type: 'uint',
		meaning: 'Beginning of what has come out of order',
		part: true
	},
	'tcp.options.sack_re': { name: 'Right edge', type: 'uint', meaning: 'One past its end', part: true },
	'tcp.time_relative': {
		name: 'Time in this stream',
		type: 'seconds',
		meaning: 'Since its first frame',
		part: true
	},
	'tcp.time_delta': {
		name: 'Time since the frame before',
		type: 'seconds',
		meaning: 'In this stream',
		part: true
	},
	...noteFields,
	'tcp.payload': { name: 'Payload', type: 'bytes', meaning: 'Data of the segment', part: true }
} as const satisfies Protocol['fields'];
const field = fieldMaker(fields);

const FLAGS = [
	['cwr', TCP_CWR],
	['ece', TCP_ECE],
	['urg', TCP_URG],
	['ack', TCP_ACK],
	['push', TCP_PSH],
	['reset', TCP_RST],
	['syn', TCP_SYN],
	['fin', TCP_FIN]
] as const;
/** The low 12 bits of the word that header length and flags stand in. */
const FLAG_BITS = 0x0fff;

function wholeHeader(b: Uint8Array, from: number, to: number): boolean {
	return to - from >= TCP_HEADER_LENGTH && checkTcp(b, from, to);
}

/** What an ICMP error quotes is told in the numbers that stand there, as in Wireshark. */
function streamFor({ stream, quoted }: Surroundings): Stream | null {
	return stream === null || !quoted ? stream : { ...stream, base: 0, peerBase: 0, scale: SCALE_UNKNOWN };
}

/** A sequence number counted from where the connection began, as far as that is known. */
function counted(seq: number, base: number): number {
	return (seq - base) >>> 0;
}

function beginning(b: Uint8Array, at: number, stream: Stream | null): Field[] {
	const found = [
		field('tcp.srcport', tcpSourcePort(b, at), at, 2),
		field('tcp.dstport', tcpDestinationPort(b, at), at + 2, 2)
	];
	if (stream !== null)
		found.push(field('tcp.stream', stream.index, at, 0), field('tcp.completeness', stream.completeness, at, 0));
	return found;
}

function seqFields(b: Uint8Array, at: number, stream: Stream | null, quoted: boolean): Field[] {
	const seq = tcpSeq(b, at);
	if (quoted) return [field('tcp.seq', seq, at + 4, 4)];
	return [
		field('tcp.seq', counted(seq, stream?.base ?? 0), at + 4, 4, stream === null ? '' : 'relative'),
		field('tcp.seq_raw', seq, at + 4, 4)
	];
}

/** Windows of segments with SYN are never scaled (RFC 7323, 2.2). */
function scaleOf(flags: number, stream: Stream | null): number {
	return stream === null || (flags & TCP_SYN) !== 0 ? SCALE_UNKNOWN : stream.scale;
}

function scaledWindow(b: Uint8Array, from: number, stream: Stream | null): number {
	const scale = scaleOf(tcpFlags(b, from), stream);
	return scale > 0 ? tcpWindow(b, from) * 2 ** scale : tcpWindow(b, from);
}

/** SYN or FIN takes a number. */
function nextSeq(flags: number, seq: number, length: number): number {
	return (seq + length + ((flags & (TCP_SYN | TCP_FIN)) === 0 ? 0 : 1)) >>> 0;
}

function headerFields(b: Uint8Array, from: number, to: number, around: Surroundings): Field[] {
	const { quoted } = around;
	const stream = streamFor(around);
	const header = tcpHeaderLength(b, from);
	const flags = tcpFlags(b, from);
	const ok = tcpChecksumOk(b, from, to - from, around.source, around.destination);
	const ack = tcpAck(b, from);
	const acked = (flags & TCP_ACK) !== 0;
	const length = to - from - header;
	const scale = scaleOf(flags, stream);
	const found = [
		...beginning(b, from, stream),
		...(quoted ? [] : [field('tcp.len', length, from + header, 0)]),
		...seqFields(b, from, stream, quoted),
		...(quoted
			? []
			: [field('tcp.nxtseq', nextSeq(flags, counted(tcpSeq(b, from), stream?.base ?? 0), length), from + 4, 0)]),
		field(
			'tcp.ack',
			acked ? counted(ack, stream?.peerBase ?? 0) : ack,
			from + 8,
			4,
			stream !== null && acked && !quoted ? 'relative' : ''
		),
		field('tcp.ack_raw', ack, from + 8, 4),
		field('tcp.hdr_len', header, from + 12, 1, `${header / 4} words of 4 bytes`),
		field('tcp.flags', u16(b, from + 12) & FLAG_BITS, from + 12, 2, tcpFlagNames(flags)),
		...FLAGS.map(([name, bit]) => field(`tcp.flags.${name}`, (flags & bit) === 0 ? 0 : 1, from + 13, 1)),
		field('tcp.window_size_value', tcpWindow(b, from), from + 14, 2),
		field('tcp.window_size', scaledWindow(b, from, stream), from + 14, 2)
	];
	if (stream !== null && (flags & TCP_SYN) === 0)
		found.push(field('tcp.window_size_scalefactor', scale >= 0 ? 2 ** scale : scale, from + 14, 2));
	found.push(
		field('tcp.checksum', tcpChecksum(b, from), from + 16, 2, quoted ? '' : verdict(ok)),
		field('tcp.urgent_pointer', tcpUrgent(b, from), from + 18, 2)
	);
	if (header > TCP_HEADER_LENGTH) found.push(...optionFields(b, from + TCP_HEADER_LENGTH, from + header, stream));
	if (stream !== null)
		found.push(
			field('tcp.time_relative', stream.sinceFirst / SECOND, from, 0),
			field('tcp.time_delta', stream.sinceBefore / SECOND, from, 0)
		);
	if (stream !== null) found.push(...fieldsOfNotes(stream, from));
	if (length > 0) {
		const data = b.subarray(from + header, to);
		found.push(field('tcp.payload', data, from + header, length, asciiText(data)));
	}
	return found;
}

function optionFields(b: Uint8Array, at: number, end: number, stream: Stream | null): Field[] {
	const found = [field('tcp.options', b.subarray(at, end), at, end - at)];
	eachTcpOption(b, at, end, (kind, place, length) => {
		found.push(heading(TCP_OPTION_NAMES[kind] ?? `Option ${kind}`, '', place, length));
		found.push(field('tcp.option_kind', kind, place, 1));
		if (length > 1) found.push(field('tcp.option_len', length, place + 1, 1));
		if (kind === MSS && length === 4) found.push(field('tcp.options.mss_val', u16(b, place + 2), place + 2, 2));
		if (kind === WINDOW_SCALE && length === 3) {
			found.push(field('tcp.options.wscale.shift', b[place + 2], place + 2, 1));
			found.push(field('tcp.options.wscale.multiplier', 2 ** Math.min(14, b[place + 2]), place + 2, 1));
		}
		if (kind === TIMESTAMPS && length === 10) {
			found.push(field('tcp.options.timestamp.tsval', u32(b, place + 2), place + 2, 4));
			found.push(field('tcp.options.timestamp.tsecr', u32(b, place + 6), place + 6, 4));
		}
		// Edges count in the other side's numbers.
		for (let edge = place + 2; kind === SACK && edge + 8 <= place + length; edge += 8) {
			found.push(field('tcp.options.sack_le', counted(u32(b, edge), stream?.peerBase ?? 0), edge, 4));
			found.push(field('tcp.options.sack_re', counted(u32(b, edge + 4), stream?.peerBase ?? 0), edge + 4, 4));
		}
	});
	return found;
}

/** "MSS=1460 SACK_PERM TSval=1 TSecr=0 WS=128", in the order in which they stand. */
function optionsInfo(b: Uint8Array, at: number, end: number, stream: Stream | null): string {
	let text = '';
	eachTcpOption(b, at, end, (kind, place, length) => {
		if (kind === MSS && length === 4) text += ` MSS=${u16(b, place + 2)}`;
		else if (kind === WINDOW_SCALE && length === 3) text += ` WS=${2 ** Math.min(14, b[place + 2])}`;
		else if (kind === SACK_PERMITTED && length === 2) text += ' SACK_PERM';
		else if (kind === TIMESTAMPS && length === 10) text += ` TSval=${u32(b, place + 2)} TSecr=${u32(b, place + 6)}`;
		else if (kind === SACK)
			for (let edge = place + 2; edge + 8 <= place + length; edge += 8)
				text += ` SLE=${counted(u32(b, edge), stream?.peerBase ?? 0)} SRE=${counted(u32(b, edge + 4), stream?.peerBase ?? 0)}`;
	});
	return text;
}

function info(b: Uint8Array, from: number, to: number, around: Surroundings): string {
	const stream = streamFor(around);
	const ports = `${tcpSourcePort(b, from)} → ${tcpDestinationPort(b, from)}`;
	const seq = counted(tcpSeq(b, from), stream?.base ?? 0);
	if (!wholeHeader(b, from, to)) return `${ports} Seq=${seq}`;
	const flags = tcpFlags(b, from);
	const header = tcpHeaderLength(b, from);
	const acked = (flags & TCP_ACK) !== 0 ? ` Ack=${counted(tcpAck(b, from), stream?.peerBase ?? 0)}` : '';
	const names = flags === 0 ? '<None>' : tcpFlagNames(flags);
	const options = optionsInfo(b, from + TCP_HEADER_LENGTH, from + header, stream);
	const urgent = (flags & TCP_URG) !== 0 ? ` Urg=${tcpUrgent(b, from)}` : '';
	return `${ports} [${names}] Seq=${seq}${acked} Win=${scaledWindow(b, from, stream)}${urgent} Len=${to - from - header}${options}`;
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
	key: 'tcp',
	meaning: 'Connections between programs: a stream of bytes in each direction',
	fields,
	check: (b, from, to, { quoted }) => (quoted ? to - from >= QUOTED_LENGTH : checkTcp(b, from, to)),
	layer(b, from, to, around) {
		const whole = wholeHeader(b, from, to);
		return {
			name: 'TCP',
			summary: info(b, from, to, around),
			from,
			to: whole ? from + tcpHeaderLength(b, from) : to,
			fields: whole
				? headerFields(b, from, to, around)
				: [...beginning(b, from, around.stream), ...seqFields(b, from, streamFor(around), around.quoted)]
		};
	},
	info,
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
