/** How what a segment is among those before it reads: Wireshark's fields `tcp.analysis`, and its notes before Info. */
import { fieldMaker, type Field, type FieldKinds } from './field.ts';
import * as sign from './tcp-analysis.ts';
import type { Stream } from './protocol.ts';

const SECOND = 1e9;

export const noteFields = {
	'tcp.analysis.acks_frame': { name: 'Acknowledges frame', type: 'uint', meaning: 'Its data has come', part: true },
	'tcp.analysis.ack_rtt': {
		name: 'Time to acknowledge',
		type: 'seconds',
		meaning: 'From that frame to this one',
		part: true
	},
	'tcp.analysis.initial_rtt': {
		name: 'Round trip of the handshake',
		type: 'seconds',
		meaning: 'From the SYN to the acknowledgment of the SYN, ACK',
		part: true
	},
	'tcp.analysis.bytes_in_flight': {
		name: 'Bytes in flight',
		type: 'uint',
		unit: 'bytes',
		meaning: 'Sent and not acknowledged yet, with this segment',
		part: true
	},
	'tcp.analysis.push_bytes_sent': {
		name: 'Bytes since PSH',
		type: 'uint',
		unit: 'bytes',
		meaning: 'Sent since the last segment with PSH, with this segment',
		part: true
	},
	'tcp.analysis.flags': { name: 'Signs', type: 'none', meaning: 'Something about it is not as usual', part: true },
	'tcp.analysis.reused_ports': {
		name: 'Port numbers reused',
		type: 'none',
		meaning: 'A connection begins between ports that had one before',
		part: true
	},
	'tcp.analysis.retransmission': {
		name: 'Retransmission',
		type: 'none',
		meaning: 'It was sent before and is sent again',
		part: true
	},
	'tcp.analysis.rto': {
		name: 'Sent again after',
		type: 'seconds',
		meaning: 'Since the oldest segment that is not acknowledged',
		part: true
	},
	'tcp.analysis.rto_frame': { name: 'Counted from frame', type: 'uint', meaning: 'Frame of that segment', part: true },
	'tcp.analysis.fast_retransmission': {
		name: 'Fast retransmission',
		type: 'none',
		meaning: 'Sent again because the same acknowledgment came three times',
		part: true
	},
	'tcp.analysis.spurious_retransmission': {
		name: 'Spurious retransmission',
		type: 'none',
		meaning: 'Sent again though it is acknowledged',
		part: true
	},
	'tcp.analysis.out_of_order': {
		name: 'Out of order',
		type: 'none',
		meaning: 'Later ones have overtaken it',
		part: true
	},
	'tcp.analysis.lost_segment': {
		name: 'Previous segment not captured',
		type: 'none',
		meaning: 'There is a gap before it: lost, or still to come',
		part: true
	},
	'tcp.analysis.ack_lost_segment': {
		name: 'Acknowledges what was not seen',
		type: 'none',
		meaning: 'It got data that did not come by here',
		part: true
	},
	'tcp.analysis.window_update': {
		name: 'Window update',
		type: 'none',
		meaning: 'Nothing new but the room for data',
		part: true
	},
	'tcp.analysis.window_full': {
		name: 'Window full',
		type: 'none',
		meaning: 'It fills the room that the other side has',
		part: true
	},
	'tcp.analysis.keep_alive': {
		name: 'Keep-alive',
		type: 'none',
		meaning: 'Asks whether the other side is still there',
		part: true
	},
	'tcp.analysis.keep_alive_ack': { name: 'Keep-alive ACK', type: 'none', meaning: 'It is still there', part: true },
	'tcp.analysis.duplicate_ack': {
		name: 'Duplicate ACK',
		type: 'none',
		meaning: 'The same acknowledgment again: something is missing',
		part: true
	},
	'tcp.analysis.duplicate_ack_num': {
		name: 'Duplicate ACK number',
		type: 'uint',
		meaning: 'How manieth repetition it is',
		part: true
	},
	'tcp.analysis.duplicate_ack_frame': {
		name: 'Duplicate of frame',
		type: 'uint',
		meaning: 'First frame with this acknowledgment',
		part: true
	},
	'tcp.analysis.zero_window': {
		name: 'Zero window',
		type: 'none',
		meaning: 'It has no room for data',
		part: true
	},
	'tcp.analysis.zero_window_probe': {
		name: 'Zero window probe',
		type: 'none',
		meaning: 'One byte, to see whether there is room again',
		part: true
	},
	'tcp.analysis.zero_window_probe_ack': {
		name: 'Zero window probe ACK',
		type: 'none',
		meaning: 'There is still no room',
		part: true
	},
	'tcp.analysis': { name: 'SEQ/ACK analysis', type: 'none', meaning: 'What the segment is among those before it' }
} as const satisfies FieldKinds;
type Key = keyof typeof noteFields;
const field = fieldMaker(noteFields);

/** In the order in which Wireshark shows them. */
const SIGNS: readonly (readonly [number, Key])[] = [
	[sign.REUSED_PORTS, 'tcp.analysis.reused_ports'],
	[sign.RETRANSMISSION, 'tcp.analysis.retransmission'],
	[sign.FAST_RETRANSMISSION, 'tcp.analysis.fast_retransmission'],
	[sign.SPURIOUS_RETRANSMISSION, 'tcp.analysis.spurious_retransmission'],
	[sign.OUT_OF_ORDER, 'tcp.analysis.out_of_order'],
	[sign.LOST_SEGMENT, 'tcp.analysis.lost_segment'],
	[sign.ACK_LOST_SEGMENT, 'tcp.analysis.ack_lost_segment'],
	[sign.WINDOW_UPDATE, 'tcp.analysis.window_update'],
	[sign.WINDOW_FULL, 'tcp.analysis.window_full'],
	[sign.KEEP_ALIVE, 'tcp.analysis.keep_alive'],
	[sign.KEEP_ALIVE_ACK, 'tcp.analysis.keep_alive_ack'],
	[sign.DUPLICATE_ACK, 'tcp.analysis.duplicate_ack'],
	[sign.ZERO_WINDOW_PROBE, 'tcp.analysis.zero_window_probe'],
	[sign.ZERO_WINDOW, 'tcp.analysis.zero_window'],
	[sign.ZERO_WINDOW_PROBE_ACK, 'tcp.analysis.zero_window_probe_ack']
];
/** These are retransmissions of a kind. */
const KINDS = sign.FAST_RETRANSMISSION | sign.SPURIOUS_RETRANSMISSION;

/** Of the whole header: they stand nowhere in it. @param at Where the header begins. */
export function fieldsOfNotes({ notes, roundTrip }: Stream, at: number): Field[] {
	if (notes === null) return [];
	const of = (key: Key, value: number | '' = '') => field(key, value, at, 0);
	const found = [of('tcp.analysis')];
	if (notes.acks > 0) {
		found.push(of('tcp.analysis.acks_frame', notes.acks));
		if (notes.ackTime !== 0) found.push(of('tcp.analysis.ack_rtt', notes.ackTime / SECOND));
	}
	if (roundTrip !== 0) found.push(of('tcp.analysis.initial_rtt', roundTrip / SECOND));
	if (notes.inFlight > 0)
		found.push(of('tcp.analysis.bytes_in_flight', notes.inFlight), of('tcp.analysis.push_bytes_sent', notes.pushed));
	if (notes.signs === 0) return found;
	found.push(of('tcp.analysis.flags'));
	for (const [bit, key] of SIGNS) {
		if ((notes.signs & bit) === 0) continue;
		if ((bit & KINDS) !== 0) found.push(of('tcp.analysis.retransmission'));
		found.push(of(key));
		if (bit === sign.RETRANSMISSION && notes.again !== 0)
			found.push(of('tcp.analysis.rto', notes.again / SECOND), of('tcp.analysis.rto_frame', notes.againOf));
		if (bit === sign.DUPLICATE_ACK)
			found.push(
				of('tcp.analysis.duplicate_ack_num', notes.repeats),
				of('tcp.analysis.duplicate_ack_frame', notes.repeat)
			);
	}
	return found;
}

const WORDS: Readonly<Record<number, string>> = {
	[sign.ZERO_WINDOW_PROBE_ACK]: 'ZeroWindowProbeAck',
	[sign.ZERO_WINDOW]: 'ZeroWindow',
	[sign.ZERO_WINDOW_PROBE]: 'ZeroWindowProbe',
	[sign.KEEP_ALIVE_ACK]: 'Keep-Alive ACK',
	[sign.KEEP_ALIVE]: 'Keep-Alive',
	[sign.WINDOW_FULL]: 'Window Full',
	[sign.WINDOW_UPDATE]: 'Window Update',
	[sign.ACK_LOST_SEGMENT]: 'ACKed unseen segment',
	[sign.LOST_SEGMENT]: 'Previous segment not captured',
	[sign.OUT_OF_ORDER]: 'Out-Of-Order',
	[sign.SPURIOUS_RETRANSMISSION]: 'Spurious Retransmission',
	[sign.FAST_RETRANSMISSION]: 'Fast Retransmission',
	[sign.RETRANSMISSION]: 'Retransmission',
	[sign.REUSED_PORTS]: 'Port numbers reused'
};

/** "[TCP Dup ACK 5#1] ", "" for nothing: stands before Info, whatever that tells of. */
export function infoOfNotes(stream: Stream | null): string {
	const notes = stream?.notes;
	if (!notes || notes.signs === 0) return '';
	let text = '';
	for (let bit = 1; bit <= sign.REUSED_PORTS; bit <<= 1) {
		if ((notes.signs & bit) === 0) continue;
		const words = bit === sign.DUPLICATE_ACK ? `Dup ACK ${notes.repeat}#${notes.repeats}` : WORDS[bit];
		text += `[TCP ${words}] `;
	}
	return text;
}
