/** The line that the kernel writes for -j LOG (net/netfilter/nf_log_syslog.c, dump_ipv4_packet), without time and "kernel:". */
import { formatIpv4, formatMac } from '../../net/text.ts';
import { u16, u32 } from '../../wire/bytes.ts';
import { etherDestination, etherSource, etherType } from '../../wire/ethernet.ts';
import {
	ICMP_DEST_UNREACH,
	ICMP_ECHO,
	ICMP_ECHO_REPLY,
	ICMP_FRAG_NEEDED,
	ICMP_HEADER_LENGTH,
	ICMP_PARAMETER_PROBLEM,
	ICMP_REDIRECT,
	icmpRest,
	isIcmpError
} from '../../wire/icmp.ts';
import {
	FLAG_DF,
	FLAG_MF,
	ipv4Destination,
	ipv4FragmentField,
	ipv4HeaderLength,
	ipv4Id,
	ipv4Protocol,
	ipv4Source,
	ipv4Tos,
	ipv4TotalLength,
	ipv4Ttl,
	MIN_HEADER_LENGTH,
	PROTOCOL_ICMP,
	PROTOCOL_TCP,
	PROTOCOL_UDP
} from '../../wire/ipv4.ts';
import { tcpAck, tcpFlags, tcpHeaderLength, tcpSeq, tcpUrgent, tcpWindow } from '../../wire/tcp.ts';
import { deviceAt } from '../netns.ts';
import { L3 } from '../packet.ts';
import type { ActionParam } from './action-param.ts';

export interface LogOptions {
	prefix: string;
	sequence: boolean;
	tcpOptions: boolean;
	ipOptions: boolean;
	macDecode: boolean;
}

const TCP_HEADER = 20;
const ECHO_NEEDS = 4;

function hex(bytes: Uint8Array, from: number, to: number): string {
	return Array.from(bytes.subarray(from, to), (b) => b.toString(16).padStart(2, '0').toUpperCase()).join('');
}

function byte(value: number): string {
	return `0x${value.toString(16).padStart(2, '0').toUpperCase()}`;
}

/** In the order in which the kernel names them: bit, name. */
const flagNames: readonly (readonly [number, string])[] = [
	[0x80, 'CWR'],
	[0x40, 'ECE'],
	[0x20, 'URG'],
	[0x10, 'ACK'],
	[0x08, 'PSH'],
	[0x04, 'RST'],
	[0x02, 'SYN'],
	[0x01, 'FIN']
];

function tcpWords(b: Uint8Array, at: number, end: number, options: LogOptions): string[] {
	if (at + TCP_HEADER > end) return [`INCOMPLETE [${end - at} bytes]`];
	const words = [`SPT=${u16(b, at)}`, `DPT=${u16(b, at + 2)}`];
	if (options.sequence) words.push(`SEQ=${tcpSeq(b, at)}`, `ACK=${tcpAck(b, at)}`);
	const flags = tcpFlags(b, at);
	words.push(`WINDOW=${tcpWindow(b, at)}`, `RES=0x${((b[at + 12] & 0x0e) << 2).toString(16).padStart(2, '0')}`);
	for (const [bit, name] of flagNames) if ((flags & bit) !== 0) words.push(name);
	words.push(`URGP=${tcpUrgent(b, at)}`);
	const length = tcpHeaderLength(b, at);
	if (options.tcpOptions && length > TCP_HEADER) words.push(`OPT (${hex(b, at + TCP_HEADER, at + length)})`);
	return words;
}

function icmpWords(b: Uint8Array, at: number, end: number, options: LogOptions, inner: boolean): string[] {
	if (at + ICMP_HEADER_LENGTH > end) return [`INCOMPLETE [${end - at} bytes]`];
	const [type, code] = [b[at], b[at + 1]];
	const words = [`TYPE=${type}`, `CODE=${code}`];
	const needs = isIcmpError(type) ? ICMP_HEADER_LENGTH + MIN_HEADER_LENGTH : ECHO_NEEDS;
	if (end - at < needs) return [...words, `INCOMPLETE [${end - at} bytes]`];
	if (type === ICMP_ECHO || type === ICMP_ECHO_REPLY) words.push(`ID=${u16(b, at + 4)}`, `SEQ=${u16(b, at + 6)}`);
	if (type === ICMP_PARAMETER_PROBLEM) words.push(`PARAMETER=${b[at + 4]}`);
	if (type === ICMP_REDIRECT) words.push(`GATEWAY=${formatIpv4(u32(b, at + 4))}`);
	if (isIcmpError(type) && type !== ICMP_PARAMETER_PROBLEM && !inner)
		words.push(`[${ipWords(b, at + ICMP_HEADER_LENGTH, end, options, true).join(' ')} ]`);
	if (type === ICMP_DEST_UNREACH && code === ICMP_FRAG_NEEDED) words.push(`MTU=${icmpRest(b, at) & 0xffff}`);
	return words;
}

function ipWords(b: Uint8Array, at: number, end: number, options: LogOptions, inner: boolean): string[] {
	const tos = ipv4Tos(b, at);
	const field = ipv4FragmentField(b, at);
	const header = ipv4HeaderLength(b, at);
	const offset = field & 0x1fff;
	const words = [
		`SRC=${formatIpv4(ipv4Source(b, at))}`,
		`DST=${formatIpv4(ipv4Destination(b, at))}`,
		`LEN=${ipv4TotalLength(b, at)}`,
		`TOS=${byte(tos & 0x1e)}`,
		`PREC=${byte(tos & 0xe0)}`,
		`TTL=${ipv4Ttl(b, at)}`,
		`ID=${ipv4Id(b, at)}`
	];
	if ((field & 0x8000) !== 0) words.push('CE');
	if ((field & FLAG_DF) !== 0) words.push('DF');
	if ((field & FLAG_MF) !== 0) words.push('MF');
	if (offset !== 0) words.push(`FRAG:${offset}`);
	if (options.ipOptions && header > MIN_HEADER_LENGTH)
		words.push(`OPT (${hex(b, at + MIN_HEADER_LENGTH, at + header)})`);
	const l4 = at + header;
	const protocol = ipv4Protocol(b, at);
	if (protocol === PROTOCOL_TCP) words.push('PROTO=TCP', ...(offset === 0 ? tcpWords(b, l4, end, options) : []));
	else if (protocol === PROTOCOL_UDP) {
		words.push('PROTO=UDP');
		if (offset === 0) {
			if (l4 + 8 > end) words.push(`INCOMPLETE [${end - l4} bytes]`);
			else words.push(`SPT=${u16(b, l4)}`, `DPT=${u16(b, l4 + 2)}`, `LEN=${u16(b, l4 + 4)}`);
		}
	} else if (protocol === PROTOCOL_ICMP)
		words.push('PROTO=ICMP', ...(offset === 0 ? icmpWords(b, l4, end, options, inner) : []));
	else words.push(`PROTO=${protocol}`);
	return words;
}

/** dump_ipv4_mac_header: only for packets that came in. */
function macWords(at: ActionParam, options: LogOptions): string[] {
	const { bytes } = at.packet;
	if (at.input === null) return [];
	if (options.macDecode)
		return [
			`MACSRC=${formatMac(etherSource(bytes, 0))}`,
			`MACDST=${formatMac(etherDestination(bytes, 0))}`,
			`MACPROTO=${etherType(bytes, 0).toString(16).padStart(4, '0')}`
		];
	return [`MAC=${Array.from(bytes.subarray(0, L3), (b) => b.toString(16).padStart(2, '0')).join(':')}`];
}

export function logLine(at: ActionParam, options: LogOptions): string {
	const { ns, packet } = at;
	const words = [`IN=${at.input?.name ?? ''}`, `OUT=${at.output?.name ?? ''}`];
	const [physIn, physOut] = [deviceAt(ns, packet.physIn), deviceAt(ns, packet.physOut)];
	if (physIn !== null && physIn !== at.input) words.push(`PHYSIN=${physIn.name}`);
	if (physOut !== null && physOut !== at.output) words.push(`PHYSOUT=${physOut.name}`);
	words.push(...macWords(at, options), ...ipWords(packet.bytes, L3, packet.length, options, false));
	if (packet.mark !== 0) words.push(`MARK=0x${packet.mark.toString(16)}`);
	return options.prefix + words.join(' ');
}
