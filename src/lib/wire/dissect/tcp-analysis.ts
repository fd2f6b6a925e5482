/**
 * What Wireshark concludes of a TCP segment from those before it: sent again, out of order, a repeated acknowledgment, a closed
 * window (epan/dissectors/packet-tcp.c, tcp_analyze_sequence_number, version 4.0). One pass over the segments as they come: what is known of
 * a direction is a few numbers and the segments that wait for their acknowledgment. Times in ns, sequence numbers as in the header.
 */
import { TCP_ACK, TCP_FIN, TCP_PSH, TCP_RST, TCP_SYN } from '../tcp.ts';
import { NO_SCALING, SCALE_UNKNOWN } from './protocol.ts';

/** Signs of a segment, in the order in which Wireshark writes them before Info. */
export const ZERO_WINDOW_PROBE_ACK = 1;
export const ZERO_WINDOW = 1 << 1;
export const ZERO_WINDOW_PROBE = 1 << 2;
export const DUPLICATE_ACK = 1 << 3;
export const KEEP_ALIVE_ACK = 1 << 4;
export const KEEP_ALIVE = 1 << 5;
export const WINDOW_FULL = 1 << 6;
export const WINDOW_UPDATE = 1 << 7;
export const ACK_LOST_SEGMENT = 1 << 8;
export const LOST_SEGMENT = 1 << 9;
export const OUT_OF_ORDER = 1 << 10;
export const SPURIOUS_RETRANSMISSION = 1 << 11;
export const FAST_RETRANSMISSION = 1 << 12;
export const RETRANSMISSION = 1 << 13;
export const REUSED_PORTS = 1 << 14;

/** A segment after the last repeated acknowledgment by less than this was asked for by it (ns). */
const FAST = 20e6;
/** What comes later than this after the segment that it belongs before is no matter of order, where no round trip is known (ns). */
const OUT_OF_ORDER_WITHIN = 3e6;
/** Repeated acknowledgments that make a sender send again; one may be missing from the capture. */
const ENOUGH = 2;
/** Segments without an acknowledgment that are remembered (TCP_MAX_UNACKED_SEGMENTS). */
const MOST_UNACKED = 10_000;
const HELD = -1;
const NO_WINDOW = 0xffffffff;
const OPENING = TCP_SYN | TCP_FIN;
const SPECIAL = TCP_SYN | TCP_FIN | TCP_RST;
/** More in flight than this is a mistake in the numbers. */
const MOST_IN_FLIGHT = 2e9;

interface Unacked {
	/** Its frame's number. */
	frame: number;
	time: number;
	seq: number;
	next: number;
}

/** One direction of a connection. 0 as a sequence number: nothing was seen. */
export interface TcpFlow {
	/** First sequence number; -1: nothing was seen yet. */
	base: number;
	/** Shift of its windows. */
	scale: number;
	/** As in the last header. */
	window: number;
	/** Highest number after a segment, with the frame and the time of that. */
	next: number;
	nextFrame: number;
	nextTime: number;
	/** End of what was seen without a gap. */
	highest: number;
	ack: number;
	ackTime: number;
	/** Frame that was the first with this acknowledgment, and how often it was repeated; HELD: see `unseen`. */
	ackFrame: number;
	repeats: number;
	signs: number;
	/** No acknowledgment yet after its SYN: windows are not scaled before. */
	opening: boolean;
	/** Whether bytes in flight can be told. */
	counted: boolean;
	/** Bytes since the last segment with PSH, and whether the last one had it. */
	pushed: number;
	pushedLast: boolean;
	/** Bytes that the other side has told by SACK to have out of order, in the last segment of this one. */
	sacked: number;
	/** Oldest first. */
	unacked: Unacked[];
}

export function newFlow(): TcpFlow {
	return {
		base: -1,
		scale: SCALE_UNKNOWN,
		window: NO_WINDOW,
		next: 0,
		nextFrame: 0,
		nextTime: 0,
		highest: 0,
		ack: 0,
		ackTime: 0,
		ackFrame: 0,
		repeats: 0,
		signs: 0,
		opening: false,
		counted: true,
		pushed: 0,
		pushedLast: false,
		sacked: 0,
		unacked: []
	};
}

export interface Segment {
	/** Of its frame, from 1. */
	number: number;
	time: number;
	seq: number;
	ack: number;
	/** Bytes of data. */
	length: number;
	flags: number;
	/** As in the header. */
	window: number;
}

/** What one segment is. 0: nothing of the kind. */
export interface TcpNotes {
	signs: number;
	/** Frame whose segment it acknowledges, and how long ago that was. */
	acks: number;
	ackTime: number;
	/** Which repetition of the acknowledgment of which frame. */
	repeat: number;
	repeats: number;
	/** How long before it was sent first, and in which frame. */
	again: number;
	againOf: number;
	inFlight: number;
	pushed: number;
}

function noNotes(): TcpNotes {
	return { signs: 0, acks: 0, ackTime: 0, repeat: 0, repeats: 0, again: 0, againOf: 0, inFlight: 0, pushed: 0 };
}

/** Signed distance: sequence numbers go round. */
function ahead(a: number, b: number): number {
	return (a - b) | 0;
}

/** What it is by numbers and windows alone: probes, updates, repeated acknowledgments. */
function ownSigns(own: TcpFlow, peer: TcpFlow, { seq, ack, length, flags, window }: Segment): number {
	if (length === 1 && seq === own.next && peer.window === 0) return ZERO_WINDOW_PROBE;
	const plain = (flags & SPECIAL) === 0;
	let signs = 0;
	if (window === 0 && plain) signs |= ZERO_WINDOW;
	if (own.next !== 0 && ahead(seq, own.next) > 0 && (flags & TCP_RST) === 0) signs |= LOST_SEGMENT;
	if (!plain) return signs;
	if (length <= 1 && seq === (own.next - 1) >>> 0) signs |= KEEP_ALIVE;
	if (length > 0 && fillsWindow(peer, seq + length)) signs |= WINDOW_FULL;
	if (length > 0 || seq !== own.next || ack !== own.ack) return signs;
	if (window > 0 && window !== own.window) return signs | WINDOW_UPDATE;
	if (window !== own.window) return signs;
	if (window === 0) return (peer.signs & ZERO_WINDOW_PROBE) === 0 ? signs : signs | ZERO_WINDOW_PROBE_ACK;
	return signs | ((peer.signs & KEEP_ALIVE) === 0 ? DUPLICATE_ACK : KEEP_ALIVE_ACK);
}

function fillsWindow({ scale, ack, window, opening }: TcpFlow, end: number): boolean {
	if (scale === SCALE_UNKNOWN) return false;
	const shift = opening || scale === NO_SCALING ? 0 : scale;
	return ahead(end, ack + window * 2 ** shift) === 0;
}

/** It acknowledges what was not seen: told once, and not again before the other side goes on. */
function unseen(peer: TcpFlow): number {
	const news = peer.highest > peer.next || peer.repeats === 0;
	if (peer.highest <= peer.next) peer.repeats = HELD;
	peer.highest = peer.next;
	return news ? ACK_LOST_SEGMENT : 0;
}

/** Why data comes that is not new. */
function againSign(own: TcpFlow, peer: TcpFlow, segment: Segment, roundTrip: number): number {
	const { seq, length, flags, time } = segment;
	let old = own.next !== 0 && ahead(seq, own.next) < 0;
	// One byte was a probe of a closed window.
	if (length > 1 && (own.next - 1) >>> 0 === seq) old = false;
	if (length > 0 && peer.ack !== 0 && ahead(seq + length, peer.ack) <= 0) return SPURIOUS_RETRANSMISSION;
	if (!old) return 0;
	if (peer.repeats >= ENOUGH && peer.ack === seq && time - peer.ackTime < FAST) return FAST_RETRANSMISSION;
	const end = (seq + length + ((flags & OPENING) === 0 ? 0 : 1)) >>> 0;
	const within = roundTrip === 0 ? OUT_OF_ORDER_WITHIN : roundTrip;
	return time - own.nextTime < within && own.next !== end ? OUT_OF_ORDER : RETRANSMISSION;
}

/** Takes the segments away that `segment` acknowledges. */
function acknowledge(peer: TcpFlow, { ack, time }: Segment, notes: TcpNotes): void {
	let kept = 0;
	// The oldest of several that fit is the one that counts.
	for (let i = peer.unacked.length - 1; i >= 0; i--) {
		const one = peer.unacked[i];
		if (one.next === ack) {
			notes.acks = one.frame;
			notes.ackTime = time - one.time;
		} else if (ahead(ack, one.seq) > 0 && ahead(ack, one.next) <= 0) one.seq = ack;
	}
	for (const one of peer.unacked) if (one.next !== ack && ahead(one.next, ack) > 0) peer.unacked[kept++] = one;
	peer.unacked.length = kept;
}

/** Bytes that were sent and not acknowledged, after a segment with data. */
function flight(own: TcpFlow, peer: TcpFlow, { length, flags }: Segment, notes: TcpNotes): void {
	if (length === 0 || own.unacked.length === 0 || !own.counted) return;
	let first = Infinity;
	let last = 0;
	for (const { seq, next } of own.unacked) {
		first = Math.min(first, (seq - own.base) >>> 0);
		last = Math.max(last, (next - own.base) >>> 0);
	}
	const bytes = (last - first - peer.sacked) >>> 0;
	if (bytes > 0 && bytes < MOST_IN_FLIGHT) notes.inFlight = bytes - ((flags & OPENING) === 0 ? 0 : 1);
	const push = (flags & TCP_PSH) !== 0;
	own.pushed = own.pushedLast ? length : own.pushed + length;
	own.pushedLast = push;
	notes.pushed = own.pushed;
}

/**
 * The next segment from `own`'s side. @param signs Known already; -1: none, but something was looked up. @param roundTrip Of the handshake, ns; 0: not known. null: there is nothing
 * to say of it.
 */
export function analyse(
	own: TcpFlow,
	peer: TcpFlow,
	segment: Segment,
	signs: number,
	roundTrip: number
): TcpNotes | null {
	const { number, time, seq, ack, length, flags, window } = segment;
	const notes = noNotes();
	if ((flags & TCP_ACK) !== 0) peer.counted = true;
	notes.signs = Math.max(0, signs) | ownSigns(own, peer, segment);
	if ((notes.signs & LOST_SEGMENT) !== 0) own.counted = false;
	if ((notes.signs & DUPLICATE_ACK) !== 0) {
		own.repeats = own.repeats === HELD ? 1 : own.repeats + 1;
		notes.repeats = own.repeats;
		notes.repeat = own.ackFrame;
	}
	if (ack !== own.ack) {
		own.ackFrame = number;
		own.repeats = 0;
	}
	const beyond = peer.highest !== 0 && ahead(ack, peer.highest) > 0 && (flags & TCP_ACK) !== 0;
	if (beyond) notes.signs |= unseen(peer);
	const opens = (flags & OPENING) !== 0;
	if ((length > 0 || opens) && (notes.signs & KEEP_ALIVE) === 0) {
		notes.signs |= againSign(own, peer, segment, roundTrip);
		if ((notes.signs & RETRANSMISSION) !== 0) {
			const oldest = own.unacked.at(0);
			notes.again = time - (oldest?.time ?? own.nextTime);
			notes.againOf = oldest?.frame ?? own.nextFrame;
		}
	}
	let next = (seq + length) >>> 0;
	if ((length > 0 || opens) && own.unacked.length < MOST_UNACKED) {
		if (opens) next = (next + 1) >>> 0;
		own.unacked.push({ frame: number, time, seq, next });
	}
	const probe = (notes.signs & ZERO_WINDOW_PROBE) !== 0;
	if ((own.next === 0 || ahead(next, own.next) > 0) && !probe) {
		own.next = next;
		own.nextFrame = number;
		own.nextTime = time;
	}
	if ((own.highest === 0 || seq === own.highest) && !probe) own.highest = own.next;
	own.window = window;
	own.ack = ack;
	own.ackTime = time;
	own.signs = notes.signs;
	acknowledge(peer, segment, notes);
	flight(own, peer, segment, notes);
	return notes.signs !== 0 || signs !== 0 || beyond || notes.acks > 0 || notes.pushed > 0 ? notes : null;
}
