/** A connection as conntrack knows it (include/net/netfilter/nf_conntrack.h), as data. */
import { ICMP_ECHO, ICMP_ECHO_REPLY, icmpId, icmpType } from '../../wire/icmp.ts';
import {
	ipv4Destination,
	ipv4FragmentField,
	ipv4HeaderLength,
	ipv4Protocol,
	ipv4Source,
	PROTOCOL_ICMP,
	PROTOCOL_TCP,
	PROTOCOL_UDP
} from '../../wire/ipv4.ts';
import { u16 } from '../../wire/bytes.ts';
import type { Tuple } from '../../trace/steps/types.ts';

export interface Conn {
	id: number;
	original: Tuple;
	/** What an answer looks like when it comes in: NAT shows as the difference from the original's inverse. */
	reply: Tuple;
	/** In the table: its first packet got through (IPS_CONFIRMED). */
	confirmed: boolean;
	seenReply: boolean;
	assured: boolean;
	sourceNat: boolean;
	destinationNat: boolean;
	/** The NAT chains were asked (IPS_SRC_NAT_DONE, IPS_DST_NAT_DONE). */
	sourceDone: boolean;
	destinationDone: boolean;
	/** TCP only: nf_conntrack_proto_tcp's state, "" for others. */
	tcpState: string;
	/** UDP only: ns after which a replied flow counts as a stream. */
	streamAfter: number;
	/** ns when it ends. */
	expires: number;
	packets: number;
}

export function tupleKey(t: Tuple): string {
	return `${t.protocol}|${t.source}|${t.destination}|${t.sourcePort}|${t.destinationPort}`;
}

/** The tuple of an answer. An echo's id is its port on both sides. */
export function invert(t: Tuple): Tuple {
	return {
		protocol: t.protocol,
		source: t.destination,
		destination: t.source,
		sourcePort: t.destinationPort,
		destinationPort: t.sourcePort
	};
}

/** Key under which NAT remembers how a source was translated (nf_nat_bysource). */
export function sourceKey(t: Tuple): string {
	return `${t.protocol}|${t.source}|${t.sourcePort}`;
}

/**
 * The tuple of the IP packet at `at`, null where there is none: a later fragment, a protocol without ports, an ICMP error.
 * @param end One past the last byte that may be read.
 */
export function tupleOf(bytes: Uint8Array, at: number, end: number): Tuple | null {
	if ((ipv4FragmentField(bytes, at) & 0x1fff) !== 0) return null;
	const protocol = ipv4Protocol(bytes, at);
	const l4 = at + ipv4HeaderLength(bytes, at);
	if (l4 + 8 > end) return null;
	const tuple: Tuple = {
		protocol,
		source: ipv4Source(bytes, at),
		destination: ipv4Destination(bytes, at),
		sourcePort: 0,
		destinationPort: 0
	};
	if (protocol === PROTOCOL_TCP || protocol === PROTOCOL_UDP) {
		tuple.sourcePort = u16(bytes, l4);
		tuple.destinationPort = u16(bytes, l4 + 2);
	} else if (protocol === PROTOCOL_ICMP) {
		const type = icmpType(bytes, l4);
		if (type !== ICMP_ECHO && type !== ICMP_ECHO_REPLY) return null;
		tuple.sourcePort = tuple.destinationPort = icmpId(bytes, l4);
	}
	return tuple;
}
