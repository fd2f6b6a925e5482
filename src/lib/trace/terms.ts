/** How the things that facts are about are called in a sentence. */
import { formatCidr, formatIpv4, formatMac, formatTime } from '../net/text.ts';
import { BROADCAST_MAC, isGroupMac } from '../wire/ethernet.ts';
import { icmpCodeName, icmpTypeName } from '../wire/icmp.ts';
import { PROTOCOL_ICMP, PROTOCOL_TCP, PROTOCOL_UDP, protocolName } from '../wire/ipv4.ts';
import type { Errno, RouteFacts, Tuple } from './steps/types.ts';
import type { Place } from './view.ts';

/** "TCP", "protocol 47". */
export const protocolTerm = protocolName;

/** What strerror(3) says. */
export const errnoTexts: Record<Errno, string> = {
	ENETUNREACH: 'Network is unreachable',
	EHOSTUNREACH: 'No route to host',
	EACCES: 'Permission denied',
	EINVAL: 'Invalid argument',
	ECONNREFUSED: 'Connection refused',
	ETIMEDOUT: 'Connection timed out',
	ECONNRESET: 'Connection reset by peer',
	EMSGSIZE: 'Message too long',
	EADDRINUSE: 'Address already in use',
	EPROTO: 'Protocol error',
	ENOENT: 'No such file or directory',
	EAGAIN: 'Resource temporarily unavailable',
	ENETDOWN: 'Network is down',
	ENOBUFS: 'No buffer space available',
	EPIPE: 'Broken pipe',
	EPERM: 'Operation not permitted'
};

/** "EHOSTUNREACH (No route to host)" */
export function errnoTerm(errno: Errno): string {
	return `${errno} (${errnoTexts[errno]})`;
}

/** "10.0.0.1:80"; the address alone for port 0. */
export function endpoint(address: number, port: number): string {
	return port === 0 ? formatIpv4(address) : `${formatIpv4(address)}:${port}`;
}

function hasPorts(tuple: Tuple): boolean {
	return tuple.protocol === PROTOCOL_TCP || tuple.protocol === PROTOCOL_UDP;
}

/** "TCP 10.0.0.1:40000 → 10.0.0.2:80", "ICMP 10.0.0.1 → 10.0.0.2 (id 5)". */
export function tupleTerm(tuple: Tuple): string {
	const { source, destination, sourcePort, destinationPort } = tuple;
	const name = protocolTerm(tuple.protocol);
	if (hasPorts(tuple)) return `${name} ${endpoint(source, sourcePort)} → ${endpoint(destination, destinationPort)}`;
	const id = tuple.protocol === PROTOCOL_ICMP ? ` (id ${sourcePort})` : '';
	return `${name} ${formatIpv4(source)} → ${formatIpv4(destination)}${id}`;
}

/** One side of a tuple: "10.0.0.1:40000", or "10.0.0.1 (id 5)" for ICMP. */
export function sideTerm(tuple: Tuple, side: 'source' | 'destination'): string {
	const address = tuple[side];
	if (hasPorts(tuple)) return endpoint(address, side === 'source' ? tuple.sourcePort : tuple.destinationPort);
	return tuple.protocol === PROTOCOL_ICMP ? `${formatIpv4(address)} (id ${tuple.sourcePort})` : formatIpv4(address);
}

/** "everybody (ff:ff:ff:ff:ff:ff)", "the group 01:00:5e:00:00:01", "02:00:00:00:00:01". */
export function macTerm(mac: number): string {
	if (mac === BROADCAST_MAC) return `everybody (${formatMac(mac)})`;
	return isGroupMac(mac) ? `the group ${formatMac(mac)}` : formatMac(mac);
}

/** "10.0.2.0/24", and "the default route 0.0.0.0/0". */
export function networkTerm(route: RouteFacts): string {
	const cidr = formatCidr(route.network, route.length);
	return route.length === 0 ? `the default route ${cidr}` : cidr;
}

/** For the beginning of a sentence: "Bridge br0 on h1"; a bridge that is drawn by itself is "Bridge br0". */
export function bridgeTerm(bridge: string, at: Place): string {
	return at.node === bridge ? `Bridge ${bridge}` : `Bridge ${bridge} on ${at.node}`;
}

/** "echo request", "host unreachable", "time to live exceeded in transit": lower case, for the middle of a sentence. */
export function icmpTerm(type: number, code: number): string {
	if (type === 8) return 'echo request';
	if (type === 0) return 'echo reply';
	const meaning = icmpCodeName(type, code);
	const text =
		meaning === '' ? icmpTypeName(type) : meaning === `Code ${code}` ? `${icmpTypeName(type)} (code ${code})` : meaning;
	return text.charAt(0).toLowerCase() + text.slice(1);
}

/** The program that an owner in the facts stands for, or `unknown`. */
export function programTerm(owner: string, at: Place, unknown = 'a program'): string {
	return at.names.program(owner) || unknown;
}

/** A length of time that somebody has set: "30 s", "200 ms", "120 h". */
export function periodTerm(ns: number): string {
	return formatTime(ns).replace(/(?<=\d)(?=[a-z])/, ' ');
}

/** "1 byte", "5 bytes". */
export function bytesTerm(n: number): string {
	return n === 1 ? '1 byte' : `${n} bytes`;
}
