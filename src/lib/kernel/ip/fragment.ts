/** Cutting a packet to the MTU of the interface that it leaves by (RFC 791; net/ipv4/ip_output.c, ip_do_fragment). */
import {
	FLAG_MF,
	ipv4FragmentField,
	ipv4HeaderLength,
	ipv4TotalLength,
	setIpv4FragmentField,
	setIpv4TotalLength,
	updateIpv4Checksum
} from '../../wire/ipv4.ts';
import type { Kernel } from '../context.ts';
import type { Netns } from '../netns.ts';
import { allocate, L3, release, type Packet } from '../packet.ts';

/** Bits of the flags-and-offset field that are the offset, in units of 8 bytes. */
const OFFSET = 0x1fff;

/** Owns the packet; the pieces are the caller's. */
export function fragment(k: Kernel, ns: Netns, mtu: number, packet: Packet): Packet[] {
	const header = ipv4HeaderLength(packet.bytes, L3);
	const payload = ipv4TotalLength(packet.bytes, L3) - header;
	const field = ipv4FragmentField(packet.bytes, L3);
	const room = (mtu - header) & ~7;
	const pieces: Packet[] = [];
	for (let at = 0; at < payload; at += room) {
		const length = Math.min(room, payload - at);
		const piece = allocate(L3 + header + length);
		piece.bytes.set(packet.bytes.subarray(0, L3 + header));
		piece.bytes.set(packet.bytes.subarray(L3 + header + at, L3 + header + at + length), L3 + header);
		const more = at + length < payload || (field & FLAG_MF) !== 0;
		setIpv4TotalLength(piece.bytes, L3, header + length);
		setIpv4FragmentField(piece.bytes, L3, (more ? FLAG_MF : 0) | ((field & OFFSET) + at / 8));
		updateIpv4Checksum(piece.bytes, L3);
		piece.input = packet.input;
		piece.hop = packet.hop;
		piece.cause = packet.cause;
		piece.flow = packet.flow;
		piece.route = packet.route;
		piece.nextHop = packet.nextHop;
		piece.mark = packet.mark;
		pieces.push(piece);
	}
	if (k.rec.on) {
		const id = k.rec.step(ns, 'postrouting', 'rewrite', packet, {
			kind: 'fragment',
			length: header + payload,
			mtu,
			pieces: pieces.length
		});
		for (const piece of pieces) piece.cause = id;
	}
	release(packet);
	return pieces;
}
