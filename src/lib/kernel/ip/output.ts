/** Sending IPv4 packets: the way of locally made ones and the last stretch of all (net/ipv4/ip_output.c). */
import { isLimitedBroadcast } from '../../net/prefix.ts';
import { BROADCAST_MAC } from '../../wire/ethernet.ts';
import {
	FLAG_DF,
	ipv4Destination,
	ipv4FragmentField,
	ipv4Source,
	ipv4TotalLength,
	MIN_HEADER_LENGTH,
	setIpv4HeaderLength,
	setIpv4TotalLength,
	updateIpv4Checksum,
	writeIpv4
} from '../../wire/ipv4.ts';
import { ICMP_DEST_UNREACH, ICMP_FRAG_NEEDED } from '../../wire/icmp.ts';
import type { Errno } from '../../trace/steps/types.ts';
import type { Kernel } from '../context.ts';
import type { Device } from '../devices/device.ts';
import { drop } from '../drop.ts';
import { sendError } from '../icmp/send.ts';
import { netfilterHook } from '../netfilter/hooks.ts';
import { resolveOutput } from '../neighbour/table.ts';
import { transmitTo } from '../neighbour/transmit.ts';
import type { Netns } from '../netns.ts';
import { allocate, L3, release, type Packet } from '../packet.ts';
import { fragment } from './fragment.ts';
import { isThroughGateway, mtuTo, nextHopOf, recordRoute, routeOutput } from './route.ts';

/**
 * A packet with a complete IPv4 header and room for `payloadLength` bytes at L3 + 20, which the caller writes.
 * @param id IPv4 identification, 0 to 65535.
 */
export function createIp(
	ns: Netns,
	payloadLength: number,
	protocol: number,
	source: number,
	destination: number,
	ttl: number,
	tos: number,
	dontFragment: boolean,
	id: number
): Packet {
	const total = MIN_HEADER_LENGTH + payloadLength;
	const packet = allocate(L3 + total);
	writeIpv4(
		packet.bytes,
		L3,
		total,
		id,
		dontFragment ? FLAG_DF : 0,
		ttl || ns.sysctls.defaultTtl,
		protocol,
		source,
		destination,
		tos
	);
	return packet;
}

/** The packet with options between header and payload, `options` being whole words. Owns the packet. */
export function withOptions(packet: Packet, options: Uint8Array): Packet {
	if (options.length === 0) return packet;
	const longer = allocate(packet.length + options.length);
	const payload = L3 + MIN_HEADER_LENGTH;
	longer.bytes.set(packet.bytes.subarray(0, payload));
	longer.bytes.set(options, payload);
	longer.bytes.set(packet.bytes.subarray(payload, packet.length), payload + options.length);
	setIpv4HeaderLength(longer.bytes, L3, MIN_HEADER_LENGTH + options.length);
	setIpv4TotalLength(longer.bytes, L3, longer.length - L3);
	updateIpv4Checksum(longer.bytes, L3);
	longer.cause = packet.cause;
	longer.flow = packet.flow;
	release(packet);
	return longer;
}

/** The identification of the next packet that may be fragmented. */
export function nextIpId(ns: Netns): number {
	ns.ipId = (ns.ipId + 1) & 0xffff;
	return ns.ipId;
}

export interface ChosenSource {
	errno: Errno | '';
	source: number;
	broadcast: boolean;
	cause: number;
}

/**
 * Which source a packet to `destination` would have, before it is made, and whether that would be a broadcast. Records the
 * routing decision as `cause`'s effect.
 */
export function sourceFor(k: Kernel, ns: Netns, destination: number, cause: number): ChosenSource {
	const found = routeOutput(ns, destination, 0);
	if (found.errno !== '' && k.rec.on) {
		const carrier = allocate(0);
		carrier.cause = cause;
		recordRoute(k, ns, carrier, destination, 0, '', found.route, found.errno);
		cause = carrier.cause;
		release(carrier);
	} else if (k.rec.on && found.route !== null) {
		cause = k.rec.step(
			ns,
			'routing',
			'pass',
			null,
			{
				kind: 'source-address',
				destination,
				chosen: found.source,
				dev: ns.devices[found.route.dev]?.name ?? '',
				why: found.route.preferredSource !== 0 ? 'preferred' : 'primary'
			},
			cause
		);
	}
	const broadcast = found.route?.type === 'broadcast' || isLimitedBroadcast(destination);
	return { errno: found.errno, source: found.source, broadcast, cause };
}

/**
 * ip_local_out with its routing. Owns the packet; answers the error that the sending program gets.
 * @param oif ifindex that it must leave by; 0: any.
 */
export function output(k: Kernel, ns: Netns, packet: Packet, oif = 0): Errno | '' {
	const destination = ipv4Destination(packet.bytes, L3);
	const source = ipv4Source(packet.bytes, L3);
	const found = routeOutput(ns, destination, source, oif);
	if (k.rec.on) recordRoute(k, ns, packet, destination, source, '', found.route, found.errno);
	if (found.errno !== '' || found.route === null) {
		release(packet);
		return found.errno;
	}
	packet.route = found.route;
	packet.nextHop = nextHopOf(ns, found.route, destination);
	const device = outputDevice(ns, packet);
	if (ns.netfilter.active) {
		if (!netfilterHook(k, ns, 'OUTPUT', packet, null, device)) return 'EPERM';
		if (ipv4Destination(packet.bytes, L3) !== destination) {
			const again = reroute(k, ns, packet);
			if (again !== '') return again;
		}
	}
	return finish(k, ns, null, outputDevice(ns, packet), packet);
}

/** ip_route_me_harder: OUTPUT's DNAT changed the destination. */
function reroute(k: Kernel, ns: Netns, packet: Packet): Errno | '' {
	const destination = ipv4Destination(packet.bytes, L3);
	const found = routeOutput(ns, destination, ipv4Source(packet.bytes, L3));
	if (k.rec.on) recordRoute(k, ns, packet, destination, ipv4Source(packet.bytes, L3), '', found.route, found.errno);
	if (found.errno !== '' || found.route === null) {
		release(packet);
		return found.errno;
	}
	packet.route = found.route;
	packet.nextHop = nextHopOf(ns, found.route, destination);
	return '';
}

/** What is for ourselves leaves by lo, whichever interface has the address. */
function outputDevice(ns: Netns, packet: Packet): Device {
	const route = packet.route!;
	return ns.devices[route.type === 'local' ? 1 : route.dev]!;
}

/** What a packet that is passed on may be long (ip_dst_mtu_maybe_forward): learnt path MTUs count only if the netns says so. */
export function forwardingMtu(k: Kernel, ns: Netns, packet: Packet, device: Device): number {
	if (ns.sysctls.forwardUsePmtu === 0) return device.mtu;
	return mtuTo(ns, packet.route, ipv4Destination(packet.bytes, L3), k.now);
}

/** It came in fragments that were small enough: DF forbade to cut these, not to send them (skb->ignore_df). */
export function fitsInPieces(packet: Packet, mtu: number): boolean {
	return packet.gathered !== null && packet.gathered.largest <= mtu;
}

/** ip_output: POSTROUTING, fragments where they are needed, then the neighbour. Owns the packet. */
export function finish(k: Kernel, ns: Netns, input: Device | null, device: Device, packet: Packet): Errno | '' {
	if (ns.netfilter.active && !netfilterHook(k, ns, 'POSTROUTING', packet, input, device)) return 'EPERM';
	const mtu =
		input !== null
			? forwardingMtu(k, ns, packet, device)
			: ns.pathMtus.size > 0
				? mtuTo(ns, packet.route, ipv4Destination(packet.bytes, L3), k.now)
				: device.mtu;
	if (ipv4TotalLength(packet.bytes, L3) > mtu || packet.gathered !== null) {
		if ((ipv4FragmentField(packet.bytes, L3) & FLAG_DF) !== 0 && !fitsInPieces(packet, mtu)) {
			if (input !== null) sendError(k, ns, packet, ICMP_DEST_UNREACH, ICMP_FRAG_NEEDED, mtu, 'ip-fragmentation-needed');
			drop(k, ns, 'postrouting', packet, 'mtu-exceeded', device.name, String(mtu));
			return 'EMSGSIZE';
		}
		for (const piece of fragment(k, ns, mtu, packet)) hand(k, ns, device, piece);
		return '';
	}
	hand(k, ns, device, packet);
	return '';
}

/** ip_finish_output2. Owns the packet. */
function hand(k: Kernel, ns: Netns, device: Device, packet: Packet): void {
	const route = packet.route!;
	if (device.kind === 'lo') transmitTo(k, ns, device, 0, packet);
	else if (route.type === 'broadcast') transmitTo(k, ns, device, BROADCAST_MAC, packet);
	else resolveOutput(k, ns, device, packet.nextHop, packet, isThroughGateway(route));
}
