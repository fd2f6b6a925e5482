/** TCP as IP knows it. */
import { ipv4Destination, ipv4HeaderLength, ipv4Source } from '../../../wire/ipv4.ts';
import { tcpDestinationPort, tcpSeq, tcpSourcePort } from '../../../wire/tcp.ts';
import type { Protocol } from '../../ip/protocols.ts';
import type { Netns } from '../../netns.ts';
import { L3, type Packet } from '../../packet.ts';
import { connectionKey, type Socket } from '../socket.ts';
import { mayRedirect, tcpError } from './errors.ts';
import { tcpReceive } from './input.ts';

/** Bytes of the TCP header that an ICMP error quotes at least: the ports and the sequence number. */
const QUOTED = 8;

/** The connection that sent the quoted segment, with the segment's sequence number. */
function findQuoted(ns: Netns, packet: Packet, quoted: number): { socket: Socket; seq: number } | null {
	const { bytes } = packet;
	const at = quoted + ipv4HeaderLength(bytes, quoted);
	if (packet.length < at + QUOTED) return null;
	const key = connectionKey(
		ipv4Source(bytes, quoted),
		tcpSourcePort(bytes, at),
		ipv4Destination(bytes, quoted),
		tcpDestinationPort(bytes, at)
	);
	const socket = ns.sockets.connections.get(key);
	return socket === undefined ? null : { socket, seq: tcpSeq(bytes, at) };
}

export const tcpProtocol: Protocol = {
	receive: tcpReceive,
	error(k, ns, packet, quoted, type, code, info) {
		const found = findQuoted(ns, packet, quoted);
		if (found !== null)
			tcpError(k, ns, found.socket, type, code, info, ipv4Source(packet.bytes, L3), found.seq, packet);
	},
	mayRedirect(k, ns, packet, quoted) {
		const found = findQuoted(ns, packet, quoted);
		return found !== null && mayRedirect(found.socket.tcp!, found.seq, k.now);
	}
};
