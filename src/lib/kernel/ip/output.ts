/** Sending IPv4 packets: the way of locally made ones and the last stretch of all (net/ipv4/ip_output.c). */
import { BROADCAST_MAC, ETHERTYPE_IPV4, writeEthernet } from '../../wire/ethernet.ts';
import {
	FLAG_DF,
	ipv4Destination,
	ipv4FragmentField,
	ipv4HeaderLength,
	ipv4Source,
	ipv4Tos,
	ipv4TotalLength,
	MIN_HEADER_LENGTH,
	setIpv4HeaderLength,
	setIpv4TotalLength,
	updateIpv4Checksum,
	PROTOCOL_ICMP,
	writeIpv4
} from '../../wire/ipv4.ts';
import { ICMP_DEST_UNREACH, ICMP_ECHO, ICMP_FRAG_NEEDED, icmpCode, icmpType, isIcmpError } from '../../wire/icmp.ts';
import type { Errno } from '../../trace/steps/types.ts';
import type { Kernel } from '../context.ts';
import type { Device } from '../devices/device.ts';
import { drop } from '../drop.ts';
import { sendError } from '../icmp/send.ts';
import { netfilterHook } from '../netfilter/hooks.ts';
import type { Netns } from '../netns.ts';
import { allocate, clone, L3, release, type Packet } from '../packet.ts';
import { fragment } from './fragment.ts';
import { hand } from './hand.ts';
import { isOfProgram, sendPieces } from './pieces.ts';
import { emptyFlow, type Flow, type FlowDetails, flowOf, LOOPBACK, readFlow } from '../flow.ts';
import { recordRoute } from './record-route.ts';
import { isBroadcastTo, mtuTo, nextHopOf, routeOutput } from './route.ts';

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
export function sourceFor(
	k: Kernel,
	ns: Netns,
	destination: number,
	cause: number,
	details: FlowDetails = {}
): ChosenSource {
	const found = routeOutput(ns, destination, 0, 0, details);
	if (found.errno !== '' && k.rec.on) {
		const carrier = allocate(0);
		carrier.cause = cause;
		recordRoute(k, ns, carrier, flowOf(destination, 0, details), '', found.route, found.errno);
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
	return { errno: found.errno, source: found.source, broadcast: isBroadcastTo(found.route, destination), cause };
}

/** ip_route_connect: what connect() asks, once for a source, and once more for the way that this source goes. */
export function connectionTo(
	k: Kernel,
	ns: Netns,
	destination: number,
	cause: number,
	details: FlowDetails
): ChosenSource {
	const chosen = sourceFor(k, ns, destination, cause, details);
	if (chosen.errno !== '' || ns.fib.plain) return chosen;
	const { errno, route } = routeOutput(ns, destination, chosen.source, 0, details);
	if (errno !== '' && k.rec.on) {
		const carrier = allocate(0);
		carrier.cause = chosen.cause;
		recordRoute(k, ns, carrier, flowOf(destination, chosen.source, details), '', route, errno);
		chosen.cause = carrier.cause;
		release(carrier);
	}
	return { ...chosen, errno, broadcast: isBroadcastTo(route, destination) };
}

/**
 * ip_local_out with its routing. Owns the packet; answers the error that the sending program gets.
 * @param oif ifindex that it must leave by; 0: any.
 * @param unbound Its socket has no address of its own: the source in the packet came from this very decision.
 * @param about The packet that an ICMP error is about.
 */
export function output(
	k: Kernel,
	ns: Netns,
	packet: Packet,
	oif = 0,
	unbound = false,
	about: Flow | null = null
): Errno | '' {
	const destination = ipv4Destination(packet.bytes, L3);
	const source = unbound ? 0 : ipv4Source(packet.bytes, L3);
	const found = routeOutput(ns, destination, source, oif, ns.fib.plain ? undefined : localFlow(packet, about));
	if (k.rec.on) {
		const flow = ns.fib.plain
			? flowOf(destination, source)
			: flowOf(destination, source, { ...localFlow(packet, about), output: oif });
		recordRoute(k, ns, packet, flow, '', found.route, found.errno);
	}
	if (found.errno !== '' || found.route === null) {
		release(packet);
		return found.errno;
	}
	packet.route = found.route;
	packet.nextHop = nextHopOf(ns, found.route, destination);
	const device = outputDevice(ns, packet);
	if (ns.netfilter.active) {
		const { mark } = packet;
		if (!netfilterHook(k, ns, 'OUTPUT', packet, null, device)) return 'EPERM';
		if (ipv4Destination(packet.bytes, L3) !== destination || packet.mark !== mark) {
			const again = reroute(k, ns, packet);
			if (again !== '') return again;
		}
	}
	const out = outputDevice(ns, packet);
	const copy = packet.route.type === 'broadcast' && out.kind !== 'lo' ? clone(packet) : null;
	// The copy's way is its own: it goes through POSTROUTING too, and first.
	const heard = copy !== null && (!ns.netfilter.active || netfilterHook(k, ns, 'POSTROUTING', copy, null, out));
	const errno = finish(k, ns, null, out, packet);
	if (heard) hearOneself(k, ns, out, copy);
	return errno;
}

/** ip_mc_output, ip_mc_finish_output: who sends a broadcast is among those whom it is for. Owns the packet. */
function hearOneself(k: Kernel, ns: Netns, device: Device, packet: Packet): void {
	writeEthernet(packet.bytes, 0, BROADCAST_MAC, device.mac, ETHERTYPE_IPV4);
	packet.input = device.index;
	device.ownBroadcasts.push(packet);
	k.schedule(ns, 0, 'own-broadcast', device.index, 0, packet.cause);
}

/** The question of the packet at hand; read before the next one comes. */
const asked = emptyFlow();

/** What a sender asks with. Type and code of an echo request or an error stand where the destination's port of others does (union flowi_uli). */
function localFlow(packet: Packet, about: Flow | null): Flow {
	const flow = readFlow(asked, packet, LOOPBACK);
	flow.about = about;
	if (flow.protocol !== PROTOCOL_ICMP) return flow;
	const at = L3 + ipv4HeaderLength(packet.bytes, L3);
	const type = icmpType(packet.bytes, at);
	if (type === ICMP_ECHO || isIcmpError(type)) flow.destinationPort = (type << 8) | icmpCode(packet.bytes, at);
	return flow;
}

/** ip_route_me_harder: OUTPUT changed the destination or the mark. */
function reroute(k: Kernel, ns: Netns, packet: Packet): Errno | '' {
	const destination = ipv4Destination(packet.bytes, L3);
	const source = ipv4Source(packet.bytes, L3);
	const details = { tos: ipv4Tos(packet.bytes, L3), mark: packet.mark };
	const found = routeOutput(ns, destination, source, 0, details);
	if (k.rec.on) recordRoute(k, ns, packet, flowOf(destination, source, details), '', found.route, found.errno);
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
	packet.furtherOfBurst = false;
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
		const paced = input === null && device.kind !== 'lo' && isOfProgram(packet);
		return sendPieces(k, ns, device, fragment(k, ns, mtu, packet), paced);
	}
	return hand(k, ns, device, packet);
}
