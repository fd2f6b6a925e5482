/** TCP as IP knows it. */
import { ipv4Destination, ipv4HeaderLength, ipv4Source } from '../../../wire/ipv4.ts';
import { tcpDestinationPort, tcpSeq, tcpSourcePort } from '../../../wire/tcp.ts';
import type { Protocol } from '../../ip/protocols.ts';
import { L3 } from '../../packet.ts';
import { connectionKey } from '../socket.ts';
import { tcpError } from './errors.ts';
import { tcpReceive } from './input.ts';

/** Bytes of the TCP header that an ICMP error quotes at least: the ports and the sequence number. */
const QUOTED = 8;

export const tcpProtocol: Protocol = {
	receive: tcpReceive,
	error(k, ns, packet, quoted, type, code, info) {
		const { bytes } = packet;
		const at = quoted + ipv4HeaderLength(bytes, quoted);
		if (packet.length < at + QUOTED) return;
		const key = connectionKey(
			ipv4Source(bytes, quoted),
			tcpSourcePort(bytes, at),
			ipv4Destination(bytes, quoted),
			tcpDestinationPort(bytes, at)
		);
		const socket = ns.sockets.connections.get(key);
		if (socket !== undefined)
			tcpError(k, ns, socket, type, code, info, ipv4Source(bytes, L3), tcpSeq(bytes, at), packet);
	}
};
