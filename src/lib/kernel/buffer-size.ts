/**
 * What data weighs in the kernel's memory: struct sk_buff, the buffer that it points to, and what an allocation is rounded up to
 * (net/core/skbuff.c, kmalloc_reserve; x86-64). Socket buffers count this, not bytes of data, so it decides when they are full. Measured on Linux 6.18 with `ss -m`.
 */
import type { Packet } from './packet.ts';

/** struct sk_buff, as SKB_TRUESIZE counts it. */
const SK_BUFF = 256;
/** struct skb_shared_info, at the end of every buffer. */
const SHARED_INFO = 320;
/** SKB_SMALL_HEAD_CACHE_SIZE: small buffers have a cache of their own; larger ones are powers of two. */
const SMALL_HEAD = 576;
/** MAX_TCP_HEADER: room for headers before a TCP segment's data. */
const TCP_HEADROOM = 192;
/** What pskb_expand_head adds when a segment's data is brought together with its headers. */
const EXPANSION = 128;
/** LL_RESERVED_SPACE of an Ethernet device: room before a frame that a packet socket sends. */
const LINK_HEADROOM = 16;
/** SKB_MAX_ORDER(0, 0): data in one page. */
export const PAGE_DATA = 4096 - SHARED_INFO;

/** A buffer: what it weighs, and bytes that may still be put behind its data. */
export interface Allocation {
	truesize: number;
	tailroom: number;
}

/** Bytes of a buffer for `size` bytes, without its shared info. */
function roomFor(size: number): number {
	const whole = Math.ceil(size / 64) * 64 + SHARED_INFO;
	if (whole <= SMALL_HEAD) return SMALL_HEAD - SHARED_INFO;
	let slab = 1024;
	while (slab < whole) slab *= 2;
	return slab - SHARED_INFO;
}

/** A buffer made for `size` bytes that are all used (alloc_skb). */
export function allocated(size: number): Allocation {
	const room = roomFor(size);
	return { truesize: SK_BUFF + SHARED_INFO + room, tailroom: room - size };
}

/**
 * A TCP segment of `length` bytes on a link without scatter and gather. One that was sent alone is the sender's own buffer (tcp_stream_alloc_skb), made
 * larger where its data does not fit behind the headers; the segments of a burst are copies (skb_segment).
 */
export function tcpSegment(length: number, cut: boolean): Allocation {
	if (cut) return allocated(TCP_HEADROOM + length);
	const small = SMALL_HEAD - SHARED_INFO;
	const room = TCP_HEADROOM + length <= small ? small : roomFor(TCP_HEADROOM + length + EXPANSION);
	return { truesize: SK_BUFF + SMALL_HEAD + length, tailroom: room - TCP_HEADROOM - length };
}

/** The buffer of a packet that came: its sender's, which a veth pair hands over; else one as a packet socket makes it. */
export function allocationOf(packet: Packet): Allocation {
	return packet.truesize > 0 ? packet : allocated(LINK_HEADROOM + packet.length);
}
