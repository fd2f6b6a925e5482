/** A connection as conntrack knows it (include/net/netfilter/nf_conntrack.h, struct nf_conn), as data. */
import { icmpCode, icmpCounterpart, icmpId, icmpType } from '../../../wire/icmp.ts';
import {
	ipv4Destination,
	ipv4FragmentField,
	ipv4HeaderLength,
	ipv4Protocol,
	ipv4Source,
	PROTOCOL_ICMP,
	PROTOCOL_TCP,
	PROTOCOL_UDP
} from '../../../wire/ipv4.ts';
import { u16 } from '../../../wire/bytes.ts';
import type { Tuple } from '../../../trace/steps/types.ts';
import type { TcpTrack } from './tcp-track.ts';

export interface Conn {
	id: number;
	/** Where it is in the table, once it is `confirmed`. */
	place: number;
	/** Connections of different zones don't know of each other; a zone may count in one direction only. */
	zone: number;
	replyZone: number;
	original: Tuple;
	/** What an answer looks like when it comes in: NAT shows as the difference from the original's inverse. */
	reply: Tuple;
	/** In the table: its first packet got through (IPS_CONFIRMED). */
	confirmed: boolean;
	/** It was taken out of the table; packets that are still under way know it. */
	dying: boolean;
	seenReply: boolean;
	assured: boolean;
	sourceNat: boolean;
	destinationNat: boolean;
	/** The NAT chains were asked (IPS_SRC_NAT_DONE, IPS_DST_NAT_DONE). */
	sourceDone: boolean;
	destinationDone: boolean;
	mark: number;
	/** ifindex that MASQUERADE chose the address of, 0: none. */
	masqueradeDev: number;
	/** TCP only: nf_conntrack_proto_tcp's state, "" for others. */
	tcpState: string;
	/** TCP only: what was seen of both sides' sequence numbers. */
	tcp: TcpTrack | null;
	/** UDP only: ns after which a replied flow counts as a stream. */
	streamAfter: number;
	/** ns when it ends; `refresh` changes it. */
	expires: number;
	packets: number;
}

/** A connection of which nothing is known but its first packet. */
export function createConn(id: number, original: Tuple, zone = 0, replyZone = 0): Conn {
	return {
		id,
		place: -1,
		zone,
		replyZone,
		original,
		reply: invert(original),
		confirmed: false,
		dying: false,
		seenReply: false,
		assured: false,
		sourceNat: false,
		destinationNat: false,
		sourceDone: false,
		destinationDone: false,
		mark: 0,
		masqueradeDev: 0,
		tcpState: '',
		tcp: null,
		streamAfter: 0,
		expires: 0,
		packets: 0
	};
}

export function sameTuple(a: Tuple, b: Tuple): boolean {
	return (
		a.source === b.source &&
		a.destination === b.destination &&
		a.sourcePort === b.sourcePort &&
		a.destinationPort === b.destinationPort &&
		a.protocol === b.protocol
	);
}

/** The tuple of an answer (nf_ct_invert_tuple). An ICMP query keeps its id and code. */
export function invert(t: Tuple): Tuple {
	const icmp = t.protocol === PROTOCOL_ICMP;
	return {
		protocol: t.protocol,
		source: t.destination,
		destination: t.source,
		sourcePort: icmp ? t.sourcePort : t.destinationPort,
		destinationPort: icmp ? (icmpCounterpart(t.destinationPort >> 8) << 8) | (t.destinationPort & 0xff) : t.sourcePort
	};
}

export function emptyTuple(): Tuple {
	return { protocol: 0, source: 0, destination: 0, sourcePort: 0, destinationPort: 0 };
}

/**
 * Reads the tuple of the IP packet at `at` into `tuple`. False: there is none, in a further fragment, or in an ICMP message that is no query.
 * @param end One past the last byte that may be read.
 */
export function readTuple(tuple: Tuple, bytes: Uint8Array, at: number, end: number): boolean {
	if ((ipv4FragmentField(bytes, at) & 0x1fff) !== 0) return false;
	const protocol = ipv4Protocol(bytes, at);
	const l4 = at + ipv4HeaderLength(bytes, at);
	let sourcePort = 0;
	let destinationPort = 0;
	if (protocol === PROTOCOL_TCP || protocol === PROTOCOL_UDP) {
		if (l4 + 8 > end) return false;
		sourcePort = u16(bytes, l4);
		destinationPort = u16(bytes, l4 + 2);
	} else if (protocol === PROTOCOL_ICMP) {
		if (l4 + 8 > end) return false;
		const type = icmpType(bytes, l4);
		if (icmpCounterpart(type) < 0) return false;
		sourcePort = icmpId(bytes, l4);
		destinationPort = (type << 8) | icmpCode(bytes, l4);
	}
	tuple.protocol = protocol;
	tuple.source = ipv4Source(bytes, at);
	tuple.destination = ipv4Destination(bytes, at);
	tuple.sourcePort = sourcePort;
	tuple.destinationPort = destinationPort;
	return true;
}
