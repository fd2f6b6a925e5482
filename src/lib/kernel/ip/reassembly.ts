/** Fragments of one packet that have come so far (net/ipv4/ip_fragment.c, struct ipq), as data. */
import type { Packet } from '../packet.ts';

export interface Fragment {
	/** Bytes of the packet's payload that stand before it. */
	offset: number;
	/** Bytes of payload. */
	length: number;
	packet: Packet;
}

export interface Reassembly {
	/** For its timer: a number that no other has had in this netns. */
	id: number;
	/** Who puts it together (enum ip_defrag_users). */
	user: 'local' | 'conntrack';
	source: number;
	/** By offset, without overlap. */
	parts: Fragment[];
	/** End of what has come; the whole length once `lastIn`. */
	end: number;
	lastIn: boolean;
	/** Largest fragment, header included, and the largest with DF. */
	largest: number;
	largestWithDf: number;
	/** ECN and DSCP bits of all of them. */
	tos: number;
	/** What its sender's count of begun packets was when the last fragment came (inet_peer.rid). */
	distance: number;
}

/** What a packet that was put together remembers of its fragments. */
export interface Gathered {
	/** Header included (IPCB frag_max_size). */
	largest: number;
	/** The largest had DF: what it is cut into again has it too (IPSKB_FRAG_PMTU). */
	dontFragment: boolean;
	/** Bytes of payload of each, in order. */
	sizes: number[];
}
