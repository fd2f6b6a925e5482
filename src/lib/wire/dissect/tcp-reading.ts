/**
 * Which bytes of a TCP stream are read in which frame: a message that comes in several segments is read where it is whole, and what is sent
 * again is not read again. The rules are Wireshark's (epan/dissectors/packet-tcp.c, desegment_tcp, with the settings that it has from the start).
 * Sequence numbers are counted from the beginning of the connection.
 */
import { KEEP_ALIVE, OUT_OF_ORDER, RETRANSMISSION, SPURIOUS_RETRANSMISSION } from './tcp-analysis.ts';
import type { Extent } from './protocol.ts';

/** Bytes of one frame. */
export interface Piece {
	/** Of the frame in its list, from 0. */
	place: number;
	from: number;
	to: number;
}

/** A message whose beginning and end are in different segments. */
export interface Message {
	seq: number;
	/** Where it ends, as far as is known. */
	next: number;
	/** It takes the whole of the next segment: how much it needs is not known. */
	greedy: boolean;
	pieces: (Piece & { seq: number })[];
	/** How far it is there without a gap, and pieces beyond that. */
	end: number;
	held: number;
	/** Number of the last frame that has a piece of it, and of the one where it is whole; 0: not yet. */
	last: number;
	whole: number;
}

/** One direction's messages, in the order of their beginnings. */
export interface StreamReader {
	messages: Message[];
	/** Some message ends with the stream; number of the frame with its FIN, 0: not seen. */
	untilFin: boolean;
	fin: number;
}

/** What is read of one segment. */
export interface Reading {
	/** Messages that are whole here, one after the other. */
	messages: Piece[][];
	/** All of it belongs to a message that is read elsewhere. */
	waits: boolean;
	/** That message. */
	of: Message | null;
	/** It is no message: the byte of a keep-alive. */
	plain: boolean;
	/** Port whose protocol reads it; 0: the one of the header. */
	port: number;
}

/** One segment with data, or with a FIN. */
export interface Arrival extends Piece {
	/** Number of the frame. */
	number: number;
	seq: number;
	fin: boolean;
	/** Of the analysis. */
	signs: number;
}

/** How far the message goes that `bytes` begins with. */
type Measure = (bytes: Uint8Array, from: number, to: number, ended: boolean) => Extent;
type FrameOf = (place: number) => Uint8Array;

/** A message that ends with the stream is taken for this long (bytes). */
const UNTIL_FIN = 0x40000000;
const NOT_READ: Reading = { messages: [], waits: false, of: null, plain: false, port: 0 };
/** Segments of these kinds have been read, or come too late to be. */
const SEEN = SPURIOUS_RETRANSMISSION | RETRANSMISSION | OUT_OF_ORDER;
/** A message of which more was seen than this is not waited for. */
const MOST = 16 * 1024 * 1024;

export function newReader(): StreamReader {
	return { messages: [], untilFin: false, fin: 0 };
}

/** The bytes of a message as one array; that of the frame itself where it is in one. */
export function joinPieces(pieces: readonly Piece[], frameOf: FrameOf): Uint8Array {
	const bytes = new Uint8Array(pieces.reduce((sum, { from, to }) => sum + to - from, 0));
	let at = 0;
	for (const { place, from, to } of pieces) {
		bytes.set(frameOf(place).subarray(from, to), at);
		at += to - from;
	}
	return bytes;
}

/** The latest message that begins at `seq` or before it. */
function latest(reader: StreamReader, seq: number): Message | undefined {
	return reader.messages.findLast((message) => message.seq <= seq);
}

function begin(reader: StreamReader, seq: number, next: number): Message {
	const message: Message = { seq, next, greedy: false, pieces: [], end: seq, held: 0, last: 0, whole: 0 };
	const after = reader.messages.findLastIndex((one) => one.seq <= seq);
	reader.messages.splice(after + 1, 0, message);
	return message;
}

function addPiece(message: Message, piece: Piece & { seq: number }): void {
	message.pieces.push(piece);
	if (piece.seq > message.end) {
		message.held++;
		return;
	}
	message.end = Math.max(message.end, piece.seq + piece.to - piece.from);
	// It may have closed a gap.
	for (let before = -1; message.held > 0 && before !== message.end;) {
		before = message.end;
		message.held = 0;
		for (const { seq, from, to } of message.pieces)
			if (seq > message.end) message.held++;
			else message.end = Math.max(message.end, seq + to - from);
	}
}

/** Each byte once, from the beginning to where something is missing. */
function gapless(message: Message): Piece[] {
	let end = message.seq;
	const pieces: Piece[] = [];
	for (const { place, from, to, seq } of message.pieces.toSorted((a, b) => a.seq - b.seq)) {
		if (seq > end) break;
		const known = end - seq;
		if (known >= to - from) continue;
		pieces.push({ place, from: from + known, to });
		end = seq + to - from;
	}
	return pieces;
}

/** The first `length` bytes of them, or what comes after those. */
function cut(pieces: readonly Piece[], from: number, length: number): Piece[] {
	const found: Piece[] = [];
	let at = 0;
	for (const piece of pieces) {
		const start = Math.max(piece.from, piece.from + from - at);
		const end = Math.min(piece.to, piece.from + from + length - at);
		if (start < end) found.push({ place: piece.place, from: start, to: end });
		at += piece.to - piece.from;
	}
	return found;
}

/** Reads a segment. null: as if there were no stream, all of it. @param measure null: its protocol takes segments as they come. */
export function readSegment(
	reader: StreamReader,
	arrival: Arrival,
	measure: Measure | null,
	frameOf: FrameOf
): Reading | null {
	const { from, to, fin, signs } = arrival;
	if (fin && reader.untilFin) {
		const ended = atFin(reader, arrival);
		if (ended !== null) return ended;
	}
	if (from === to) return null;
	if ((signs & KEEP_ALIVE) !== 0) return { ...NOT_READ, messages: [[{ place: arrival.place, from, to }]], plain: true };
	if ((signs & SEEN) !== 0) return NOT_READ;
	if (measure === null) return null;
	return new SegmentReader(reader, arrival, measure, frameOf).read();
}

/** The stream ends: so does a message that goes on to its end. */
function atFin(reader: StreamReader, { place, from, to, seq, number }: Arrival): Reading | null {
	if (reader.fin !== 0) return null;
	reader.fin = number;
	const message = latest(reader, seq - 1);
	if (message === undefined || message.whole !== 0) return null;
	if (to > from) addPiece(message, { place, from, to, seq });
	if (message.end < seq + to - from) return null;
	message.last = message.whole = number;
	message.next = message.end;
	return { ...NOT_READ, messages: [gapless(message)] };
}

class SegmentReader {
	#reader: StreamReader;
	#arrival: Arrival;
	#measure: Measure;
	#frameOf: FrameOf;
	#reading: Reading = { ...NOT_READ, messages: [] };
	/** Of what is left of the segment: its place in the frame, and its number. */
	#from: number;
	#seq: number;
	#end: number;

	constructor(reader: StreamReader, arrival: Arrival, measure: Measure, frameOf: FrameOf) {
		this.#reader = reader;
		this.#arrival = arrival;
		this.#measure = measure;
		this.#frameOf = frameOf;
		this.#from = arrival.from;
		this.#seq = arrival.seq;
		this.#end = arrival.seq + arrival.to - arrival.from;
	}

	read(): Reading {
		const { number } = this.#arrival;
		while (this.#seq < this.#end) {
			const message = latest(this.#reader, this.#seq);
			const again = message?.seq === this.#seq && this.#end <= message.next && message.last !== number;
			// Its beginning was there before.
			if (again) return this.#reading;
			const found = message !== undefined && message.next > this.#seq;
			if (!(found ? this.#goOn(message) : this.#start())) break;
		}
		return this.#reading;
	}

	/** Takes `length` bytes of the segment. */
	#advance(length: number): void {
		this.#from += length;
		this.#seq += length;
	}

	#wait(message: Message): void {
		this.#reading.of = message;
		this.#reading.waits ||= this.#reading.messages.length === 0;
	}

	/** It begins with something new. Answers whether something is left. */
	#start(): boolean {
		const { place, to, number, fin } = this.#arrival;
		const frame = this.#frameOf(place);
		let at = this.#from;
		while (at < to) {
			const extent = this.#measure(frame, at, to, fin);
			if ('more' in extent) {
				const seq = this.#seq + at - this.#from;
				const message = begin(this.#reader, seq, this.#end);
				this.#more(message, extent.more, this.#end);
				addPiece(message, { place, from: at, to, seq });
				message.last = number;
				this.#wait(message);
				return false;
			}
			this.#reading.messages.push([{ place, from: at, to: extent.end }]);
			at = extent.end;
		}
		return false;
	}

	#more(message: Message, more: number | 'segment' | 'fin', end: number): void {
		message.greedy = more === 'segment';
		if (more === 'segment') message.next = end + 1;
		else if (more === 'fin') message.next = end + UNTIL_FIN;
		else message.next = end + more;
		this.#reader.untilFin ||= more === 'fin';
	}

	/** It begins with more of a message. */
	#goOn(message: Message): boolean {
		const { place, number } = this.#arrival;
		message.last = number;
		const length = Math.min(this.#end, message.greedy ? Infinity : message.next) - this.#seq;
		const piece = { place, from: this.#from, to: this.#from + length, seq: this.#seq };
		if (message.whole !== 0) {
			this.#wait(message);
			this.#advance(length);
			return this.#seq < this.#end;
		}
		addPiece(message, piece);
		if (message.greedy) {
			message.greedy = false;
			message.next = Math.max(message.next, this.#end);
		}
		if (message.end < message.next || message.end - message.seq > MOST) {
			this.#wait(message);
			this.#advance(length);
			return this.#seq < this.#end;
		}
		return this.#whole(message, gapless(message), length);
	}

	/** As many bytes are there as it asked for. */
	#whole(message: Message, pieces: Piece[], length: number): boolean {
		const { number, fin } = this.#arrival;
		const bytes = joinPieces(pieces, this.#frameOf);
		let at = 0;
		while (at < bytes.length) {
			const extent = this.#measure(bytes, at, bytes.length, fin);
			if ('more' in extent) {
				let open = message;
				if (at > 0) {
					// The rest is another message.
					message.next = message.seq + at;
					message.whole = number;
					open = begin(this.#reader, message.next, message.next);
					let seq = open.seq;
					for (const piece of cut(pieces, at, Infinity)) {
						addPiece(open, { ...piece, seq });
						seq += piece.to - piece.from;
					}
					open.last = number;
				}
				this.#more(open, extent.more, message.seq + bytes.length);
				this.#wait(open);
				this.#advance(length);
				return this.#seq < this.#end;
			}
			this.#reading.messages.push(cut(pieces, at, extent.end - at));
			at = extent.end;
		}
		message.whole = number;
		this.#advance(length);
		return this.#seq < this.#end;
	}
}
