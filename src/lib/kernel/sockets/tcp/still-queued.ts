/** A segment that still waits for its next hop's MAC is not sent a second time (net/ipv4/tcp_output.c, skb_still_in_host_queue). */
import { ipv4HeaderLength, ipv4Protocol, PROTOCOL_TCP } from '../../../wire/ipv4.ts';
import { tcpDestinationPort, tcpSeq, tcpSourcePort } from '../../../wire/tcp.ts';
import { nextHopOf, routeOutput } from '../../ip/route.ts';
import { findNeighbour } from '../../neighbour/table.ts';
import type { Netns } from '../../netns.ts';
import { L3, type Packet } from '../../packet.ts';
import type { Socket } from '../socket.ts';

export function stillQueued(ns: Netns, socket: Socket, seq: number): boolean {
	const { route } = routeOutput(ns, socket.peerAddress, socket.localAddress);
	if (route === null || route.type !== 'unicast') return false;
	const neighbour = findNeighbour(ns, route.dev, nextHopOf(ns, route, socket.peerAddress));
	return neighbour !== undefined && neighbour.queue.some((packet) => isSegment(packet, socket, seq));
}

function isSegment(packet: Packet, socket: Socket, seq: number): boolean {
	const { bytes } = packet;
	const at = L3 + ipv4HeaderLength(bytes, L3);
	return (
		ipv4Protocol(bytes, L3) === PROTOCOL_TCP &&
		tcpSourcePort(bytes, at) === socket.localPort &&
		tcpDestinationPort(bytes, at) === socket.peerPort &&
		tcpSeq(bytes, at) === seq
	);
}
