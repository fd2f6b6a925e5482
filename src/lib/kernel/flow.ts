/** What a routing decision is asked about (struct flowi4). */
import {
	ipv4Destination,
	ipv4FragmentField,
	ipv4HeaderLength,
	ipv4Protocol,
	ipv4Source,
	ipv4Tos,
	MIN_HEADER_LENGTH,
	PROTOCOL_ICMP,
	PROTOCOL_TCP,
	PROTOCOL_UDP
} from '../wire/ipv4.ts';
import { ICMP_HEADER_LENGTH, isIcmpError } from '../wire/icmp.ts';
import { L3, type Packet } from './packet.ts';

/** ifindex of lo, which stands for "made here" (LOOPBACK_IFINDEX). */
export const LOOPBACK = 1;

export interface Flow {
	destination: number;
	/** 0: not chosen yet. */
	source: number;
	tos: number;
	mark: number;
	/** ifindex it came in by. */
	input: number;
	/** ifindex that it must leave by; 0: any. */
	output: number;
	protocol: number;
	/** 0 where the protocol has none. */
	sourcePort: number;
	destinationPort: number;
	/** The addresses that several next hops are chosen by: of an ICMP error those of the packet that it quotes (ip_multipath_l3_keys). */
	keySource: number;
	keyDestination: number;
	/** The packet that an answer of ours is about: several next hops are chosen by that one. null: there is none. */
	about: Flow | null;
}

/** What a sender knows beyond the addresses. */
export type FlowDetails = Partial<Omit<Flow, 'destination' | 'source' | 'keySource' | 'keyDestination'>>;

export function emptyFlow(): Flow {
	return flowOf(0, 0);
}

export function flowOf(destination: number, source: number, details: FlowDetails = {}): Flow {
	return {
		destination,
		source,
		tos: details.tos ?? 0,
		mark: details.mark ?? 0,
		input: details.input ?? LOOPBACK,
		output: details.output ?? 0,
		protocol: details.protocol ?? 0,
		sourcePort: details.sourcePort ?? 0,
		destinationPort: details.destinationPort ?? 0,
		keySource: source,
		keyDestination: destination,
		about: details.about ?? null
	};
}

/** Where the packet stands that an ICMP error quotes, 0: it is no error, or its message is not there. */
function quotedAt({ bytes, length }: Packet, icmp: number): number {
	if ((ipv4FragmentField(bytes, L3) & 0x1fff) !== 0) return 0;
	const quoted = icmp + ICMP_HEADER_LENGTH;
	return isIcmpError(bytes[icmp]) && length >= quoted + MIN_HEADER_LENGTH ? quoted : 0;
}

/** The flow that a packet belongs to (__skb_flow_dissect): fragments have no ports. */
export function flowOfPacket(packet: Packet, input: number): Flow {
	return readFlow(emptyFlow(), packet, input);
}

/** The same, written into `flow`: nothing is allocated for a packet. */
export function readFlow(flow: Flow, packet: Packet, input: number): Flow {
	const { bytes } = packet;
	const protocol = ipv4Protocol(bytes, L3);
	const at = L3 + ipv4HeaderLength(bytes, L3);
	const whole = (ipv4FragmentField(bytes, L3) & 0x3fff) === 0;
	const ported = whole && (protocol === PROTOCOL_TCP || protocol === PROTOCOL_UDP) && packet.length >= at + 4;
	flow.destination = ipv4Destination(bytes, L3);
	flow.source = ipv4Source(bytes, L3);
	flow.tos = ipv4Tos(bytes, L3);
	flow.mark = packet.mark;
	flow.input = input;
	flow.output = 0;
	flow.protocol = protocol;
	flow.sourcePort = ported ? bytes[at] * 256 + bytes[at + 1] : 0;
	flow.destinationPort = ported ? bytes[at + 2] * 256 + bytes[at + 3] : 0;
	flow.about = null;
	const quoted = protocol === PROTOCOL_ICMP ? quotedAt(packet, at) : 0;
	flow.keySource = quoted === 0 ? flow.source : ipv4Source(bytes, quoted);
	flow.keyDestination = quoted === 0 ? flow.destination : ipv4Destination(bytes, quoted);
	return flow;
}
