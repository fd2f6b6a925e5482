/**
 * One TCP connection, or a listener, as data (what is needed of Linux's struct tcp_sock and inet_connection_sock).
 * Sequence numbers are unsigned 32-bit numbers, times ns of virtual time, lengths bytes.
 */
import type { Errno } from '../../../trace/steps/types.ts';
import type { Segment } from './segment.ts';

/** As `ss` prints them; CLOSED is a socket that no segment reaches any more. */
export type TcpStateName =
	| 'CLOSED'
	| 'LISTEN'
	| 'SYN-SENT'
	| 'SYN-RECV'
	| 'ESTAB'
	| 'FIN-WAIT-1'
	| 'FIN-WAIT-2'
	| 'CLOSE-WAIT'
	| 'CLOSING'
	| 'LAST-ACK'
	| 'TIME-WAIT';

/** What the program has written and has not been sent yet: one sk_buff's worth, cut to segments when it is sent. */
export interface UnsentBuffer {
	seq: number;
	data: Uint8Array;
	/** A write ended here. */
	push: boolean;
	fin: boolean;
}

/** One segment on its way, until it is acknowledged. */
export interface SentSegment {
	seq: number;
	/** seq + data + SYN + FIN */
	end: number;
	data: Uint8Array;
	syn: boolean;
	fin: boolean;
	/** A write ended here. */
	push: boolean;
	/** Last of the segments that were cut from one sk_buff. */
	last: boolean;
	sentAt: number;
	/** It was sent more than once (Karn: it says nothing about the round trip). */
	repeated: boolean;
	/** The repetition is on its way. */
	repeating: boolean;
	/** The peer said that it has it (SACK). */
	sacked: boolean;
	lost: boolean;
}

/** Data that arrived ahead of a hole. */
export interface HeldSegment {
	seq: number;
	end: number;
	data: Uint8Array;
	fin: boolean;
	/** What it weighs in the receive buffer, and bytes that would still fit behind its data. */
	truesize: number;
	tailroom: number;
}

/** Data in order that waits for the program: one sk_buff's worth. */
export interface ReceiveBuffer {
	/** Without what was read of it. */
	data: Uint8Array;
	/** Bytes at its beginning that were read, or known when it came. */
	read: number;
	truesize: number;
	tailroom: number;
}

export interface SackBlock {
	start: number;
	end: number;
}

export interface ListenState {
	backlog: number;
	/** Socket ids of children that have not finished their handshake. */
	halfOpen: number[];
	accepting: boolean;
	/** Connections that wait to be accepted (sk_ack_backlog). */
	waiting: number;
	/** ns, when a SYN cookie was last sent (tcp_synq_overflow), -1: never. */
	cookieAt: number;
}

/** A timer: the event that is queued may be earlier than the deadline, and is then queued again. -1: not running. */
export interface TimerState {
	deadline: number;
	queued: number;
}

/** SO_KEEPALIVE; times in ns. */
export interface KeepaliveState extends TimerState {
	/** 0: off. */
	idle: number;
	interval: number;
	count: number;
}

export interface RetransmitState extends TimerState {
	/** What the timer is for (icsk_pending). */
	pending: 'none' | 'retransmit' | 'probe' | 'loss-probe' | 'reorder';
	/** With its doublings (icsk_rto). */
	timeout: number;
	/** Doublings (icsk_backoff). */
	backoff: number;
	/** Timeouts in a row without an answer (icsk_retransmits). */
	attempts: number;
	/** Unanswered window probes (icsk_probes_out). */
	probes: number;
	/** When the repetition that is going on began, -1: none is (retrans_stamp). */
	since: number;
	/** `sendNext` when a tail loss probe was sent, -1: none is out (tlp_high_seq). */
	lossProbe: number;
	/** It was a repetition, not new data. */
	lossProbeRepeats: boolean;
}

/** Linux's estimator; 0 smoothed: nothing measured yet. */
export interface RttState {
	smoothed: number;
	deviation: number;
	/** Largest deviation of the round trip that is running. */
	deviationMax: number;
	variance: number;
	/** Sequence number that ends this round trip. */
	until: number;
	minimum: number;
}

/** When incoming data is acknowledged (icsk_ack). */
export interface AckState extends TimerState {
	/** An ACK is due. */
	scheduled: boolean;
	/** There was no memory for data: a window of 0 is offered (ICSK_ACK_NOMEM). */
	noMemory: boolean;
	/** Small or pushed segments since the last ACK: 0, 1, or 2 for more. */
	pushed: number;
	/** The protocol demands an ACK at once. */
	now: boolean;
	/** Segments that may still be acknowledged at once. */
	quick: number;
	/** Predicted time between data segments; 0: none came yet. */
	timeout: number;
	/** Requests and answers alternate, so that ACKs ride on data. */
	pingpong: number;
	lastReceived: number;
	/** Guess of the peer's segment size (rcv_mss), and the size of the last smaller one. */
	mss: number;
	lastSize: number;
}

/** The window that we offer. */
export interface ReceiveWindow {
	/** Offered when `receiveNext` was `updated`. */
	window: number;
	updated: number;
	/** What the data seen so far justifies (rcv_ssthresh). */
	threshold: number;
	clamp: number;
	/** SO_RCVBUF as Linux counts it. */
	buffer: number;
	/** Of 256 bytes of buffer this many count as data (scaling_ratio). */
	ratio: number;
	scale: number;
	/** Truesize of what is held (sk_rmem_alloc). */
	held: number;
	/** Memory that was set aside for more of it, in whole pages (sk_forward_alloc). */
	reserved: number;
	/** The next segment in order takes the short way, on which the buffer's size is not looked at (pred_flags). */
	predicted: boolean;
	/** Up to here the program has read (copied_seq). */
	copied: number;
	/** What the program hasn't read yet; the end of it (FIN) too. */
	unread: ReceiveBuffer[];
	/** How much the program wants to read now; Infinity: it always reads everything. */
	wanted: number;
	endUnread: boolean;
	/** Largest segment that the peer may send, without its options (advmss). */
	advertisedMss: number;
	/** Dynamic right-sizing (rcvq_space): what the program took in a round trip. */
	measuredFrom: number;
	measuredSpace: number;
	measuredAt: number;
	/** The receiver's own estimate of the round trip: us * 8, 0: none. */
	rtt: number;
	rttSeq: number;
	rttAt: number;
	rttEcho: number;
}

export type CongestionPhase = 'open' | 'disorder' | 'reduced' | 'recovery' | 'loss';

export interface CongestionState {
	phase: CongestionPhase;
	/** Segments. */
	window: number;
	threshold: number;
	/** Segments acknowledged towards the next increase. */
	count: number;
	/** The window held sending back, not the program. */
	limited: boolean;
	/** Segments on their way at most, until `usageSeq` is acknowledged. */
	maxInFlight: number;
	usageSeq: number;
	/** Recovery ends when this is acknowledged. */
	highSeq: number;
	/** In a row, of a peer without SACK. */
	duplicates: number;
	sacked: number;
	lost: number;
	repeating: number;
	/** RACK: the latest sent segment that is known to have arrived. */
	rackTime: number;
	rackEnd: number;
	rackRtt: number;
}

export interface TcpState {
	state: TcpStateName;
	/** Socket id of the listener that it came from, -1: none. */
	parent: number;
	/** The program closed it (SOCK_DEAD): nobody is told any more. */
	orphan: boolean;
	sendShut: boolean;
	/** Only the memory of a connection is left (inet_timewait_sock): in TIME-WAIT, and in FIN-WAIT-2 after close. */
	minisocket: boolean;
	listen: ListenState | null;
	/** Record that what is being done follows from. */
	cause: number;

	// sending
	initialSend: number;
	sendUnacked: number;
	sendNext: number;
	/** After the last byte queued (write_seq). */
	writeNext: number;
	sendWindow: number;
	/** Sequence number of the segment that said so (snd_wl1). */
	sendWindowSeq: number;
	sendWindowMax: number;
	/** End of the last segment sent that was smaller than the MSS (Nagle as Minshall has it). */
	smallSeq: number;
	pushedSeq: number;
	/** TCP_NODELAY, TCP_CORK. */
	nodelay: boolean;
	corked: boolean;
	/** After the last urgent byte (snd_up); -1: nothing urgent is on its way. */
	urgent: number;
	/** Of the peer: the number of the byte that is urgent, -1: none. */
	peerUrgent: number;
	keepalive: KeepaliveState;
	/** ns, the peer's last ACK (rcv_tstamp). */
	lastAcked: number;
	sent: SentSegment[];
	unsent: UnsentBuffer[];
	/** What a program is writing and isn't in `unsent` yet. */
	unwritten: Uint8Array;
	/** A program's write is sending; `paused`: between two bursts. */
	write: 'idle' | 'running' | 'paused';
	/** What came meanwhile. */
	backlog: Segment[];
	/** Data bytes in a full segment (mss_cache). */
	mss: number;
	/** The peer's MSS option. */
	peerMss: number;
	pathMtu: number;
	/** It became smaller, and what was sent before has not been looked at. */
	pathReduced: boolean;
	peerScale: number;
	lastSent: number;
	congestion: CongestionState;
	retransmit: RetransmitState;
	rtt: RttState;
	/** IPv4 identification of the next segment. */
	ipId: number;
	/** The peer answered: the next segment tells the neighbour table so. */
	confirmPending: boolean;

	// receiving
	initialReceive: number;
	receiveNext: number;
	receive: ReceiveWindow;
	ack: AckState;
	/** By sequence number, without overlap. */
	held: HeldSegment[];
	duplicateSack: SackBlock | null;
	/** Newest first. */
	sacks: SackBlock[];

	// options
	timestamps: boolean;
	/** Added to the clock's ms. */
	timestampOffset: number;
	recentTimestamp: number;
	/** -1: none came yet. */
	recentTimestampAt: number;
	sackPermitted: boolean;
	scaling: boolean;

	// ending
	linger: TimerState;
	/** ICMP's soft errors, told only if the retransmissions end (sk_err_soft). */
	softError: { errno: Errno; source: number; icmpType: number; code: number } | null;
	/** When an out-of-window segment was last answered (tcp_invalid_ratelimit), -1: never. */
	challengedAt: number;
}
