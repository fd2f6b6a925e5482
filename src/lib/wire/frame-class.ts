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
import { checkUdp, udpDestinationPort, udpSourcePort } from './udp.ts';

/** Colour group of a frame: the innermost protocol that a person would name it by. */
export type FrameClass = 'arp' | 'icmp' | 'udp' | 'tcp' | 'dns' | 'http' | 'other';

export function frameClass(b: Uint8Array, length = b.length): FrameClass {
	if (length < HEADER_LENGTH) return 'other';
	const type = etherType(b, 0);
	if (type === ETHERTYPE_ARP) return 'arp';
	if (type !== ETHERTYPE_IPV4 || !checkIpv4(b, HEADER_LENGTH, length)) return 'other';
	const protocol = ipv4Protocol(b, HEADER_LENGTH);
	const at = HEADER_LENGTH + ipv4HeaderLength(b, HEADER_LENGTH);
	const end = HEADER_LENGTH + ipv4TotalLength(b, HEADER_LENGTH);
	const whole = !isIpv4Fragment(b, HEADER_LENGTH);
	if (protocol === PROTOCOL_ICMP) return 'icmp';
	if (protocol === PROTOCOL_UDP) return whole && isDns(b, at, end) ? 'dns' : 'udp';
	if (protocol === PROTOCOL_TCP) return whole && isHttp(b, at, end) ? 'http' : 'tcp';
	return 'other';
}

function isDns(b: Uint8Array, at: number, end: number): boolean {
	return checkUdp(b, at, end) && (udpDestinationPort(b, at) === DNS_PORT || udpSourcePort(b, at) === DNS_PORT);
}

function isHttp(b: Uint8Array, at: number, end: number): boolean {
	if (!checkTcp(b, at, end)) return false;
	if (tcpDestinationPort(b, at) !== HTTP_PORT && tcpSourcePort(b, at) !== HTTP_PORT) return false;
	return looksLikeHttp(b, at + tcpHeaderLength(b, at), end);
}
