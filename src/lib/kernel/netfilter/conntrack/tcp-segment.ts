/** What conntrack reads of a TCP segment (net/netfilter/nf_conntrack_proto_tcp.c: tcp_error, tcp_options, tcp_sack). */
import { u32 } from '../../../wire/bytes.ts';
import {
	TCP_ACK,
	TCP_FIN,
	TCP_RST,
	TCP_SYN,
	TCP_URG,
	tcpAck,
	tcpFlags,
	tcpHeaderLength,
	tcpSeq,
	tcpWindow
} from '../../../wire/tcp.ts';
import type { ActionParam } from '../action-param.ts';
import { isWholeTcp } from './checksums.ts';
import { rowOf, type Row } from './tcp-states.ts';
import type { TcpSide } from './tcp-track.ts';

export interface Segment {
	flags: number;
	row: Row;
	seq: number;
	ack: number;
	/** Sequence number after its data, SYN and FIN counted. */
	end: number;
	window: number;
}

const FIXED = 20;
const OPTION_END = 0;
const OPTION_NOP = 1;
const OPTION_WINDOW_SCALE = 3;
const OPTION_SACK_PERMITTED = 4;
const OPTION_SACK = 5;
const BIGGEST_SCALE = 14;
/** What the flags may be beside PSH, ECE and CWR, which always may. */
const sensible = new Set([
	TCP_SYN,
	TCP_SYN | TCP_URG,
	TCP_SYN | TCP_ACK,
	TCP_RST,
	TCP_RST | TCP_ACK,
	TCP_FIN | TCP_ACK,
	TCP_FIN | TCP_ACK | TCP_URG,
	TCP_ACK,
	TCP_ACK | TCP_URG
]);
const JUDGED = TCP_FIN | TCP_SYN | TCP_RST | TCP_ACK | TCP_URG;

/** null: it is broken (too short, a wrong checksum, flags that make no sense). */
export function readSegment(at: ActionParam): Segment | null {
	const { packet, l4 } = at;
	const { bytes } = packet;
	const length = packet.length - l4;
	if (length < FIXED) return null;
	const header = tcpHeaderLength(bytes, l4);
	if (header < FIXED || length < header) return null;
	if (!isWholeTcp(at)) return null;
	const flags = tcpFlags(bytes, l4);
	if (!sensible.has(flags & JUDGED)) return null;
	const seq = tcpSeq(bytes, l4);
	const virtual = ((flags & TCP_SYN) !== 0 ? 1 : 0) + ((flags & TCP_FIN) !== 0 ? 1 : 0);
	return {
		flags,
		row: rowOf(flags),
		seq,
		ack: tcpAck(bytes, l4),
		end: (seq + length - header + virtual) >>> 0,
		window: tcpWindow(bytes, l4)
	};
}

/** Calls `visit` with the place of each option. */
function eachOption(at: ActionParam, visit: (kind: number, place: number, length: number) => void): void {
	const { bytes } = at.packet;
	const end = at.l4 + tcpHeaderLength(bytes, at.l4);
	for (let i = at.l4 + FIXED; i < end && bytes[i] !== OPTION_END;) {
		if (bytes[i] === OPTION_NOP) {
			i++;
			continue;
		}
		const length = bytes[i + 1];
		if (length < 2 || i + length > end) return;
		visit(bytes[i], i, length);
		i += length;
	}
}

/** What a SYN offers. */
export function readOffers(at: ActionParam): Pick<TcpSide, 'scale' | 'hasScale' | 'sackPermitted'> {
	const offers = { scale: 0, hasScale: false, sackPermitted: false };
	eachOption(at, (kind, place, length) => {
		if (kind === OPTION_SACK_PERMITTED && length === 2) offers.sackPermitted = true;
		if (kind !== OPTION_WINDOW_SCALE || length !== 3) return;
		offers.hasScale = true;
		offers.scale = Math.min(BIGGEST_SCALE, at.packet.bytes[place + 2]);
	});
	return offers;
}

/** The highest right edge of a SACK block, or the acknowledgment itself. */
export function highestAck(at: ActionParam, ack: number): number {
	let highest = ack;
	eachOption(at, (kind, place, length) => {
		if (kind !== OPTION_SACK || (length - 2) % 8 !== 0) return;
		for (let edge = place + 6; edge < place + length; edge += 8) {
			const right = u32(at.packet.bytes, edge);
			if (((right - highest) | 0) > 0) highest = right;
		}
	});
	return highest;
}
