/**
 * Packet sockets (net/packet/af_packet.c): a program takes IPv4 frames from an interface and puts some on it, whether or not the
 * interface has an address. Each has a filter, as a BPF program would be.
 */
import { BROADCAST_MAC, etherType, writeEthernet, ETHERTYPE_ARP, ETHERTYPE_IPV4 } from '../../wire/ethernet.ts';
import { ARP_LENGTH, ARP_REQUEST, writeArp } from '../../wire/arp.ts';
import {
	checkIpv4,
	ipv4HeaderLength,
	ipv4Protocol,
	MIN_HEADER_LENGTH,
	PROTOCOL_UDP,
	writeIpv4
} from '../../wire/ipv4.ts';
import { checkUdp, UDP_HEADER_LENGTH, udpDestinationPort, writeUdp } from '../../wire/udp.ts';
import type { Kernel } from '../context.ts';
import type { Device } from '../devices/device.ts';
import { deviceTransmit } from '../devices/transmit.ts';
import type { Netns } from '../netns.ts';
import { allocate, L3, type Packet } from '../packet.ts';
import { createSocket, type Socket } from './socket.ts';

/** Bytes of an Ethernet frame at the least, without FCS: a program pads by itself. */
const PROBE_LENGTH = 60;

/** What a packet socket lets through. */
export interface PacketFilter {
	/** ifindex */
	dev: number;
	etherType: number;
	/** Of UDP, for IPv4. */
	port: number;
}

/** Opens one that `owner` is told by. */
export function openPacketSocket(ns: Netns, owner: number, flow: number, filter: PacketFilter): Socket {
	const socket = createSocket(ns.sockets, 'packet', owner, flow);
	socket.filter = filter;
	ns.sockets.packet.push(socket);
	return socket;
}

/** A frame goes up: who wants to see it? The packet is only lent. */
export function packetReceive(k: Kernel, ns: Netns, device: Device, packet: Packet): void {
	for (const socket of ns.sockets.packet) {
		if (socket.filter === null || !passes(socket.filter, device, packet)) continue;
		const data = packet.bytes.slice(0, packet.length);
		if (k.rec.on) {
			k.rec.step(ns, 'socket', 'note', packet, {
				kind: 'packet-socket',
				owner: String(socket.owner),
				dev: device.name
			});
		}
		k.notify(ns, socket.id, socket.owner, { type: 'packet', data }, packet);
	}
}

function passes(filter: PacketFilter, device: Device, { bytes, length }: Packet): boolean {
	if (filter.dev !== device.index || etherType(bytes, 0) !== filter.etherType) return false;
	if (filter.etherType !== ETHERTYPE_IPV4) return true;
	if (!checkIpv4(bytes, L3, length) || ipv4Protocol(bytes, L3) !== PROTOCOL_UDP) return false;
	const at = L3 + ipv4HeaderLength(bytes, L3);
	return checkUdp(bytes, at, length) && udpDestinationPort(bytes, at) === filter.port;
}

/** A UDP datagram as a frame to everybody, with headers of the program's own making: TTL 64, no DF, identification 0. */
export function sendBroadcastUdp(
	k: Kernel,
	ns: Netns,
	device: Device,
	datagram: { source: number; sourcePort: number; destinationPort: number; data: Uint8Array; tos: number },
	cause: number,
	flow: number
): void {
	const { source, sourcePort, destinationPort, data, tos } = datagram;
	const destination = 0xffffffff;
	const length = UDP_HEADER_LENGTH + data.length;
	const packet = allocate(L3 + MIN_HEADER_LENGTH + length);
	writeEthernet(packet.bytes, 0, BROADCAST_MAC, device.mac, ETHERTYPE_IPV4);
	writeIpv4(packet.bytes, L3, MIN_HEADER_LENGTH + length, 0, 0, 64, PROTOCOL_UDP, source, destination, tos);
	const at = L3 + MIN_HEADER_LENGTH;
	packet.bytes.set(data, at + UDP_HEADER_LENGTH);
	writeUdp(packet.bytes, at, sourcePort, destinationPort, length, source, destination);
	packet.cause = cause;
	packet.flow = flow;
	if (k.rec.on) {
		k.rec.step(ns, 'socket', 'pass', packet, {
			kind: 'socket-send',
			protocol: PROTOCOL_UDP,
			source,
			sourcePort,
			destination,
			destinationPort,
			length: data.length
		});
	}
	deviceTransmit(k, ns, device, packet);
}

/** An ARP request in nobody's name: does anybody have `target`? (RFC 5227, a probe.) */
export function sendArpProbe(k: Kernel, ns: Netns, device: Device, target: number, cause: number, flow: number): void {
	const packet = allocate(PROBE_LENGTH);
	packet.bytes.fill(0, L3 + ARP_LENGTH, PROBE_LENGTH);
	writeEthernet(packet.bytes, 0, BROADCAST_MAC, device.mac, ETHERTYPE_ARP);
	writeArp(packet.bytes, L3, ARP_REQUEST, device.mac, 0, 0, target);
	packet.cause = cause;
	packet.flow = flow;
	if (k.rec.on) {
		k.rec.step(ns, 'neighbour', 'pass', packet, {
			kind: 'arp-request',
			dev: device.name,
			target,
			sender: 0,
			attempt: 1,
			of: 1,
			unicast: false
		});
	}
	deviceTransmit(k, ns, device, packet);
}
