/** Ping sockets: ICMP echo by id (net/ipv4/ping.c). */
import {
	ICMP_DEST_UNREACH,
	ICMP_ECHO,
	ICMP_ECHO_REPLY,
	ICMP_FRAG_NEEDED,
	ICMP_HEADER_LENGTH,
	icmpId,
	icmpSequence,
	icmpType,
	writeIcmp
} from '../../wire/icmp.ts';
import {
	ipv4Destination,
	ipv4HeaderLength,
	ipv4Source,
	ipv4Ttl,
	MIN_HEADER_LENGTH,
	PROTOCOL_ICMP
} from '../../wire/ipv4.ts';
import { errnoOf } from '../icmp/errno.ts';
import type { Errno } from '../../trace/steps/types.ts';
import type { Kernel } from '../context.ts';
import { drop } from '../drop.ts';
import { createIp, nextIpId, output, withOptions } from '../ip/output.ts';
import { confirm } from '../neighbour/table.ts';
import { mtuTo, nextHopOf, routeOutput, updatePathMtu } from '../ip/route.ts';
import { wantsDontFragment } from '../ip/path-mtu.ts';
import type { Netns } from '../netns.ts';
import { L3, release, type Packet } from '../packet.ts';
import { lookupBound, type Socket } from './socket.ts';

const NO_OPTIONS = new Uint8Array(0);

/** What its route is asked for with: the type and the code stand where others have their ports. */
export const echoFlow = { protocol: PROTOCOL_ICMP, destinationPort: ICMP_ECHO << 8 };

/**
 * Sends an echo request of `socket`.
 * @param source Own address, chosen before. @param dontFragment DF, as iputils' ping sets it while the packet fits.
 * @param confirmed MSG_CONFIRM: answers have come, so the neighbour lives.
 */
export function pingSend(
	k: Kernel,
	ns: Netns,
	socket: Socket,
	source: number,
	destination: number,
	sequence: number,
	payload: Uint8Array,
	ttl: number,
	tos: number,
	confirmed: boolean,
	cause: number,
	pmtu: 'do' | 'want' | 'dont' | '' = '',
	options: Uint8Array = NO_OPTIONS
): Errno | '' {
	const length = ICMP_HEADER_LENGTH + payload.length;
	const found = routeOutput(ns, destination, 0, 0, { ...echoFlow, tos });
	if (found.errno === '' && found.route !== null && confirmed)
		confirm(k, ns, found.route.dev, nextHopOf(ns, found.route, destination));
	const mtu = mtuTo(ns, found.route, destination, k.now);
	const whole = MIN_HEADER_LENGTH + options.length + length;
	// ip_append_data: nothing is made of what is too long and mustn't be cut.
	if (pmtu === 'do' && whole > mtu) return 'EMSGSIZE';
	const wants = pmtu === '' ? wantsDontFragment(ns, destination, k.now) : pmtu !== 'dont';
	const dontFragment = wants && whole <= mtu;
	const packet = createIp(ns, length, PROTOCOL_ICMP, source, destination, ttl, tos, dontFragment, nextIpId(ns));
	const at = L3 + MIN_HEADER_LENGTH;
	packet.bytes.set(payload, at + ICMP_HEADER_LENGTH);
	writeIcmp(packet.bytes, at, ICMP_ECHO, 0, socket.localPort * 65536 + sequence, at + length);
	packet.cause = cause;
	packet.flow = socket.flow;
	if (k.rec.on) {
		k.rec.step(ns, 'socket', 'pass', packet, {
			kind: 'socket-send',
			protocol: PROTOCOL_ICMP,
			source,
			sourcePort: socket.localPort,
			destination,
			destinationPort: 0,
			length: payload.length
		});
	}
	// Its socket is bound to no address: the kernel decides anew for each request (raw_sendmsg).
	return output(k, ns, withOptions(packet, options), 0, true);
}

/** An echo reply for us. Owns the packet. */
export function pingReceive(k: Kernel, ns: Netns, packet: Packet, at: number): void {
	const { bytes } = packet;
	const id = icmpId(bytes, at);
	const socket = lookupBound(ns.sockets, 'ping', 0, id, 0, 0);
	if (socket === null) return drop(k, ns, 'socket', packet, 'icmp-ignored', ns.devices[packet.input]?.name ?? '');
	const source = ipv4Source(bytes, L3);
	const data = bytes.slice(at + ICMP_HEADER_LENGTH, packet.length);
	if (k.rec.on) {
		k.rec.step(ns, 'socket', 'deliver', packet, {
			kind: 'socket-receive',
			protocol: PROTOCOL_ICMP,
			length: data.length,
			owner: 'ping',
			source,
			sourcePort: id
		});
	}
	k.notify(
		ns,
		socket.id,
		socket.owner,
		{
			type: 'icmp',
			icmpType: icmpType(bytes, at),
			code: 0,
			id,
			sequence: icmpSequence(bytes, at),
			data,
			source,
			ttl: ipv4Ttl(bytes, L3),
			time: k.now
		},
		packet
	);
	release(packet);
}

/** An ICMP error that quotes an echo request of ours. The packet is only lent. */
export function pingError(
	k: Kernel,
	ns: Netns,
	packet: Packet,
	quoted: number,
	type: number,
	code: number,
	info: number
): void {
	const at = quoted + ipv4HeaderLength(packet.bytes, quoted);
	if (packet.length < at + ICMP_HEADER_LENGTH || icmpType(packet.bytes, at) !== ICMP_ECHO) return;
	const socket = lookupBound(ns.sockets, 'ping', 0, icmpId(packet.bytes, at), 0, 0);
	if (socket === null) return;
	if (type === ICMP_DEST_UNREACH && code === ICMP_FRAG_NEEDED)
		updatePathMtu(k, ns, ipv4Destination(packet.bytes, quoted), ipv4Source(packet.bytes, quoted), info);
	const source = ipv4Source(packet.bytes, L3);
	const errno = errnoOf(type, code);
	if (k.rec.on) {
		k.rec.step(ns, 'socket', 'note', packet, {
			kind: 'socket-error',
			protocol: PROTOCOL_ICMP,
			errno,
			owner: 'ping',
			address: source
		});
	}
	k.notify(
		ns,
		socket.id,
		socket.owner,
		{ type: 'error', errno, source, icmpType: type, code, info, sequence: icmpSequence(packet.bytes, at) },
		packet
	);
}

/**
 * ICMP_REDIRECT in raw_err: iputils' ping has a raw socket, which hears of every ICMP packet of its netns. An echo reply was the
 * kernel's own, and it learns by itself (icmp_err).
 */
export function pingMayRedirect(_k: Kernel, ns: Netns, packet: Packet, quoted: number): boolean {
	const at = quoted + ipv4HeaderLength(packet.bytes, quoted);
	if (packet.length < at + ICMP_HEADER_LENGTH) return false;
	if (icmpType(packet.bytes, at) === ICMP_ECHO_REPLY) return true;
	for (const { kind } of ns.sockets.all.values()) if (kind === 'ping') return true;
	return false;
}
