/** Cutting a packet to the MTU of the interface that it leaves by (RFC 791; net/ipv4/ip_output.c, ip_do_fragment). */
import {
	FLAG_DF,
	FLAG_MF,
	FRAGMENT_OFFSET_MASK,
	ipv4FragmentField,
	ipv4HeaderLength,
	ipv4TotalLength,
	setIpv4FragmentField,
	setIpv4TotalLength,
	updateIpv4Checksum
} from '../../wire/ipv4.ts';
import { clearUncopied } from '../../wire/ipv4-options.ts';
import type { Kernel } from '../context.ts';
import type { Netns } from '../netns.ts';
import { allocate, L3, release, type Packet } from '../packet.ts';

/** Owns the packet; the pieces are the caller's. */
export function fragment(k: Kernel, ns: Netns, mtu: number, packet: Packet): Packet[] {
	const { bytes, gathered } = packet;
	const header = ipv4HeaderLength(bytes, L3);
	const payload = ipv4TotalLength(bytes, L3) - header;
	const field = ipv4FragmentField(bytes, L3);
	const most = gathered === null ? mtu : Math.min(mtu, gathered.largest);
	const kept = keptSizes(packet, payload, most - header);
	const sizes = kept ?? cutSizes(payload, most - header);
	// Only what is cut anew has DF again (ip_frag_init); the fast path forgets it.
	const flags = kept === null && gathered?.dontFragment ? FLAG_DF : 0;
	const pieces: Packet[] = [];
	let at = 0;
	for (const length of sizes) {
		const piece = allocate(L3 + header + length);
		piece.bytes.set(bytes.subarray(0, L3 + header));
		piece.bytes.set(bytes.subarray(L3 + header + at, L3 + header + at + length), L3 + header);
		const more = at + length < payload || (field & FLAG_MF) !== 0;
		setIpv4TotalLength(piece.bytes, L3, header + length);
		setIpv4FragmentField(piece.bytes, L3, flags | (more ? FLAG_MF : 0) | ((field & FRAGMENT_OFFSET_MASK) + at / 8));
		updateIpv4Checksum(piece.bytes, L3);
		piece.input = packet.input;
		piece.hop = packet.hop;
		piece.cause = packet.cause;
		piece.flow = packet.flow;
		piece.route = packet.route;
		piece.nextHop = packet.nextHop;
		piece.mark = packet.mark;
		pieces.push(piece);
		if (at === 0 && (field & FRAGMENT_OFFSET_MASK) === 0) clearUncopied(bytes, L3);
		at += length;
	}
	if (k.rec.on) {
		const id = k.rec.step(ns, 'postrouting', 'rewrite', packet, {
			kind: 'fragment',
			length: header + payload,
			mtu: most,
			pieces: pieces.length
		});
		for (const piece of pieces) piece.cause = id;
	}
	release(packet);
	return pieces;
}

/** Bytes of payload in each piece that it came in, if they are small enough to go on as they came (the fast path); null: they are not. */
function keptSizes({ gathered }: Packet, payload: number, room: number): number[] | null {
	if (gathered === null || gathered.sizes.length < 2) return null;
	const whole = gathered.sizes.reduce((sum, size) => sum + size, 0) === payload;
	return whole && gathered.sizes.every((size) => size <= room) ? gathered.sizes : null;
}

function cutSizes(payload: number, room: number): number[] {
	const full = room & ~7;
	const sizes: number[] = [];
	for (let left = payload; left > 0; left -= sizes[sizes.length - 1]) sizes.push(left <= room ? left : full);
	return sizes;
}
