/**
 * What two runs of one lab may differ in, and nothing more: docs/fidelity.md lists it. Everything else must be equal
 * to the last bit. A normalised frame is a frame again, so that it can be dissected.
 */
import { setU16, setU32, u16, u32 } from '../../lib/wire/bytes.ts';
import { checksum, pseudoHeaderSum } from '../../lib/wire/checksum.ts';
import { checkDhcp, DHCP_XID, eachDhcpOption, OPTION_T1, OPTION_T2 } from '../../lib/wire/dhcp.ts';
import { DNS_PORT } from '../../lib/wire/dns.ts';
import { ETHERTYPE_IPV4, ETHERTYPE_MIN, HEADER_LENGTH, etherType } from '../../lib/wire/ethernet.ts';
import { ICMP_HEADER_LENGTH, ICMP_TIMESTAMP_REPLY, icmpType, isIcmpEcho, isIcmpError } from '../../lib/wire/icmp.ts';
import {
	checkIpv4,
	FLAG_MF,
	FRAGMENT_OFFSET_MASK,
	ipv4ChecksumOk,
	ipv4Destination,
	ipv4FragmentField,
	ipv4HeaderLength,
	ipv4Protocol,
	ipv4Source,
	ipv4TotalLength,
	PROTOCOL_ICMP,
	PROTOCOL_TCP,
	PROTOCOL_UDP,
	setIpv4Id
} from '../../lib/wire/ipv4.ts';
import { IPOPT_TIMESTAMP, ipv4Options, TS_ONLY } from '../../lib/wire/ipv4-options.ts';
import { BPDU_CONFIG, bpduType, checkBpdu, readConfigBpdu, writeConfigBpdu } from '../../lib/wire/stp.ts';
import { TCP_ACK, TCP_HEADER_LENGTH, TCP_SYN, tcpFlags, tcpHeaderLength } from '../../lib/wire/tcp.ts';
import { UDP_HEADER_LENGTH } from '../../lib/wire/udp.ts';
import { checkVxlan, VXLAN_HEADER_LENGTH, VXLAN_PORT } from '../../lib/wire/vxlan.ts';
import type { Frame, InterfaceCapture } from './capture.ts';

/** Stands where a checksum was: it was verified and right, or wrong. 0: there was none, or its packet isn't all there. */
export const GOOD = 0x600d;
export const BAD = 0x0bad;
/** Ephemeral ports become 50001, 50002, ... in the order in which they appear. */
export const FIRST_EPHEMERAL = 50_001;

const IP_CHECKSUM = 10;
const DHCP_CIADDR = 12;
const ICMP_CHECKSUM = 2;
const ICMP_ID = 4;
/** iputils' ping puts the time of day first, where there is room for it (ping/ping.c, struct timeval). */
const PING_TIME = 16;
/** Of an ICMP timestamp message: its length, and where the times are that the answering machine's clock makes. */
const TIMESTAMP_MESSAGE = 20;
const RECEIVE_TIME = 12;
const TRANSMIT_TIME = 16;
const UDP_CHECKSUM = 6;
const TCP_SEQ = 4;
const TCP_ACK_NUMBER = 8;
const TCP_CHECKSUM = 16;
/** 1/256 s. Bridges on the way add one or two each; the hold timer takes longer. */
const WAITED = 16;
const OPTION_END = 0;
const OPTION_NOP = 1;
const OPTION_SACK = 5;
const OPTION_TIMESTAMP = 8;

/** Numbers given in the order of first appearance, from 1. */
class Numbering {
	#given = new Map<number, number>();

	of(value: number): number {
		const number = this.#given.get(value) ?? this.#given.size + 1;
		this.#given.set(value, number);
		return number;
	}
}

/** The captures of one run, normalised. Order of appearance is that of the list: interface by interface, frame by frame. */
export function normalise(captures: readonly InterfaceCapture[], named: ReadonlySet<number>): InterfaceCapture[] {
	const run = new Run(named);
	return captures.map((capture) => {
		run.sequences.clear();
		return { ...capture, frames: capture.frames.map((frame) => run.frame(frame, capture.dev === 'lo')) };
	});
}

class Run {
	readonly named: ReadonlySet<number>;
	readonly ports = new Numbering();
	readonly pings = new Numbering();
	readonly questions = new Numbering();
	readonly leases = new Numbering();
	/** Direction of a connection on the present interface -> its first sequence number. */
	readonly sequences = new Map<string, number>();

	constructor(named: ReadonlySet<number>) {
		this.named = named;
	}

	/** @param own On lo: what it quotes never came to a device, and Linux had not summed it yet. */
	frame(frame: Frame, own: boolean): Frame {
		const bytes = frame.bytes.slice();
		this.ethernet(bytes, 0, bytes.length, frame.unsummed, own);
		return { ...frame, bytes };
	}

	ethernet(b: Uint8Array, at: number, end: number, unsummed: boolean, own: boolean): void {
		if (end - at < HEADER_LENGTH) return;
		const type = etherType(b, at);
		if (type === ETHERTYPE_IPV4) this.ipv4(b, at + HEADER_LENGTH, end, unsummed, own);
		else if (type < ETHERTYPE_MIN) stp(b, at + HEADER_LENGTH, end);
	}

	/** Checksums are verified from the outside in, before anything inside is changed. */
	ipv4(b: Uint8Array, at: number, end: number, unsummed: boolean, own: boolean): void {
		if (!checkIpv4(b, at, end) && !isQuotedHeader(b, at, end)) return;
		const sum = ipv4ChecksumOk(b, at) ? GOOD : BAD;
		const segment = at + ipv4HeaderLength(b, at);
		const packetEnd = Math.min(end, at + ipv4TotalLength(b, at));
		const fragment = ipv4FragmentField(b, at);
		const whole = at + ipv4TotalLength(b, at) <= end && (fragment & (FLAG_MF | FRAGMENT_OFFSET_MASK)) === 0;
		if ((fragment & FRAGMENT_OFFSET_MASK) === 0) {
			const pseudo = pseudoHeaderSum(
				ipv4Source(b, at),
				ipv4Destination(b, at),
				ipv4Protocol(b, at),
				packetEnd - segment
			);
			const verify = (initial: number) => {
				if (!whole) return 0;
				return unsummed || checksum(b, segment, packetEnd, initial) === 0 ? GOOD : BAD;
			};
			const protocol = ipv4Protocol(b, at);
			const length = packetEnd - segment;
			if (protocol === PROTOCOL_ICMP && length >= ICMP_HEADER_LENGTH) {
				this.icmp(b, segment, packetEnd, verify(0), own);
			}
			if (protocol === PROTOCOL_UDP && length >= UDP_HEADER_LENGTH) this.udp(b, segment, packetEnd, verify(pseudo));
			if (protocol === PROTOCOL_TCP && length >= TCP_HEADER_LENGTH) this.tcp(b, at, segment, packetEnd, verify(pseudo));
		}
		optionTimes(b, at, end);
		setIpv4Id(b, at, 0);
		setU16(b, at + IP_CHECKSUM, sum);
	}

	icmp(b: Uint8Array, at: number, end: number, sum: number, own: boolean): void {
		const type = icmpType(b, at);
		if (isIcmpError(type)) this.ipv4(b, at + ICMP_HEADER_LENGTH, end, own, own);
		if (isIcmpEcho(type)) {
			setU16(b, at + ICMP_ID, this.pings.of(u16(b, at + ICMP_ID)));
			const data = at + ICMP_HEADER_LENGTH;
			if (end - data >= PING_TIME) b.fill(0, data, data + PING_TIME);
		}
		if (type === ICMP_TIMESTAMP_REPLY && end - at >= TIMESTAMP_MESSAGE) {
			for (const time of [at + RECEIVE_TIME, at + TRANSMIT_TIME]) setU32(b, time, u32(b, time) === 0 ? 0 : 1);
		}
		setU16(b, at + ICMP_CHECKSUM, sum);
	}

	udp(b: Uint8Array, at: number, end: number, sum: number): void {
		const data = at + UDP_HEADER_LENGTH;
		const dns = u16(b, at) === DNS_PORT || u16(b, at + 2) === DNS_PORT;
		if (dns && end - data >= 2) setU16(b, data, this.questions.of(u16(b, data)));
		if (checkDhcp(b, data, end)) this.dhcp(b, data, end);
		if (u16(b, at + 2) === VXLAN_PORT && checkVxlan(b, data, end))
			this.ethernet(b, data + VXLAN_HEADER_LENGTH, end, false, false);
		this.ephemeral(b, at);
		// 0: the sender computed none.
		if (u16(b, at + UDP_CHECKSUM) !== 0) setU16(b, at + UDP_CHECKSUM, sum);
	}

	/** dnsmasq shortens a renewed lease's T1 and T2 by chance. */
	dhcp(b: Uint8Array, at: number, end: number): void {
		setU32(b, at + DHCP_XID, this.leases.of(u32(b, at + DHCP_XID)));
		const renewed = u32(b, at + DHCP_CIADDR) !== 0;
		eachDhcpOption(b, at, end, (code, option, length) => {
			if (renewed && (code === OPTION_T1 || code === OPTION_T2)) b.fill(0, option + 2, option + 2 + length);
		});
	}

	tcp(b: Uint8Array, ip: number, at: number, end: number, sum: number): void {
		const flags = tcpFlags(b, at);
		const here = `${u32(b, ip + 12)}:${u16(b, at)}`;
		const there = `${u32(b, ip + 16)}:${u16(b, at + 2)}`;
		const forth = `${here}>${there}`;
		const back = `${there}>${here}`;
		const seq = u32(b, at + TCP_SEQ);
		if ((flags & (TCP_SYN | TCP_ACK)) === TCP_SYN && this.sequences.get(forth) !== seq) {
			// A new connection on these ports.
			this.sequences.delete(back);
			this.sequences.set(forth, seq);
		}
		setU32(b, at + TCP_SEQ, this.relative(forth, seq));
		if ((flags & TCP_ACK) !== 0) setU32(b, at + TCP_ACK_NUMBER, this.relative(back, u32(b, at + TCP_ACK_NUMBER)));
		this.tcpOptions(b, at + TCP_HEADER_LENGTH, Math.min(end, at + tcpHeaderLength(b, at)), back);
		const data = at + tcpHeaderLength(b, at);
		const dns = u16(b, at) === DNS_PORT || u16(b, at + 2) === DNS_PORT;
		// A DNS message stands behind its length.
		if (dns && end - data > 4 && u16(b, data) === end - data - 2)
			setU16(b, data + 2, this.questions.of(u16(b, data + 2)));
		this.ephemeral(b, at);
		setU16(b, at + TCP_CHECKSUM, sum);
	}

	relative(direction: string, number: number): number {
		const first = this.sequences.get(direction) ?? number;
		this.sequences.set(direction, first);
		return (number - first) >>> 0;
	}

	tcpOptions(b: Uint8Array, from: number, end: number, back: string): void {
		for (let at = from; at < end && b[at] !== OPTION_END;) {
			if (b[at] === OPTION_NOP) {
				at++;
				continue;
			}
			const length = Math.max(b[at + 1] ?? 0, 2);
			if (at + length > end) return;
			// A time of 0 says that there was none to echo: that is no accident of the clock.
			if (b[at] === OPTION_TIMESTAMP)
				for (const value of [at + 2, at + 6]) setU32(b, value, u32(b, value) === 0 ? 0 : 1);
			if (b[at] === OPTION_SACK) {
				for (let edge = at + 2; edge + 4 <= at + length; edge += 4) setU32(b, edge, this.relative(back, u32(b, edge)));
			}
			at += length;
		}
	}

	/** Source and destination port stand first in UDP and TCP alike. */
	ephemeral(b: Uint8Array, at: number): void {
		for (const field of [at, at + 2]) {
			const port = u16(b, field);
			if (!this.named.has(port)) setU16(b, field, FIRST_EPHEMERAL - 1 + this.ports.of(port));
		}
	}
}

/** The times of IP's timestamp option: one that was written becomes 1. */
function optionTimes(b: Uint8Array, ip: number, end: number): void {
	for (const { type, from, to } of ipv4Options(b, ip)) {
		if (type !== IPOPT_TIMESTAMP || to > end || to - from < 8) continue;
		const entry = (b[from + 3] & 15) === TS_ONLY ? 4 : 8;
		for (let at = from + entry; at + 4 <= to; at += entry) setU32(b, at, u32(b, at) === 0 ? 0 : 1);
	}
}

/**
 * A BPDU that waited for the hold timer is as old as that took, and the timer ends with a second of the machine. Where none
 * waited, the age is compared: it tells how many bridges away the root is.
 */
function stp(b: Uint8Array, at: number, end: number): void {
	if (!checkBpdu(b, at, end) || bpduType(b, at) !== BPDU_CONFIG) return;
	const config = readConfigBpdu(b, at);
	if (config.messageAge >= WAITED) writeConfigBpdu(b, at, { ...config, messageAge: WAITED });
}

/** The beginning of a packet, as an ICMP error quotes it: its total length may go beyond the end. */
function isQuotedHeader(b: Uint8Array, at: number, end: number): boolean {
	return end - at >= 20 && b[at] >>> 4 === 4 && ipv4HeaderLength(b, at) >= 20 && at + ipv4HeaderLength(b, at) <= end;
}
