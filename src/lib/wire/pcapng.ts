/**
 * Writes pcapng (draft-ietf-opsawg-pcapng), in little endian: one section, one interface block for each interface, and a
 * packet block for each frame. The parts are made one by one, so that a long capture need not stand in memory twice.
 */

/** An interface that frames were seen on. */
export interface CaptureInterface {
	/** As Wireshark shows it: "r1 eth0". */
	name: string;
	description: string;
}

export interface CapturedFrame {
	/** Place in the list of interfaces. */
	interface: number;
	/** ns of virtual time. */
	time: number;
	bytes: Uint8Array;
	/** As the interface sees it. */
	direction: 'in' | 'out';
	/** Shown by Wireshark as the packet's comment; "" for none. */
	comment: string;
}

const SECTION_HEADER = 0x0a0d0d0a;
const INTERFACE_DESCRIPTION = 1;
const ENHANCED_PACKET = 6;
const BYTE_ORDER_MAGIC = 0x1a2b3c4d;
const LINKTYPE_ETHERNET = 1;

// Options
const END_OF_OPTIONS = 0;
const COMMENT = 1;
const USER_APPLICATION = 4;
const IF_NAME = 2;
const IF_DESCRIPTION = 3;
const IF_TSRESOL = 9;
const EPB_FLAGS = 2;

/** 10^-9 s */
const NANOSECONDS = 9;
const INBOUND = 1;
const OUTBOUND = 2;

interface Option {
	code: number;
	value: Uint8Array;
}

/** What a file begins with: section header and interfaces. Frames follow, each by `pcapngFrame`. */
export function pcapngHeader(interfaces: readonly CaptureInterface[]): Uint8Array {
	const section = new Uint8Array(16);
	const view = new DataView(section.buffer);
	view.setUint32(0, BYTE_ORDER_MAGIC, true);
	view.setUint16(4, 1, true); // version 1.0
	// The section's length isn't known beforehand: -1.
	view.setBigInt64(8, -1n, true);
	return joinParts([
		block(SECTION_HEADER, section, [text(USER_APPLICATION, 'Hopwise')]),
		...interfaces.map(interfaceBlock)
	]);
}

export function pcapngFrame(frame: CapturedFrame): Uint8Array {
	const body = new Uint8Array(20 + padded(frame.bytes.length));
	const view = new DataView(body.buffer);
	view.setUint32(0, frame.interface, true);
	view.setUint32(4, Math.floor(frame.time / 0x100000000), true);
	view.setUint32(8, frame.time >>> 0, true);
	view.setUint32(12, frame.bytes.length, true);
	view.setUint32(16, frame.bytes.length, true);
	body.set(frame.bytes, 20);
	const flags = new Uint8Array(4);
	flags[0] = frame.direction === 'in' ? INBOUND : OUTBOUND;
	const options: Option[] = [{ code: EPB_FLAGS, value: flags }];
	if (frame.comment !== '') options.push(text(COMMENT, frame.comment));
	return block(ENHANCED_PACKET, body, options);
}

/** A whole file. */
export function pcapng(interfaces: readonly CaptureInterface[], frames: Iterable<CapturedFrame>): Uint8Array {
	const parts = [pcapngHeader(interfaces)];
	for (const frame of frames) parts.push(pcapngFrame(frame));
	return joinParts(parts);
}

/** The parts one after another. */
function joinParts(parts: readonly Uint8Array[]): Uint8Array {
	const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
	let at = 0;
	for (const part of parts) {
		whole.set(part, at);
		at += part.length;
	}
	return whole;
}

function interfaceBlock({ name, description }: CaptureInterface): Uint8Array {
	const body = new Uint8Array(8);
	// Snap length 0: no limit.
	new DataView(body.buffer).setUint16(0, LINKTYPE_ETHERNET, true);
	const options: Option[] = [text(IF_NAME, name), { code: IF_TSRESOL, value: Uint8Array.of(NANOSECONDS) }];
	if (description !== '') options.push(text(IF_DESCRIPTION, description));
	return block(INTERFACE_DESCRIPTION, body, options);
}

function text(code: number, value: string): Option {
	return { code, value: new TextEncoder().encode(value) };
}

function padded(length: number): number {
	return (length + 3) & ~3;
}

/** Type, length, body, options, length again. The body's length must be a multiple of 4. */
function block(type: number, body: Uint8Array, options: readonly Option[]): Uint8Array {
	const optionsLength = options.reduce((sum, { value }) => sum + 4 + padded(value.length), 4);
	const length = 12 + body.length + optionsLength;
	const b = new Uint8Array(length);
	const view = new DataView(b.buffer);
	view.setUint32(0, type, true);
	view.setUint32(4, length, true);
	b.set(body, 8);
	let at = 8 + body.length;
	for (const { code, value } of options) {
		view.setUint16(at, code, true);
		view.setUint16(at + 2, value.length, true);
		b.set(value, at + 4);
		at += 4 + padded(value.length);
	}
	view.setUint16(at, END_OF_OPTIONS, true);
	view.setUint32(length - 4, length, true);
	return b;
}
