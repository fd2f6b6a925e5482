/** Which colour a frame has. Called for every recorded hop: reads by offset and makes nothing. */
import { DNS_PORT } from './dns.ts';
import { ETHERTYPE_ARP, ETHERTYPE_IPV4, etherType, HEADER_LENGTH } from './ethernet.ts';
import { HTTP_PORT, looksLikeHttp } from './http.ts';
import {
	checkIpv4,
	ipv4HeaderLength,
	ipv4Protocol,
	ipv4TotalLength,
	isIpv4Fragment,
	PROTOCOL_ICMP,
	PROTOCOL_TCP,
	PROTOCOL_UDP
} from './ipv4.ts';
import { checkTcp, tcpDestinationPort, tcpHeaderLength, tcpSourcePort } from './tcp.ts';
import { checkUdp, UDP_HEADER_LENGTH, udpDestinationPort, udpSourcePort } from './udp.ts';
import { checkVxlan, VXLAN_HEADER_LENGTH, VXLAN_PORT } from './vxlan.ts';

/** Colour group of a frame: the innermost protocol that a person would name it by. */
export type FrameClass = 'arp' | 'icmp' | 'udp' | 'tcp' | 'dns' | 'http' | 'other';

export function frameClass(b: Uint8Array, length = b.length): FrameClass {
	return classOf(b, 0, length);
}

/** @param from Of the Ethernet header. */
function classOf(b: Uint8Array, from: number, length: number): FrameClass {
	const ip = from + HEADER_LENGTH;
	if (length < ip) return 'other';
	const type = etherType(b, from);
	if (type === ETHERTYPE_ARP) return 'arp';
	if (type !== ETHERTYPE_IPV4 || !checkIpv4(b, ip, length)) return 'other';
	const protocol = ipv4Protocol(b, ip);
	const at = ip + ipv4HeaderLength(b, ip);
	const end = ip + ipv4TotalLength(b, ip);
	const whole = !isIpv4Fragment(b, ip);
	// A tunnel is only the way: what it carries gives the colour.
	if (protocol === PROTOCOL_UDP && whole && isVxlan(b, at, end))
		return classOf(b, at + UDP_HEADER_LENGTH + VXLAN_HEADER_LENGTH, end);
	if (protocol === PROTOCOL_ICMP) return 'icmp';
	if (protocol === PROTOCOL_UDP) return whole && isDns(b, at, end) ? 'dns' : 'udp';
	if (protocol === PROTOCOL_TCP) return whole && isHttp(b, at, end) ? 'http' : 'tcp';
	return 'other';
}

function isVxlan(b: Uint8Array, at: number, end: number): boolean {
	if (!checkUdp(b, at, end) || udpDestinationPort(b, at) !== VXLAN_PORT) return false;
	return checkVxlan(b, at + UDP_HEADER_LENGTH, end);
}

function isDns(b: Uint8Array, at: number, end: number): boolean {
	return checkUdp(b, at, end) && (udpDestinationPort(b, at) === DNS_PORT || udpSourcePort(b, at) === DNS_PORT);
}

function isHttp(b: Uint8Array, at: number, end: number): boolean {
	if (!checkTcp(b, at, end)) return false;
	if (tcpDestinationPort(b, at) !== HTTP_PORT && tcpSourcePort(b, at) !== HTTP_PORT) return false;
	return looksLikeHttp(b, at + tcpHeaderLength(b, at), end);
}
