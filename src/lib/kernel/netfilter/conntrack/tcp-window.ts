/** Whether a TCP segment is in its connection's windows, and what is learnt from it (net/netfilter/nf_conntrack_proto_tcp.c, tcp_in_window). */
import { TCP_ACK, TCP_RST, TCP_SYN } from '../../../wire/tcp.ts';
import type { ActionParam } from '../action-param.ts';
import { highestAck, readOffers, type Segment } from './tcp-segment.ts';
import type { TcpSide, TcpTrack } from './tcp-track.ts';

/** MAXACKWINCONST: how late an acknowledgment may come, bytes. */
const ACK_WINDOW = 66_000;

function after(a: number, b: number): boolean {
	return ((a - b) | 0) > 0;
}

/** tcp_init_sender: a side shows itself by its SYN. */
function begin(at: ActionParam, sender: TcpSide, receiver: TcpSide, segment: Segment, isReply: boolean): void {
	sender.end = sender.maxEnd = segment.end;
	sender.maxWindow = segment.window || 1;
	Object.assign(sender, readOffers(at));
	// RFC 7323: both sides must have the option for either to scale.
	if (isReply && !(sender.hasScale && receiver.hasScale)) sender.scale = receiver.scale = 0;
}

/** "ignore": it says nothing new and changes nothing, but is no wrong packet. */
export function inWindow(
	at: ActionParam,
	track: TcpTrack,
	state: string,
	segment: Segment,
	isReply: boolean
): 'accept' | 'ignore' | 'invalid' {
	const sender = track.sides[isReply ? 1 : 0];
	const receiver = track.sides[isReply ? 0 : 1];
	const { flags, row } = segment;
	const isSyn = (flags & TCP_SYN) !== 0;
	const hasAck = (flags & TCP_ACK) !== 0;
	let { seq, ack, end, window } = segment;
	let sack = receiver.sackPermitted ? highestAck(at, ack) : ack;

	if (sender.maxWindow === 0) {
		if (isSyn) {
			begin(at, sender, receiver, segment, isReply);
			if (!hasAck) return 'accept';
		} else {
			// Its history is not known: it begins with this segment.
			sender.end = end;
			sender.maxWindow = window * 2 ** sender.scale || 1;
			sender.maxEnd = (end + sender.maxWindow) >>> 0;
			if (receiver.maxWindow === 0) receiver.end = receiver.maxEnd = sack;
			else if (sack === (receiver.end + 1) >>> 0) receiver.end = sack;
		}
	} else if (
		isSyn &&
		after(end, sender.end) &&
		((state === 'SYN_SENT' && !isReply) || (state === 'SYN_RECV' && isReply))
	) {
		// RFC 9293 3.4: one that begins again uses higher numbers.
		begin(at, sender, receiver, segment, isReply);
		if (isReply && !hasAck) return 'accept';
	}
	// No acknowledgment, or one of 0 in a reset of a broken stack: as if all were acknowledged.
	if (!hasAck || ((flags & TCP_RST) !== 0 && ack === 0)) ack = sack = receiver.end;
	// Without data only the acknowledgment can be judged; resets are by their number, but for one that answers a SYN.
	if (seq === end && ((flags & TCP_RST) === 0 || (seq === 0 && state === 'SYN_SENT'))) seq = end = sender.end;

	const judged = judge(sender, receiver, seq, end, sack);
	// nf_tcp_log_invalid: whoever is liberal takes it, and learns nothing from it.
	if (judged !== 'accept') return sender.liberal || at.ns.sysctls.ctTcpBeLiberal !== 0 ? 'accept' : judged;
	if (!isSyn) window = window * 2 ** sender.scale;
	learn(sender, receiver, { end, ack, sack, window, hasAck });
	if (row === 'ack') countRepeats(track, isReply, { seq, ack, end, window });
	return 'accept';
}

function judge(
	sender: TcpSide,
	receiver: TcpSide,
	seq: number,
	end: number,
	sack: number
): 'accept' | 'ignore' | 'invalid' {
	if (after(seq, sender.maxEnd)) {
		const over = (end - sender.maxEnd + 1) >>> 0;
		if (over <= receiver.maxWindow && !after(sack, receiver.end)) {
			// Its acknowledgment may come all the same.
			sender.end = end;
			sender.unacknowledged = true;
			return 'ignore';
		}
		return 'invalid';
	}
	if (after(sack, receiver.end)) return 'invalid';
	if (receiver.maxWindow !== 0 && !after(end, (sender.end - receiver.maxWindow - 1) | 0)) return 'ignore';
	return after(sack, (receiver.end - Math.max(sender.maxWindow, ACK_WINDOW) - 1) | 0) ? 'accept' : 'ignore';
}

interface Learnt {
	end: number;
	ack: number;
	sack: number;
	window: number;
	hasAck: boolean;
}

function learn(sender: TcpSide, receiver: TcpSide, { end, ack, sack, window, hasAck }: Learnt): void {
	sender.maxWindow = Math.max(sender.maxWindow, window + ((sack - ack) >>> 0));
	if (after(end, sender.end)) {
		sender.end = end;
		sender.unacknowledged = true;
	}
	if (hasAck) {
		if (!sender.acked || after(ack, sender.maxAck)) sender.maxAck = ack;
		sender.acked = true;
	}
	if (receiver.maxWindow !== 0 && after(end, sender.maxEnd)) receiver.maxWindow += (end - sender.maxEnd) >>> 0;
	const edge = (sack + window) >>> 0;
	if (!after(receiver.maxEnd, edge)) receiver.maxEnd = (edge + (window === 0 ? 1 : 0)) >>> 0;
	if (ack === receiver.end) receiver.unacknowledged = false;
}

/** The same acknowledgment again and again: nobody hears the other side's. */
function countRepeats(
	track: TcpTrack,
	isReply: boolean,
	now: { seq: number; ack: number; end: number; window: number }
): void {
	const { last } = track;
	const isSame =
		last.reply === isReply &&
		last.seq === now.seq &&
		last.ack === now.ack &&
		last.end === now.end &&
		last.window === now.window;
	if (isSame) {
		track.retransmissions++;
		return;
	}
	Object.assign(last, now, { reply: isReply });
	track.retransmissions = 0;
}
