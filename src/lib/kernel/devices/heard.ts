/**
 * With which sequence number a TCP connection began: whoever sends hand-made segments can't know what the peer's kernel drew, and
 * needs it for the acknowledgment. Kept for interfaces that frames are sent on by hand.
 */
import { ETHERTYPE_IPV4, etherType } from '../../wire/ethernet.ts';
import {
	checkIpv4,
	ipv4Destination,
	ipv4FragmentField,
	ipv4HeaderLength,
	ipv4Protocol,
	ipv4Source,
	ipv4TotalLength,
	FRAGMENT_OFFSET_MASK,
	PROTOCOL_TCP
} from '../../wire/ipv4.ts';
import {
	checkTcp,
	setTcpAck,
	TCP_SYN,
	tcpAck,
	tcpDestinationPort,
	tcpFlags,
	tcpSeq,
	tcpSourcePort,
	updateTcpChecksum
} from '../../wire/tcp.ts';
import { L3, type Packet } from '../packet.ts';

/** Offset of the TCP header in a frame, -1: it has none. */
function tcpIn({ bytes, length }: Packet): number {
	if (length < L3 || etherType(bytes, 0) !== ETHERTYPE_IPV4 || !checkIpv4(bytes, L3, length)) return -1;
	const first = (ipv4FragmentField(bytes, L3) & FRAGMENT_OFFSET_MASK) === 0;
	const at = L3 + ipv4HeaderLength(bytes, L3);
	if (!first || ipv4Protocol(bytes, L3) !== PROTOCOL_TCP || !checkTcp(bytes, at, L3 + ipv4TotalLength(bytes, L3)))
		return -1;
	return at;
}

/** The packet is only lent. */
export function hear(heard: Map<string, number>, packet: Packet): void {
	const at = tcpIn(packet);
	const { bytes } = packet;
	if (at < 0 || (tcpFlags(bytes, at) & TCP_SYN) === 0) return;
	const from = `${ipv4Source(bytes, L3)}:${tcpSourcePort(bytes, at)}`;
	const to = `${ipv4Destination(bytes, L3)}:${tcpDestinationPort(bytes, at)}`;
	heard.set(`${from} ${to}`, tcpSeq(bytes, at));
}

/** Makes the acknowledgment number of a hand-made segment absolute, and its checksum right; as it is where no SYN was heard. */
export function acknowledgeHeard(heard: Map<string, number>, packet: Packet): void {
	const at = tcpIn(packet);
	if (at < 0) return;
	const { bytes } = packet;
	const to = `${ipv4Destination(bytes, L3)}:${tcpDestinationPort(bytes, at)}`;
	const from = `${ipv4Source(bytes, L3)}:${tcpSourcePort(bytes, at)}`;
	const first = heard.get(`${to} ${from}`);
	if (first === undefined) return;
	setTcpAck(bytes, at, (tcpAck(bytes, at) + first) >>> 0);
	updateTcpChecksum(bytes, at, L3 + ipv4TotalLength(bytes, L3) - at, ipv4Source(bytes, L3), ipv4Destination(bytes, L3));
}
