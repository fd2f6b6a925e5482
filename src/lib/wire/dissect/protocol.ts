/** What a protocol has to say for the dissector to take it in: see `registry.ts`. */

/** A field of a header; `from` and `to` are offsets in the frame, `to` one past the last byte. */
export interface Field {
	name: string;
	value: string;
	from: number;
	to: number;
	/** What the value means or what is wrong with it, "" for nothing. */
	note: string;
}

/** One header of a frame. */
export interface Layer {
	name: string;
	/** One line, in Wireshark's words. */
	summary: string;
	from: number;
	to: number;
	fields: Field[];
}

/** The registry's tables: what a number in one header says about the next one. */
export type NextTable = 'etherType' | 'ipProtocol' | 'udpPort' | 'tcpPort' | 'frame';

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

/** What the layers around this one know. */
export interface Surroundings {
	/** IPv4 addresses for a pseudo header. */
	source: number;
	destination: number;
	/** Inside an ICMP error: the packet may end early. */
	quoted: boolean;
}

export interface Protocol {
	/** "ARP", "IPv4". */
	name: string;
	/** Whether the other functions may be called for the bytes `from` to `to`. */
	check(b: Uint8Array, from: number, to: number, around: Surroundings): boolean;
	layer(b: Uint8Array, from: number, to: number, around: Surroundings): Layer;
	/** Short text for the packet on the canvas, "" when the layer around it says it better. */
	label(b: Uint8Array, from: number, to: number): string;
	/** null: nothing that has a header of its own; then what is left is data. */
	payload(b: Uint8Array, from: number, to: number, around: Surroundings): Payload | null;
	/** Where this layer and what it carries end; what the frame has beyond it is padding. */
	end(b: Uint8Array, from: number, to: number): number;
}

export function field(name: string, value: string | number, from: number, length: number, note = ''): Field {
	return { name, value: String(value), from, to: from + length, note };
}

/** "0x0800" */
export function hex(value: number, digits: number): string {
	return `0x${value.toString(16).padStart(digits, '0')}`;
}

/** A checksum's note. */
export function verdict(ok: boolean): string {
	return ok ? 'good' : 'wrong';
}
