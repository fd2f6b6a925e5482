/** ICMP for us: echo is answered, errors go to whom they quote (net/ipv4/icmp.c, icmp_rcv). */
import { isLimitedBroadcast } from '../../net/prefix.ts';
import { setU32 } from '../../wire/bytes.ts';
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
	ICMP_SOURCE_QUENCH,
	ICMP_TIME_EXCEEDED,
	ICMP_TIMESTAMP,
	ICMP_TIMESTAMP_REPLY,
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
	PROTOCOL_ICMP,
	PROTOCOL_TCP
} from '../../wire/ipv4.ts';
import type { Kernel } from '../context.ts';
import { drop } from '../drop.ts';
import { lookup } from '../fib.ts';
import { echoOptions } from '../ip/echo-options.ts';
import { specificDestination } from '../ip/options.ts';
import { createIp, nextIpId, output, withOptions } from '../ip/output.ts';
import { protocols } from '../ip/protocols.ts';
import { routeOutput } from '../ip/route.ts';
import { timestampNow } from '../ip/timestamp.ts';
import type { Netns } from '../netns.ts';
import { L3, release, type Packet } from '../packet.ts';
import { pingError, pingReceive } from '../sockets/ping.ts';
import { allowMessage, isRationed } from './rate-limit.ts';
import { learnRedirect } from './redirect.ts';
import { withIcmpLock } from './transmit-lock.ts';

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
	const group = packet.route?.type === 'broadcast' || packet.route === null;
	const ignored = () => drop(k, ns, 'icmp', packet, 'icmp-ignored', dev);
	if (group && ns.sysctls.icmpEchoIgnoreBroadcasts !== 0 && (type === ICMP_ECHO || type === ICMP_TIMESTAMP))
		return ignored();
	if (group && type !== ICMP_ECHO && type !== ICMP_TIMESTAMP) return ignored();
	if (type === ICMP_ECHO) {
		if (ns.sysctls.icmpEchoIgnoreAll !== 0) return ignored();
		echo(k, ns, packet, at);
	} else if (type === ICMP_TIMESTAMP) {
		// The originate time is all that is looked at.
		if (packet.length < at + ICMP_HEADER_LENGTH + 4) return ignored();
		timestamp(k, ns, packet, at);
	} else if (type === ICMP_ECHO_REPLY) {
		return pingReceive(k, ns, packet, at);
	} else if (
		type === ICMP_DEST_UNREACH ||
		type === ICMP_TIME_EXCEEDED ||
		type === ICMP_PARAMETER_PROBLEM ||
		type === ICMP_SOURCE_QUENCH
	) {
		tellProtocol(k, ns, packet, at);
	} else if (type === ICMP_REDIRECT) {
		const quoted = at + ICMP_HEADER_LENGTH;
		const device = ns.devices[packet.input];
		// icmp_socket_deliver: who sent what is quoted must be there to hear it.
		const heard = () => protocols.get(ipv4Protocol(bytes, quoted))?.mayRedirect(k, ns, packet, quoted) === true;
		if (device && packet.length >= quoted + MIN_HEADER_LENGTH && heard()) {
			learnRedirect(k, ns, device, ipv4Source(bytes, L3), ipv4Destination(bytes, quoted), icmpRest(bytes, at), {
				source: ipv4Source(bytes, quoted),
				tos: ipv4Tos(bytes, quoted),
				protocol: ipv4Protocol(bytes, quoted)
			});
		}
	} else {
		return ignored();
	}
	release(packet);
}

/** icmp_echo: the same bytes back, from the address that was asked. */
function echo(k: Kernel, ns: Netns, request: Packet, at: number): void {
	const { bytes } = request;
	const length = request.length - at;
	const reply = answer(ns, request, length);
	const out = L3 + MIN_HEADER_LENGTH;
	reply.bytes.set(bytes.subarray(at, request.length), out);
	writeIcmp(reply.bytes, out, ICMP_ECHO_REPLY, icmpCode(bytes, at), icmpRest(bytes, at), out + length);
	if (k.rec.on) {
		k.rec.step(ns, 'icmp', 'reply', reply, {
			kind: 'icmp-echo-reply',
			to: ipv4Source(bytes, L3),
			id: icmpId(bytes, at),
			sequence: icmpSequence(bytes, at),
			length
		});
	}
	send(k, ns, request, reply);
}

/** Three times, ms since midnight: when the request left, when it came, when the answer leaves. */
const TIMESTAMPS = 12;

/** icmp_timestamp */
function timestamp(k: Kernel, ns: Netns, request: Packet, at: number): void {
	const { bytes } = request;
	const length = ICMP_HEADER_LENGTH + TIMESTAMPS;
	const reply = answer(ns, request, length);
	const out = L3 + MIN_HEADER_LENGTH;
	const times = out + ICMP_HEADER_LENGTH;
	const now = timestampNow(k.now);
	reply.bytes.set(bytes.subarray(at + ICMP_HEADER_LENGTH, at + ICMP_HEADER_LENGTH + 4), times);
	setU32(reply.bytes, times + 4, now);
	setU32(reply.bytes, times + 8, now);
	writeIcmp(reply.bytes, out, ICMP_TIMESTAMP_REPLY, 0, icmpRest(bytes, at), out + length);
	if (k.rec.on) {
		k.rec.step(ns, 'icmp', 'reply', reply, { kind: 'icmp-timestamp-reply', to: ipv4Source(bytes, L3), time: now });
	}
	send(k, ns, request, reply);
}

/** An answer of `length` bytes to `request`, from the address that was asked (icmp_reply). */
function answer(ns: Netns, request: Packet, length: number): Packet {
	const { bytes } = request;
	const device = ns.devices[request.input]!;
	const own = specificDestination(ns, device, request);
	const to = ipv4Source(bytes, L3);
	const reply = createIp(ns, length, PROTOCOL_ICMP, own, to, 0, ipv4Tos(bytes, L3), false, nextIpId(ns));
	reply.cause = request.cause;
	reply.flow = request.flow;
	return reply;
}

/** Owns `reply`; `request` is only lent. */
function send(k: Kernel, ns: Netns, request: Packet, reply: Packet): void {
	const options = echoOptions(ns, request, ipv4Source(reply.bytes, L3), k.now);
	const to = ipv4Source(request.bytes, L3);
	const details = { protocol: PROTOCOL_ICMP, tos: ipv4Tos(reply.bytes, L3) };
	const { route } = routeOutput(ns, to, ipv4Source(reply.bytes, L3), 0, details);
	const type = icmpType(reply.bytes, L3 + MIN_HEADER_LENGTH);
	if (route !== null && isRationed(ns, type, 0, route) && !allowMessage(ns, to, k.now)) {
		drop(k, ns, 'icmp', reply, 'icmp-rate-limit', '');
	} else if (options === null) release(reply);
	else withIcmpLock(() => output(k, ns, withOptions(reply, options)));
}

/** Codes of "destination unreachable" that there are (NR_ICMP_UNREACH). */
const UNREACHABLE_CODES = 15;
/** ip_no_pmtu_disc: errors are not believed; only protocols that can check them (TCP) believe them. */
const NEVER = 2;
const CHECKED = 3;

/** icmp_unreach: the quoted packet's protocol knows which socket it was. */
function tellProtocol(k: Kernel, ns: Netns, packet: Packet, at: number): void {
	const quoted = at + ICMP_HEADER_LENGTH;
	const { bytes } = packet;
	if (packet.length < quoted + MIN_HEADER_LENGTH) return;
	const header = ipv4HeaderLength(bytes, quoted);
	if (header < MIN_HEADER_LENGTH || packet.length < quoted + header + 8) return;
	const type = icmpType(bytes, at);
	const code = icmpCode(bytes, at);
	const number = ipv4Protocol(bytes, quoted);
	let info = 0;
	if (type === ICMP_DEST_UNREACH) {
		if (code > UNREACHABLE_CODES) return;
		if (code === ICMP_FRAG_NEEDED) {
			const { noPmtuDisc } = ns.sysctls;
			if (noPmtuDisc === NEVER || (noPmtuDisc === CHECKED && number !== PROTOCOL_TCP)) return;
			if (noPmtuDisc === 0 || noPmtuDisc === CHECKED) info = icmpRest(bytes, at) & 0xffff;
		}
	} else if (type === ICMP_PARAMETER_PROBLEM) {
		info = icmpRest(bytes, at) >>> 24;
	}
	if (ns.sysctls.icmpIgnoreBogusErrors === 0 && isOwnBroadcast(ns, ipv4Destination(bytes, quoted))) return;
	if (number === PROTOCOL_ICMP) pingError(k, ns, packet, quoted, type, code, info);
	else protocols.get(number)?.error(k, ns, packet, quoted, type, code, info);
}

function isOwnBroadcast(ns: Netns, address: number): boolean {
	return isLimitedBroadcast(address) || lookup(ns.fib, ns.devices, address, 0)?.type === 'broadcast';
}
