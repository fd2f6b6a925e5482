/** ICMP errors about a packet (RFC 792, RFC 1812 4.3; net/ipv4/icmp.c, __icmp_send). */
import { isForGroup } from '../../wire/ethernet.ts';
import {
	ICMP_DEST_UNREACH,
	ICMP_ECHO,
	ICMP_ECHO_REPLY,
	ICMP_FRAG_NEEDED,
	ICMP_HEADER_LENGTH,
	ICMP_HOST_UNREACH,
	ICMP_NET_UNREACH,
	ICMP_PKT_FILTERED,
	ICMP_TIMESTAMP,
	ICMP_TYPES_KNOWN,
	icmpType,
	writeIcmp
} from '../../wire/icmp.ts';
import {
	ipv4Destination,
	ipv4FragmentField,
	ipv4HeaderLength,
	ipv4Protocol,
	ipv4Source,
	ipv4Tos,
	ipv4TotalLength,
	PROTOCOL_ICMP
} from '../../wire/ipv4.ts';
import { isLimitedBroadcast, isMulticast } from '../../net/prefix.ts';
import type { DropReason, Errno } from '../../trace/steps/types.ts';
import type { Kernel } from '../context.ts';
import type { Device } from '../devices/device.ts';
import { drop } from '../drop.ts';
import { flowOfPacket } from '../flow.ts';
import { isOwnAddress, selectSource } from '../ip/addresses.ts';
import { echoOptions } from '../ip/echo-options.ts';
import { mtuTo, routeOutput } from '../ip/route.ts';
import type { Netns } from '../netns.ts';
import { L3, type Packet } from '../packet.ts';
import { allowMessage, allowRouteError, isRationed } from './rate-limit.ts';
import { errorSender } from './sender.ts';
import { isIcmpLocked, withIcmpLock } from './transmit-lock.ts';

/** Bytes of the whole error packet at the most (RFC 1812 4.3.2.3). */
const LONGEST = 576;
const IP_HEADER = 20;
/** IPTOS_PREC_INTERNETCONTROL: errors travel with it. */
const PRECEDENCE = 0xc0;

/**
 * Tells the source of `packet` what became of it, unless ICMP's rules forbid. The packet is only lent.
 * @param info The second word: an MTU, a gateway (host order), or 0.
 */
export function sendError(
	k: Kernel,
	ns: Netns,
	packet: Packet,
	type: number,
	code: number,
	info: number,
	why: DropReason | ''
): void {
	const { bytes } = packet;
	if (packet.input !== 0 && isForGroup(bytes, 0)) return;
	const destination = ipv4Destination(bytes, L3);
	const to = ipv4Source(bytes, L3);
	if (to === 0 || isMulticast(destination) || isLimitedBroadcast(destination) || packet.route?.type === 'broadcast')
		return;
	if ((ipv4FragmentField(bytes, L3) & 0x1fff) !== 0) return;
	const header = ipv4HeaderLength(bytes, L3);
	if (ipv4Protocol(bytes, L3) === PROTOCOL_ICMP && !isQuestion(icmpType(bytes, L3 + header))) return;
	if (isIcmpLocked()) return;

	const own = isOwnAddress(ns, destination) ? destination : inboundAddress(ns, packet, to);
	const tos = (ipv4Tos(bytes, L3) & 0x1e) | PRECEDENCE;
	const about = ns.fib.plain ? null : flowOfPacket(packet, packet.input);
	const details = { protocol: PROTOCOL_ICMP, destinationPort: (type << 8) | code, tos, about };
	const found = routeOutput(ns, to, own, 0, about === null ? undefined : details);
	if (found.errno !== '' || found.route === null) return;
	const options = echoOptions(ns, packet, found.source, k.now);
	if (options === null) return;
	if (isRationed(ns, type, code, found.route) && !allowMessage(ns, to, k.now)) {
		if (k.rec.on)
			k.rec.step(ns, 'icmp', 'note', packet, { kind: 'drop', reason: 'icmp-rate-limit', dev: '', detail: '' });
		return;
	}
	const quoted = Math.min(
		ipv4TotalLength(bytes, L3),
		Math.min(LONGEST, mtuTo(ns, found.route, to, k.now)) - IP_HEADER - options.length - ICMP_HEADER_LENGTH
	);
	const error = errorSender.create(ns, ICMP_HEADER_LENGTH + quoted, found.source, to, tos);
	const at = L3 + IP_HEADER;
	error.bytes.set(bytes.subarray(L3, L3 + quoted), at + ICMP_HEADER_LENGTH);
	writeIcmp(error.bytes, at, type, code, info, at + ICMP_HEADER_LENGTH + quoted);
	error.cause = packet.cause;
	error.flow = packet.flow;
	if (packet.conn !== null) {
		// nf_conntrack_attach: the connection may not be in the table yet, and then the error could not be related to it.
		error.conn = packet.conn;
		error.reply = !packet.reply;
		error.related = true;
	}
	if (k.rec.on) {
		k.rec.step(ns, 'icmp', 'reply', error, {
			kind: 'icmp-error',
			type,
			code,
			to,
			from: found.source,
			why,
			mtu: code === ICMP_FRAG_NEEDED && type === ICMP_DEST_UNREACH ? info : 0
		});
	}
	const whole = options.length > 0 ? errorSender.withOptions(error, options) : error;
	withIcmpLock(() => errorSender.output(k, ns, whole, 0, own === 0, about));
}

/** Only questions and their answers may be complained about, never errors (icmp_pointers[type].error). */
function isQuestion(type: number): boolean {
	return type === ICMP_ECHO || type === ICMP_ECHO_REPLY || (type >= ICMP_TIMESTAMP && type <= ICMP_TYPES_KNOWN);
}

/** net.ipv4.icmp_errors_use_inbound_ifaddr: the address of the interface that the packet came in by; 0: that of the way back. */
function inboundAddress(ns: Netns, packet: Packet, to: number): number {
	if (ns.sysctls.icmpErrorsUseInboundIfaddr === 0 || packet.input === 0) return 0;
	return selectSource(ns, ns.devices[packet.input] ?? null, to);
}

/** ip_error: a packet to be passed on had no way to go. Owns the packet. */
export function inputError(k: Kernel, ns: Netns, device: Device, packet: Packet, errno: Errno | ''): void {
	if (errno === 'EINVAL' || errno === '') return drop(k, ns, 'routing', packet, 'ip-blackhole', device.name);
	const reason: DropReason =
		errno === 'ENETUNREACH' ? 'ip-no-route' : errno === 'EACCES' ? 'ip-prohibit' : 'ip-unreachable';
	const code = errno === 'ENETUNREACH' ? ICMP_NET_UNREACH : errno === 'EACCES' ? ICMP_PKT_FILTERED : ICMP_HOST_UNREACH;
	if (allowRouteError(ns, ipv4Source(packet.bytes, L3), k.now)) {
		sendError(k, ns, packet, ICMP_DEST_UNREACH, code, 0, reason);
	} else if (k.rec.on) {
		k.rec.step(ns, 'icmp', 'note', packet, { kind: 'drop', reason: 'icmp-rate-limit', dev: '', detail: '' });
	}
	drop(k, ns, 'routing', packet, reason, device.name);
}
