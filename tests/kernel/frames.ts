/** Frames that labs send by hand, put together from what differs from an ordinary packet. Numbers as in the headers, addresses as text. */
import { parseIpv4, parseMac } from '../../src/lib/net/text.ts';
import { fromHex } from '../../src/lib/wire/bytes.ts';
import { encodeIcmp } from '../../src/lib/wire/icmp.ts';
import { encodeIpv4, PROTOCOL_ICMP, PROTOCOL_TCP, PROTOCOL_UDP } from '../../src/lib/wire/ipv4.ts';
import { encodeTcp } from '../../src/lib/wire/tcp.ts';
import { noTcpOptions, type TcpOptions } from '../../src/lib/wire/tcp-options.ts';
import { encodeUdp } from '../../src/lib/wire/udp.ts';
import { ETHERTYPE_IPV4, HEADER_LENGTH, writeEthernet } from '../../src/lib/wire/ethernet.ts';

/** MACs that `kernelLab` gives: node by its place, interface by its place, from 1 and 1. */
export function macOf(node: number, position = 1): string {
	return `02:00:00:${node.toString(16).padStart(2, '0')}:00:${position.toString(16).padStart(2, '0')}`;
}

export interface Way {
	fromMac: string;
	toMac: string;
	from: string;
	to: string;
}

interface IpFields {
	tos?: number;
	id?: number;
	dontFragment?: boolean;
	moreFragments?: boolean;
	/** Bytes. */
	offset?: number;
	ttl?: number;
	protocol?: number;
	/** Hexadecimal, a multiple of 4 bytes. */
	options?: string;
}

const hexOf = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** The letters a to z, over and over. */
export function letters(size: number): Uint8Array {
	return Uint8Array.from({ length: size }, (_, i) => 0x61 + (i % 26));
}

/** An IPv4 packet in its frame, as hexadecimal digits. */
export function ipFrame(way: Way, payload: Uint8Array, fields: IpFields = {}): string {
	const packet = encodeIpv4({
		tos: fields.tos ?? 0,
		id: fields.id ?? 0x1234,
		reserved: false,
		dontFragment: fields.dontFragment ?? false,
		moreFragments: fields.moreFragments ?? false,
		fragmentOffset: fields.offset ?? 0,
		ttl: fields.ttl ?? 64,
		protocol: fields.protocol ?? 253,
		source: parseIpv4(way.from),
		destination: parseIpv4(way.to),
		options: fromHex(fields.options ?? ''),
		payload
	});
	const frame = new Uint8Array(HEADER_LENGTH + packet.length);
	writeEthernet(frame, 0, parseMac(way.toMac), parseMac(way.fromMac), ETHERTYPE_IPV4);
	frame.set(packet, HEADER_LENGTH);
	return hexOf(frame);
}

export function udpSegment(way: Way, fromPort: number, toPort: number, data: Uint8Array, checksum = true): Uint8Array {
	const bytes = encodeUdp(
		{ sourcePort: fromPort, destinationPort: toPort, payload: data },
		parseIpv4(way.from),
		parseIpv4(way.to)
	);
	if (!checksum) bytes.fill(0, 6, 8);
	return bytes;
}

export function udpFrame(
	way: Way,
	fromPort: number,
	toPort: number,
	data: Uint8Array,
	fields: IpFields & { checksum?: boolean } = {}
): string {
	return ipFrame(way, udpSegment(way, fromPort, toPort, data, fields.checksum), { protocol: PROTOCOL_UDP, ...fields });
}

export function icmpMessage(type: number, code: number, rest: number, payload: Uint8Array): Uint8Array {
	return encodeIcmp({ type, code, rest, payload });
}

export function icmpFrame(
	way: Way,
	type: number,
	code: number,
	rest: number,
	payload: Uint8Array,
	fields: IpFields = {}
): string {
	return ipFrame(way, icmpMessage(type, code, rest, payload), { protocol: PROTOCOL_ICMP, ...fields });
}

interface SegmentFields {
	flags: number;
	seq: number;
	/** Counts from the peer's SYN when the frame is sent with `relativeAck`. */
	ack?: number;
	window?: number;
	data?: Uint8Array;
	options?: Partial<TcpOptions>;
	urgent?: number;
}

export function tcpFrame(
	way: Way,
	fromPort: number,
	toPort: number,
	segment: SegmentFields,
	fields: IpFields = {}
): string {
	const bytes = encodeTcp(
		{
			sourcePort: fromPort,
			destinationPort: toPort,
			seq: segment.seq >>> 0,
			ack: segment.ack ?? 0,
			flags: segment.flags,
			window: segment.window ?? 64_240,
			urgent: segment.urgent ?? 0,
			options: { ...noTcpOptions(), ...segment.options },
			payload: segment.data ?? new Uint8Array(0)
		},
		parseIpv4(way.from),
		parseIpv4(way.to)
	);
	return ipFrame(way, bytes, { protocol: PROTOCOL_TCP, dontFragment: true, ...fields });
}
