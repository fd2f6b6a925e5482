/** What conntrack remembers of the sequence numbers of a TCP connection (include/linux/netfilter/nf_conntrack_tcp.h, struct ip_ct_tcp). */

/** One side, as what it has sent shows it. Sequence numbers are unsigned 32 bits. */
export interface TcpSide {
	/** Highest sequence number after its data. */
	end: number;
	/** Up to where it may send: the other side's acknowledgment and window. */
	maxEnd: number;
	/** Largest window that it has offered, 0: nothing seen of it. */
	maxWindow: number;
	/** Highest acknowledgment, and whether there was one. */
	maxAck: number;
	acked: boolean;
	scale: number;
	hasScale: boolean;
	sackPermitted: boolean;
	/** Its beginning was not seen: what is out of its window is taken as right (IP_CT_TCP_FLAG_BE_LIBERAL). */
	liberal: boolean;
	/** It was the first to close. */
	closeInit: boolean;
	unacknowledged: boolean;
}

export interface TcpTrack {
	sides: [TcpSide, TcpSide];
	last: {
		/** Row of the state table: "syn", "ack", ...; "" for none. */
		row: string;
		reply: boolean;
		seq: number;
		ack: number;
		end: number;
		window: number;
		scale: number;
		hasScale: boolean;
		sackPermitted: boolean;
		/** A SYN was let through while the last ACK was waited for: an ACK that comes may be about it. */
		expectChallenge: boolean;
	};
	/** Both sides have sent a SYN. */
	simultaneous: boolean;
	retransmissions: number;
}

export function emptySide(): TcpSide {
	return {
		end: 0,
		maxEnd: 0,
		maxWindow: 0,
		maxAck: 0,
		acked: false,
		scale: 0,
		hasScale: false,
		sackPermitted: false,
		liberal: false,
		closeInit: false,
		unacknowledged: false
	};
}

export function createTcpTrack(): TcpTrack {
	return {
		sides: [emptySide(), emptySide()],
		last: {
			row: '',
			reply: false,
			seq: 0,
			ack: 0,
			end: 0,
			window: 0,
			scale: 0,
			hasScale: false,
			sackPermitted: false,
			expectChallenge: false
		},
		simultaneous: false,
		retransmissions: 0
	};
}
