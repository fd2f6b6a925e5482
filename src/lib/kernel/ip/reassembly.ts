/** Fragments of one packet that have come so far (net/ipv4/ip_fragment.c, struct ipq), as data. */
import type { Packet } from '../packet.ts';

export interface Reassembly {
	/** For its timer: a number that no other has had in this netns. */
	id: number;
	/** By offset in bytes. */
	parts: { offset: number; length: number; packet: Packet }[];
	/** Bytes in all; -1 until the last fragment is here. */
	total: number;
}
