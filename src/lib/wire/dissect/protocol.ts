/** What a protocol has to say for the dissector to take it in: see `registry.ts`. */
import type { Field, FieldKinds } from './field.ts';
import type { TcpNotes } from './tcp-analysis.ts';

export type { Field } from './field.ts';

/** One header of a frame. */
export interface Layer {
	/** Wireshark's name of the protocol: "ip". */
	key: string;
	name: string;
	/** One line, in Wireshark's words. */
	summary: string;
	from: number;
	to: number;
	fields: Field[];
	/** The bytes that `from` and `to` mean where they are not the frame's: put together from several frames. */
	joined?: Uint8Array;
}

/** The registry's tables: what a number in one header says about the next one. */
export type NextTable = 'etherType' | 'llcSap' | 'ipProtocol' | 'udpPort' | 'tcpPort' | 'frame';

/** What a layer carries. */
export interface Payload {
	table: NextTable;
	/** Tried in this order: of two ports, the one that is known. */
	keys: number[];
	from: number;
	to: number;
	/** It is the beginning of a packet that an ICMP error is about. */
	quoted: boolean;
}

/** What the other frames of a capture tell of this one: see `conversations.ts`. */
export interface Context {
	/** Of TCP and UDP headers, outermost first; none: this frame is all that is known. */
	streams: readonly Stream[];
	/** Of the packet that an ICMP error is about. */
	quoted: Stream | null;
	/** Number of the frame with the reply to this echo request, or with the request; 0: none. -1: nothing is known. */
	answer: number;
}

export interface Stream {
	/** Place among the streams of its protocol, from 0. */
	index: number;
	/** ns since the first frame of it, and since the one before. */
	sinceFirst: number;
	sinceBefore: number;
	/** Sequence numbers that are counted from, of the sender of this frame and of the other side. */
	base: number;
	peerBase: number;
	/** Shift of this sender's windows; NO_SCALING where none is used, SCALE_UNKNOWN where the SYN was not seen. */
	scale: number;
	/** What was seen of the connection, as bits (COMPLETE_SYN and the others). */
	completeness: number;
	/** ns from the SYN to the acknowledgment that ended the handshake; 0: not known. */
	roundTrip: number;
	/** What the segment is among those before it; null: nothing that would be told. */
	notes: TcpNotes | null;
	/** Which of its data is read here; null: all of it, as it comes. */
	reading: ReadHere | null;
}

/** What is read of one segment: see `tcp-reading.ts`. */
export interface ReadHere {
	messages: {
		/** Put together from several segments; null: it stands in the frame. */
		joined: Uint8Array | null;
		from: number;
		to: number;
		/** Numbers of the frames that it comes from. */
		frames: number[];
	}[];
	/** All of it belongs to a message that is read elsewhere. */
	waits: boolean;
	/** Number of the frame where the last of it is read; 0: here, or nowhere. */
	readIn: number;
	/** The messages are none: bytes without a meaning. */
	plain: boolean;
	/** Port whose protocol reads it; 0: the one of the header. */
	port: number;
}

/** How far the message goes that begins at a place: where it ends, or how much is missing. */
export type Extent =
	| {
			end: number;
			/** To be told when the next message of this connection is measured. */
			remember?: string;
	  }
	/** Bytes, one segment, or all until the stream ends. */
	| { more: number | 'segment' | 'fin' };

/** Of a connection was seen: `tcp.completeness`. */
export const COMPLETE_SYN = 1;
export const COMPLETE_SYN_ACK = 2;
export const COMPLETE_ACK = 4;
export const COMPLETE_DATA = 8;
export const COMPLETE_FIN = 16;
export const COMPLETE_RST = 32;

export const SCALE_UNKNOWN = -1;
export const NO_SCALING = -2;

export const ALONE: Context = { streams: [], quoted: null, answer: -1 };

/** What the layers around this one know. */
export interface Surroundings extends Pick<Context, 'answer'> {
	/** Of this header; null: this frame is all that is known. */
	stream: Stream | null;
	/** IPv4 addresses for a pseudo header. */
	source: number;
	destination: number;
	/** Of TCP or UDP. */
	destinationPort: number;
	/** Of the IPv4 header. */
	ttl: number;
	/** Inside an ICMP error: the packet may end early. */
	quoted: boolean;
}

export interface Protocol {
	/** "ARP", "IPv4". */
	name: string;
	/** In Wireshark's language: "arp", "ip". */
	key: string;
	/** What it is, in one line. */
	meaning: string;
	fields: FieldKinds;
	/** Whether the other functions may be called for the bytes `from` to `to`. */
	check(b: Uint8Array, from: number, to: number, around: Surroundings): boolean;
	layer(b: Uint8Array, from: number, to: number, around: Surroundings): Omit<Layer, 'key'>;
	/** Wireshark's Info column, "" where the layer around it says more; absent: the layer's summary. */
	info?(b: Uint8Array, from: number, to: number, around: Surroundings): string;
	/** Short text for the packet on the canvas, "" when the layer around it says it better. */
	label(b: Uint8Array, from: number, to: number): string;
	/** null: nothing that has a header of its own; then what is left is data. */
	payload(b: Uint8Array, from: number, to: number, around: Surroundings): Payload | null;
	/**
	 * Of a protocol over TCP whose messages may come in several segments: how far the one goes that begins at `from`.
	 * @param ended The stream ends with these bytes. @param remembered What the message before in this connection left, "" for nothing.
	 */
	extent?(b: Uint8Array, from: number, to: number, ended: boolean, remembered: string): Extent;
	/** Where this layer and what it carries end; what the frame has beyond it is padding. */
	end(b: Uint8Array, from: number, to: number): number;
}

/** A checksum's note. */
export function verdict(ok: boolean): string {
	return ok ? 'good' : 'wrong';
}
