/** ICMP for us: echo is answered, errors go to whom they quote (net/ipv4/icmp.c, icmp_rcv). */
import { checksum } from '../../wire/checksum.ts';
import {
	checkIcmp,
	ICMP_DEST_UNREACH,
	ICMP_ECHO,
	ICMP_ECHO_REPLY,
	ICMP_FRAG_NEEDED,
	ICMP_HEADER_LENGTH,
	ICMP_PARAMETER_PROBLEM,
	ICMP_REDIRECT,
	ICMP_TIME_EXCEEDED,
	icmpCode,
	icmpId,
	icmpRest,
	icmpSequence,
	icmpType,
	writeIcmp
} from '../../wire/icmp.ts';
import {
	ipv4Destination,
	ipv4HeaderLength,
	ipv4Protocol,
	ipv4Source,
	ipv4Tos,
	MIN_HEADER_LENGTH,
	PROTOCOL_ICMP
} from '../../wire/ipv4.ts';
import type { Kernel } from '../context.ts';
import { drop } from '../drop.ts';
import { createIp, nextIpId, output } from '../ip/output.ts';
import { protocols } from '../ip/protocols.ts';
import type { Netns } from '../netns.ts';
import { L3, release, type Packet } from '../packet.ts';
import { pingError, pingReceive } from '../sockets/ping.ts';
import { learnRedirect } from './redirect.ts';

/** Owns the packet. */
export function icmpReceive(k: Kernel, ns: Netns, packet: Packet): void {
	const { bytes } = packet;
	const at = L3 + ipv4HeaderLength(bytes, L3);
	const dev = ns.devices[packet.input]?.name ?? '';
	if (!checkIcmp(bytes, at, packet.length)) return drop(k, ns, 'icmp', packet, 'bad-frame', dev);
	if (checksum(bytes, at, packet.length) !== 0) return drop(k, ns, 'icmp', packet, 'icmp-checksum', dev);
	const type = icmpType(bytes, at);
	if (k.rec.on) {
		k.rec.step(ns, 'icmp', 'pass', packet, {
			kind: 'icmp-receive',
			type,
			code: icmpCode(bytes, at),
			id: icmpId(bytes, at),
			sequence: icmpSequence(bytes, at),
			source: ipv4Source(bytes, L3)
		});
	}
	if (type === ICMP_ECHO) {
		// icmp_echo_ignore_broadcasts is 1 by default.
		if (packet.route?.type === 'broadcast' || packet.route === null)
			return drop(k, ns, 'icmp', packet, 'icmp-ignored', dev);
		echo(k, ns, packet, at);
	} else if (type === ICMP_ECHO_REPLY) {
		return pingReceive(k, ns, packet, at);
	} else if (type === ICMP_DEST_UNREACH || type === ICMP_TIME_EXCEEDED || type === ICMP_PARAMETER_PROBLEM) {
		tellProtocol(k, ns, packet, at);
	} else if (type === ICMP_REDIRECT) {
		const quoted = at + ICMP_HEADER_LENGTH;
		const device = ns.devices[packet.input];
		if (device && packet.length >= quoted + MIN_HEADER_LENGTH) {
			learnRedirect(k, ns, device, ipv4Source(bytes, L3), ipv4Destination(bytes, quoted), icmpRest(bytes, at));
		}
	} else {
		return drop(k, ns, 'icmp', packet, 'icmp-ignored', dev);
	}
	release(packet);
}

/** icmp_echo: the same bytes back, from the address that was asked. */
function echo(k: Kernel, ns: Netns, request: Packet, at: number): void {
	const { bytes } = request;
	const length = request.length - at;
	const to = ipv4Source(bytes, L3);
	const reply = createIp(
		ns,
		length,
		PROTOCOL_ICMP,
		ipv4Destination(bytes, L3),
		to,
		0,
		ipv4Tos(bytes, L3),
		false,
		nextIpId(ns)
	);
	const out = L3 + MIN_HEADER_LENGTH;
	reply.bytes.set(bytes.subarray(at, request.length), out);
	writeIcmp(reply.bytes, out, ICMP_ECHO_REPLY, 0, icmpRest(bytes, at), out + length);
	reply.cause = request.cause;
	reply.flow = request.flow;
	if (k.rec.on) {
		k.rec.step(ns, 'icmp', 'reply', reply, {
			kind: 'icmp-echo-reply',
			to,
			id: icmpId(bytes, at),
			sequence: icmpSequence(bytes, at),
			length
		});
	}
	output(k, ns, reply);
}

/** net.ipv4.route.min_pmtu: nobody can talk a path down below it. */
const SHORTEST_PATH_MTU = 552;

/** ip_rt_update_pmtu. */
function learnPathMtu(ns: Netns, destination: number, mtu: number): void {
	const known = ns.pathMtus.get(destination);
	if (mtu >= 68 && (known === undefined || mtu < known)) ns.pathMtus.set(destination, Math.max(mtu, SHORTEST_PATH_MTU));
}

/** icmp_unreach: the quoted packet's protocol knows which socket it was. */
function tellProtocol(k: Kernel, ns: Netns, packet: Packet, at: number): void {
	const quoted = at + ICMP_HEADER_LENGTH;
	if (packet.length < quoted + MIN_HEADER_LENGTH + 8) return;
	const type = icmpType(packet.bytes, at);
	const code = icmpCode(packet.bytes, at);
	const number = ipv4Protocol(packet.bytes, quoted);
	if (type === ICMP_DEST_UNREACH && code === ICMP_FRAG_NEEDED)
		learnPathMtu(ns, ipv4Destination(packet.bytes, quoted), icmpRest(packet.bytes, at) & 0xffff);
	if (number === PROTOCOL_ICMP) pingError(k, ns, packet, quoted, type, code, icmpRest(packet.bytes, at));
	else protocols.get(number)?.error(k, ns, packet, quoted, type, code, icmpRest(packet.bytes, at));
}
