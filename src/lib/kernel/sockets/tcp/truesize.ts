/**
 * What a received segment weighs in Linux's receive buffer: its data with the sk_buff and the memory around it. It depends
 * on how the sender made it, since a veth hands the sender's own sk_buff over. Measured on Linux 6.18 with `ss -m`:
 * a segment that was sent alone is data + 832; the segments of one large send (software GSO) are copied into
 * buffers of a power of two.
 */
import type { TcpState } from './state.ts';

/** sk_buff, its shared info and the small head. */
const ALONE = 832;
/** struct sk_buff */
const SK_BUFF = 256;
/** Ethernet, IPv4 and TCP headers, headroom and skb_shared_info of a segment made by GSO. */
const GSO_OVERHEAD = 64 + 66 + 320;

/**
 * The weight of a segment that begins at `seq`. Without PSH it is part of a large send, and so is what follows such a one at once.
 * @param push The segment's PSH.
 */
export function truesizeOf(t: TcpState, seq: number, length: number, push: boolean, now: number): number {
	const { receive } = t;
	const part = !push || (receive.runEnd === seq && receive.runAt === now);
	receive.runEnd = push ? -1 : (seq + length) >>> 0;
	receive.runAt = now;
	if (!part) return length + ALONE;
	let head = 512;
	while (head < length + GSO_OVERHEAD) head *= 2;
	return SK_BUFF + head;
}
