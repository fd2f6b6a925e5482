/** A segment that came, taken apart once. */
import { ipv4Destination, ipv4HeaderLength, ipv4Source, ipv4Tos, ipv4TotalLength } from '../../../wire/ipv4.ts';
import {
	checkTcp,
	TCP_FIN,
	TCP_SYN,
	TCP_URG,
	tcpUrgent,
	tcpAck,
	tcpDestinationPort,
	tcpFlags,
	tcpHeaderLength,
	tcpSeq,
	tcpSourcePort,
	tcpWindow
} from '../../../wire/tcp.ts';
import { readTcpOptions, type TcpOptions } from '../../../wire/tcp-options.ts';
import { L3, type Packet } from '../../packet.ts';
import { add } from './sequence.ts';

export interface Segment {
	packet: Packet;
	source: number;
	sourcePort: number;
	destination: number;
	destinationPort: number;
	tos: number;
	/** Offset of the TCP header, and bytes of header and data. */
	at: number;
	size: number;
	flags: number;
	seq: number;
	/** seq + data + SYN + FIN */
	end: number;
	ack: number;
	/** As it stands in the header, unscaled. */
	window: number;
	/** The urgent pointer, 0: none. */
	urgent: number;
	headerLength: number;
	/** Bytes of data. */
	length: number;
	options: TcpOptions;
}

/** null: shorter than it says. */
export function readSegment(packet: Packet): Segment | null {
	const { bytes } = packet;
	const at = L3 + ipv4HeaderLength(bytes, L3);
	const last = L3 + ipv4TotalLength(bytes, L3);
	if (last > packet.length || !checkTcp(bytes, at, last)) return null;
	const flags = tcpFlags(bytes, at);
	const headerLength = tcpHeaderLength(bytes, at);
	const seq = tcpSeq(bytes, at);
	const length = last - at - headerLength;
	return {
		packet,
		source: ipv4Source(bytes, L3),
		sourcePort: tcpSourcePort(bytes, at),
		destination: ipv4Destination(bytes, L3),
		destinationPort: tcpDestinationPort(bytes, at),
		tos: ipv4Tos(bytes, L3),
		at,
		size: last - at,
		flags,
		seq,
		end: add(seq, length + ((flags & TCP_SYN) !== 0 ? 1 : 0) + ((flags & TCP_FIN) !== 0 ? 1 : 0)),
		ack: tcpAck(bytes, at),
		window: tcpWindow(bytes, at),
		urgent: (flags & TCP_URG) !== 0 ? tcpUrgent(bytes, at) : 0,
		headerLength,
		length,
		options: readTcpOptions(bytes, at + 20, at + headerLength)
	};
}

/** Its data from sequence number `from` on, as bytes of their own. */
export function dataFrom(segment: Segment, from: number): Uint8Array {
	const start = segment.at + segment.headerLength;
	return segment.packet.bytes.slice(start + Math.max(0, (from - segment.seq) | 0), start + segment.length);
}
