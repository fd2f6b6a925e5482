/** UDP (RFC 768; net/ipv4/udp.c). */
import { ICMP_DEST_UNREACH, ICMP_FRAG_NEEDED, ICMP_PORT_UNREACH } from '../../wire/icmp.ts';
import {
	ipv4Destination,
	ipv4HeaderLength,
	ipv4Source,
	ipv4Ttl,
	MIN_HEADER_LENGTH,
	PROTOCOL_UDP
} from '../../wire/ipv4.ts';
import {
	checkUdp,
	UDP_HEADER_LENGTH,
	udpChecksumOk,
	udpDestinationPort,
	udpLength,
	udpSourcePort,
	writeUdp
} from '../../wire/udp.ts';
import type { Errno } from '../../trace/steps/types.ts';
import type { Kernel } from '../context.ts';
import { drop } from '../drop.ts';
import { errnoOf, isFatal } from '../icmp/errno.ts';
import { sendError } from '../icmp/send.ts';
import { createIp, nextIpId, output } from '../ip/output.ts';
import { isBroadcastTo, mtuTo, routeOutput, updatePathMtu } from '../ip/route.ts';
import { specificDestination } from '../ip/options.ts';
import { wantsDontFragment } from '../ip/path-mtu.ts';
import type { Netns } from '../netns.ts';
import { L3, release, type Packet } from '../packet.ts';
import { socketHash } from './sender-hash.ts';
import { lookupBound, type Socket } from './socket.ts';

/** IP_TOS, and IP_MTU_DISCOVER: DF where the datagram fits. */
export interface DatagramOptions {
	tos: number;
	discoverMtu: boolean;
}

const plain: DatagramOptions = { tos: 0, discoverMtu: true };

/** Sends a datagram from `socket`, which is bound and may not send broadcasts (no SO_BROADCAST). `source` 0: chosen by the route. */
export function udpSend(
	k: Kernel,
	ns: Netns,
	socket: Socket,
	source: number,
	destination: number,
	port: number,
	data: Uint8Array,
	cause: number,
	options: DatagramOptions = plain
): Errno | '' {
	if (port === 0) return 'EINVAL';
	const length = UDP_HEADER_LENGTH + data.length;
	const details = { protocol: PROTOCOL_UDP, sourcePort: socket.localPort, destinationPort: port, tos: options.tos };
	const found = routeOutput(ns, destination, source, socket.device, details);
	if (found.errno === '' && isBroadcastTo(found.route, destination)) return 'EACCES';
	const from = found.source;
	const mtu = mtuTo(ns, found.route, destination, k.now);
	const packet = createIp(
		ns,
		length,
		PROTOCOL_UDP,
		from,
		destination,
		0,
		options.tos,
		options.discoverMtu && MIN_HEADER_LENGTH + length <= mtu && wantsDontFragment(ns, destination, k.now),
		nextIpId(ns)
	);
	const at = L3 + MIN_HEADER_LENGTH;
	packet.bytes.set(data, at + UDP_HEADER_LENGTH);
	writeUdp(packet.bytes, at, socket.localPort, port, length, from, destination);
	packet.cause = cause;
	packet.flow = socket.flow;
	if (socket.peerAddress !== 0) packet.senderHash = socketHash(ns, socket.id);
	if (k.rec.on) {
		k.rec.step(ns, 'socket', 'pass', packet, {
			kind: 'socket-send',
			protocol: PROTOCOL_UDP,
			source: from,
			sourcePort: socket.localPort,
			destination,
			destinationPort: port,
			length: data.length
		});
	}
	// A neighbour table that is full is nobody's error without IP_RECVERR (udp_send_skb).
	const errno = output(k, ns, packet, socket.device);
	return errno === 'ENOBUFS' ? '' : errno;
}

/** What a kind of tunnel does with datagrams of its port. */
interface Encapsulation {
	/** Owns the packet. */
	receive(k: Kernel, ns: Netns, packet: Packet): void;
	/** encap_err_lookup: an error quotes a datagram of a tunnel that is here. @param at Of what follows the UDP header. */
	isOurs(ns: Netns, bytes: Uint8Array, at: number, end: number): boolean;
}

/** By `Socket.encapsulation`; entered when the kernel is put together. */
export const encapsulations: Record<string, Encapsulation> = {};

/** __udp4_lib_rcv. Owns the packet. */
export function udpReceive(k: Kernel, ns: Netns, packet: Packet): void {
	const { bytes } = packet;
	const at = L3 + ipv4HeaderLength(bytes, L3);
	const dev = ns.devices[packet.input]?.name ?? '';
	if (!checkUdp(bytes, at, packet.length)) return drop(k, ns, 'socket', packet, 'bad-frame', dev);
	const source = ipv4Source(bytes, L3);
	const destination = ipv4Destination(bytes, L3);
	if (!udpChecksumOk(bytes, at, source, destination)) return drop(k, ns, 'socket', packet, 'udp-checksum', dev);
	const port = udpDestinationPort(bytes, at);
	const sourcePort = udpSourcePort(bytes, at);
	const socket = lookupBound(ns.sockets, 'udp', destination, port, source, sourcePort, packet.input);
	if (k.rec.on) {
		k.rec.step(ns, 'socket', 'pass', packet, {
			kind: 'socket-lookup',
			protocol: PROTOCOL_UDP,
			address: destination,
			port,
			found: socket !== null,
			owner: socket === null ? '' : String(socket.owner),
			peer: socket?.peerAddress ?? 0,
			peerPort: socket?.peerPort ?? 0
		});
	}
	if (socket === null) {
		sendError(k, ns, packet, ICMP_DEST_UNREACH, ICMP_PORT_UNREACH, 0, 'udp-no-socket');
		return drop(k, ns, 'socket', packet, 'udp-no-socket', dev, String(port));
	}
	if (socket.encapsulation !== '') return encapsulations[socket.encapsulation].receive(k, ns, packet);
	if (k.rec.on) {
		k.rec.step(ns, 'socket', 'deliver', packet, {
			kind: 'socket-receive',
			protocol: PROTOCOL_UDP,
			length: udpLength(bytes, at) - UDP_HEADER_LENGTH,
			owner: String(socket.owner),
			source,
			sourcePort
		});
	}
	if (socket.owner >= 0) {
		// IP_PKTINFO: of a broadcast, the own address that its sender would be answered from.
		const device = ns.devices[packet.input];
		const asked = packet.route?.type === 'local' || !device ? destination : specificDestination(ns, device, packet);
		const data = bytes.slice(at + UDP_HEADER_LENGTH, at + udpLength(bytes, at));
		k.notify(
			ns,
			socket.id,
			socket.owner,
			{ type: 'datagram', data, source, sourcePort, ttl: ipv4Ttl(bytes, L3), destination: asked, dev: packet.input },
			packet
		);
	}
	release(packet);
}

/** The socket that sent the quoted datagram. */
function findQuoted(ns: Netns, packet: Packet, quoted: number): Socket | null {
	const { bytes } = packet;
	const at = quoted + ipv4HeaderLength(bytes, quoted);
	if (packet.length < at + UDP_HEADER_LENGTH) return null;
	return lookupBound(
		ns.sockets,
		'udp',
		ipv4Source(bytes, quoted),
		udpSourcePort(bytes, at),
		ipv4Destination(bytes, quoted),
		udpDestinationPort(bytes, at),
		packet.input
	);
}

/** __udp4_lib_err_encap: no program sent it, but a tunnel, which listens on the port that it sends to. */
function isOfTunnel(ns: Netns, packet: Packet, quoted: number): boolean {
	const { bytes } = packet;
	const at = quoted + ipv4HeaderLength(bytes, quoted);
	if (packet.length < at + UDP_HEADER_LENGTH) return false;
	const socket = lookupBound(
		ns.sockets,
		'udp',
		ipv4Source(bytes, quoted),
		udpDestinationPort(bytes, at),
		ipv4Destination(bytes, quoted),
		udpSourcePort(bytes, at),
		packet.input
	);
	if (socket === null || socket.encapsulation === '') return false;
	return encapsulations[socket.encapsulation].isOurs(ns, bytes, at + UDP_HEADER_LENGTH, packet.length);
}

/** ICMP_REDIRECT in __udp4_lib_err. */
export function udpMayRedirect(_k: Kernel, ns: Netns, packet: Packet, quoted: number): boolean {
	return findQuoted(ns, packet, quoted) !== null || isOfTunnel(ns, packet, quoted);
}

/** __udp4_lib_err: without IP_RECVERR only a connected socket hears of it, and only of errors that can't pass. The packet is only lent. */
export function udpError(
	k: Kernel,
	ns: Netns,
	packet: Packet,
	quoted: number,
	type: number,
	code: number,
	info: number
): void {
	const { bytes } = packet;
	const peer = ipv4Destination(bytes, quoted);
	const socket = findQuoted(ns, packet, quoted);
	if (socket === null && !isOfTunnel(ns, packet, quoted)) return;
	const tooLong = type === ICMP_DEST_UNREACH && code === ICMP_FRAG_NEEDED;
	if (tooLong) updatePathMtu(k, ns, peer, ipv4Source(bytes, quoted), info);
	if (socket === null) return;
	const hard = tooLong || isFatal(type, code);
	if (!socket.allErrors && (!hard || socket.peerAddress === 0)) return;
	const errno = errnoOf(type, code);
	const source = ipv4Source(bytes, L3);
	if (k.rec.on)
		k.rec.step(ns, 'socket', 'note', packet, {
			kind: 'socket-error',
			protocol: PROTOCOL_UDP,
			errno,
			owner: String(socket.owner),
			address: source
		});
	k.notify(
		ns,
		socket.id,
		socket.owner,
		{ type: 'error', errno, source, icmpType: type, code, info, sequence: 0 },
		packet
	);
}
