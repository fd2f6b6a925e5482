/** Building a segment and giving it to IP (net/ipv4/tcp_output.c, __tcp_transmit_skb). */
import { TCP_ACK, TCP_RST, TCP_SYN, TCP_URG, updateTcpChecksum, writeTcp } from '../../../wire/tcp.ts';
import { noTcpOptions, tcpOptionsLength, writeTcpOptions, type TcpOptions } from '../../../wire/tcp-options.ts';
import { MIN_HEADER_LENGTH, PROTOCOL_TCP } from '../../../wire/ipv4.ts';
import type { Errno, StepFacts } from '../../../trace/steps/types.ts';
import { tcpSegment } from '../../buffer-size.ts';
import type { Kernel } from '../../context.ts';
import { createIp, output } from '../../ip/output.ts';
import { socketHash } from '../sender-hash.ts';
import { wantsDontFragment } from '../../ip/path-mtu.ts';
import { nextHopOf, routeOutput } from '../../ip/route.ts';
import { confirm } from '../../neighbour/table.ts';
import type { Netns } from '../../netns.ts';
import { L3, type Packet } from '../../packet.ts';
import type { Socket } from '../socket.ts';
import { ackSent, dataSent } from './ack-state.ts';
import { HEADER, MS } from './defaults.ts';
import { establishedOptions, synOptions } from './options.ts';
import type { Segment } from './segment.ts';
import { add, distance } from './sequence.ts';
import type { TcpState } from './state.ts';
import { offerWindow } from './window.ts';

/** Of a segment among those that are cut from one buffer and sent together. */
export type Place = 'alone' | 'first' | 'further';

export type Why = StepFacts['tcp-send']['why'];

const NO_DATA = new Uint8Array(0);

/** The clock of the timestamps option: ms, with the connection's own offset. */
export function timestampClock(t: TcpState, now: number): number {
	return (Math.floor(now / MS) + t.timestampOffset) >>> 0;
}

/**
 * Sends one segment of a connection; what it says of the receiving side is as it is now.
 * @param place In a burst that is cut from one buffer.
 */
export function sendSegment(
	k: Kernel,
	ns: Netns,
	socket: Socket,
	t: TcpState,
	flags: number,
	seq: number,
	data: Uint8Array,
	why: Why,
	place: Place = 'alone'
): Errno | '' {
	const syn = (flags & TCP_SYN) !== 0;
	const acknowledges = (flags & TCP_ACK) !== 0;
	const clock = timestampClock(t, k.now);
	const options = syn ? synOptions(t, clock, acknowledges && t.parent >= 0) : establishedOptions(t, clock);
	const urgent = urgentPointer(t, seq);
	if (urgent > 0) flags |= TCP_URG;
	const window = syn ? Math.min(t.receive.window, 65_535) : offerWindow(t);
	if (acknowledges) {
		ackSent(t.ack);
		t.duplicateSack = null;
	}
	if (data.length > 0) dataSent(t.ack, k.now);
	// A listener's SYN-ACK is made before there is a socket whose counter it could use (net/ipv4/ip_output.c, ip_build_and_send_pkt).
	const id = syn && acknowledges ? 0 : t.ipId;
	if (id !== 0) t.ipId = (t.ipId + 1) & 0xffff;
	if (t.confirmPending) confirmNeighbour(k, ns, socket, t);
	const packet = build(
		ns,
		socket.localAddress,
		socket.localPort,
		socket.peerAddress,
		socket.peerPort,
		seq,
		acknowledges ? t.receiveNext : 0,
		flags,
		window,
		options,
		data,
		id,
		0,
		urgent,
		wantsDontFragment(ns, socket.peerAddress, k.now)
	);
	packet.cause = t.cause;
	packet.flow = socket.flow;
	packet.senderHash = socketHash(ns, socket.id);
	packet.furtherOfBurst = place === 'further';
	const { truesize, tailroom } = tcpSegment(data.length, place !== 'alone');
	packet.truesize = truesize;
	packet.tailroom = tailroom;
	if (k.rec.on) {
		k.rec.step(ns, 'socket', 'pass', packet, {
			kind: 'tcp-send',
			flags,
			seq,
			ack: acknowledges ? t.receiveNext : 0,
			length: data.length,
			window,
			state: t.state,
			why
		});
	}
	return output(k, ns, packet);
}

/** How far ahead of `seq` the urgent data ends; 0: nothing is urgent. */
function urgentPointer(t: TcpState, seq: number): number {
	const ahead = t.urgent < 0 ? 0 : distance(t.urgent, seq);
	return ahead > 0 && ahead <= 0xffff ? ahead : 0;
}

function build(
	ns: Netns,
	source: number,
	sourcePort: number,
	destination: number,
	destinationPort: number,
	seq: number,
	ack: number,
	flags: number,
	window: number,
	options: TcpOptions,
	data: Uint8Array,
	id: number,
	tos: number,
	urgent = 0,
	dontFragment = true
): Packet {
	const header = HEADER + tcpOptionsLength(options);
	const length = header + data.length;
	const packet = createIp(ns, length, PROTOCOL_TCP, source, destination, 0, tos, dontFragment, id);
	const at = L3 + MIN_HEADER_LENGTH;
	writeTcp(packet.bytes, at, sourcePort, destinationPort, seq, ack, header, flags, window, urgent);
	writeTcpOptions(packet.bytes, at + HEADER, options);
	packet.bytes.set(data, at + header);
	updateTcpChecksum(packet.bytes, at, length, source, destination);
	return packet;
}

/** sock_confirm_neigh: TCP's progress proves that the next hop lives. */
function confirmNeighbour(k: Kernel, ns: Netns, socket: Socket, t: TcpState): void {
	t.confirmPending = false;
	const { route } = routeOutput(ns, socket.peerAddress, socket.localAddress);
	if (route !== null && route.type === 'unicast') confirm(k, ns, route.dev, nextHopOf(ns, route, socket.peerAddress));
}

/** The sequence number of a segment without data: never beyond what the peer's window holds (tcp_acceptable_seq). */
function acceptableSeq(t: TcpState): number {
	const end = add(t.sendUnacked, t.sendWindow);
	const beyond = distance(t.sendNext, end);
	return beyond <= 0 || (t.scaling && beyond < 2 ** t.receive.scale) ? t.sendNext : end;
}

export function sendAck(k: Kernel, ns: Netns, socket: Socket, t: TcpState, why: Why = 'ack'): void {
	if (t.state === 'CLOSED') return;
	sendSegment(k, ns, socket, t, TCP_ACK, acceptableSeq(t), NO_DATA, why);
}

/** A segment that only asks for an answer: its sequence number was acknowledged long ago (tcp_xmit_probe_skb). */
export function sendProbe(k: Kernel, ns: Netns, socket: Socket, t: TcpState): void {
	sendSegment(k, ns, socket, t, TCP_ACK, add(t.sendUnacked, -1), NO_DATA, 'probe');
}

/** The connection is broken off by us (tcp_send_active_reset). */
export function sendReset(k: Kernel, ns: Netns, socket: Socket, t: TcpState): void {
	sendSegment(k, ns, socket, t, TCP_RST | TCP_ACK, acceptableSeq(t), NO_DATA, 'reset');
}

/** The answer of a connection of which only the memory is left (tcp_v4_timewait_ack). */
export function sendTimeWaitAck(k: Kernel, ns: Netns, socket: Socket, t: TcpState): void {
	const window = Math.min(65_535, Math.floor(t.receive.window / 2 ** t.receive.scale));
	const options = establishedOptions({ ...t, sacks: [], duplicateSack: null }, timestampClock(t, k.now));
	const packet = build(
		ns,
		socket.localAddress,
		socket.localPort,
		socket.peerAddress,
		socket.peerPort,
		t.sendNext,
		t.receiveNext,
		TCP_ACK,
		window,
		options,
		NO_DATA,
		0,
		0
	);
	packet.cause = t.cause;
	packet.flow = socket.flow;
	packet.senderHash = socketHash(ns, socket.id);
	if (k.rec.on) {
		k.rec.step(ns, 'socket', 'pass', packet, {
			kind: 'tcp-send',
			flags: TCP_ACK,
			seq: t.sendNext,
			ack: t.receiveNext,
			length: 0,
			window,
			state: t.state,
			why: 'ack'
		});
	}
	output(k, ns, packet);
}

/** The answer to a segment that nobody here knows (tcp_v4_send_reset): its own numbers turned round, no options. */
export function sendStrayReset(k: Kernel, ns: Netns, segment: Segment, state: string): void {
	const { packet, flags } = segment;
	if ((flags & TCP_RST) !== 0) return;
	const known = (flags & TCP_ACK) !== 0;
	const reply = known ? TCP_RST : TCP_RST | TCP_ACK;
	const seq = known ? segment.ack : 0;
	const ack = known ? 0 : segment.end;
	const answer = build(
		ns,
		segment.destination,
		segment.destinationPort,
		segment.source,
		segment.sourcePort,
		seq,
		ack,
		reply,
		0,
		noTcpOptions(),
		NO_DATA,
		0,
		segment.tos
	);
	answer.cause = packet.cause;
	answer.flow = packet.flow;
	if (k.rec.on)
		k.rec.step(ns, 'socket', 'reply', answer, {
			kind: 'tcp-send',
			flags: reply,
			seq,
			ack,
			length: 0,
			window: 0,
			state,
			why: 'reset'
		});
	output(k, ns, answer);
}
