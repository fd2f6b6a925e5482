/**
 * A frame taken apart for a person: headers, fields, and where in the bytes they stand. Made when somebody looks; the
 * kernel reads fields by offset instead. Malformed bytes end in a layer that says so, never in an exception.
 */
import { formatIpv4 } from '../net/ipv4.ts';
import { formatMac } from '../net/mac.ts';
import { dataLayer } from './dissect/data.ts';
import { ethernet, paddingField } from './dissect/ethernet.ts';
import { hex } from './dissect/field.ts';
import {
	ALONE,
	type Context,
	type Layer,
	type Payload,
	type Protocol,
	type ReadHere,
	type Surroundings
} from './dissect/protocol.ts';
import { registry } from './dissect/registry.ts';
import { tcp } from './dissect/tcp.ts';
import { infoOfNotes } from './dissect/tcp-notes.ts';
import { udp } from './dissect/udp.ts';
import { etherDestination, etherSource, ETHERTYPE_MIN, etherType } from './ethernet.ts';
import { ipv4Destination, ipv4Source, ipv4Ttl } from './ipv4.ts';
import { ipv4 } from './dissect/ipv4.ts';
import { tcpDestinationPort, tcpSourcePort } from './tcp.ts';

export type { Field } from './dissect/field.ts';
export type { Context, Layer } from './dissect/protocol.ts';

/** One readable header on the way inwards. */
interface Found {
	protocol: Protocol;
	bytes: Uint8Array;
	from: number;
	to: number;
	around: Surroundings;
}

interface Rest {
	bytes: Uint8Array;
	from: number;
	to: number;
	malformed?: string;
}

interface Walked {
	found: Found[];
	/** What no protocol is known for. */
	rest: Rest | null;
	/** Data of TCP was read, or is read elsewhere: nothing else is left of the packet. */
	read: boolean;
}

/** The headers of the frame in `bytes`, outermost first. @param context What other frames of its capture tell of it. */
export function dissect(bytes: Uint8Array, length = bytes.length, context: Context = ALONE): Layer[] {
	const { found, rest, read } = walk(bytes, length, context);
	const own = (of: Uint8Array) => (of === bytes ? {} : { joined: of });
	const layers = found.map(({ protocol, bytes: b, from, to, around }): Layer => {
		const layer = protocol.layer(b, from, to, around);
		return { key: protocol.key, ...layer, name: around.quoted ? `${layer.name} (quoted)` : layer.name, ...own(b) };
	});
	const last = found.findLast(({ bytes: b }) => b === bytes);
	const covered = layers.findLast(({ joined }) => joined === undefined)?.to ?? 0;
	const end = read
		? found.findLast(({ protocol }) => protocol === tcp)!.to
		: (rest?.to ?? last?.protocol.end(bytes, last.from, last.to) ?? length);
	if (rest?.malformed !== undefined) layers.push(malformedLayer(rest.malformed, rest.from, rest.to));
	else if (read && rest !== null) layers.push({ ...dataLayer(rest.bytes, rest.from, rest.to), ...own(rest.bytes) });
	else if (!read && end > covered) layers.push(dataLayer(bytes, covered, end));
	if (end < length) layers.push(paddingLayer(bytes, end, length));
	return layers;
}

/** Short text for the packet on the canvas: "ARP who has 10.0.0.2?", "ICMP echo request 1", "TCP SYN 40000 → 80". */
export function frameLabel(bytes: Uint8Array, length = bytes.length): string {
	const { found, rest } = walk(bytes, length, ALONE);
	// What an ICMP error quotes is not what the frame is.
	const own = found.filter(({ around }) => !around.quoted);
	if (rest?.malformed !== undefined && own.length === found.length) return `Malformed ${rest.malformed}`;
	const labels = own.map(({ protocol, bytes: b, from, to }) => ({ protocol, text: protocol.label(b, from, to) }));
	const inner = labels.findLast(({ text }) => text !== '');
	if (inner === undefined) return 'Malformed frame';
	// What a tunnel carries is named, and that it is in one.
	const tunnel = own.find(({ protocol }) => protocol !== inner.protocol && protocol.name === 'VXLAN');
	return tunnel === undefined ? inner.text : `${inner.text} in ${tunnel.protocol.name}`;
}

/** What a packet list shows of a frame, in Wireshark's words. */
export interface Columns {
	source: string;
	destination: string;
	protocol: string;
	info: string;
}

export function frameColumns(bytes: Uint8Array, length = bytes.length, context: Context = ALONE): Columns {
	const { found, rest } = walk(bytes, length, context);
	const own = found.filter(({ around }) => !around.quoted);
	const inner = own.at(-1);
	if (inner === undefined) return { source: '', destination: '', protocol: 'Ethernet', info: '[Malformed Packet]' };
	const frame = own.findLast(({ protocol }) => protocol === ethernet)!;
	// Of what a tunnel carries.
	const packet = own.findLast(({ protocol, from: at }) => protocol === ipv4 && at > frame.from);
	const { protocol, around } = inner;
	// Of several messages in one segment each is told.
	const told = own.filter((one) => one.protocol === protocol && one.around === around);
	const waits = protocol === tcp && around.stream?.reading?.waits ? ' [TCP segment of a reassembled PDU]' : '';
	const infoOf = protocol.info ?? ((b, at, end, a) => protocol.layer(b, at, end, a).summary);
	const info = told.map(({ bytes: b, from: at, to: end }) => infoOf(b, at, end, around)).join('');
	const malformed = rest?.malformed !== undefined && own.length === found.length ? '[Malformed Packet]' : '';
	return {
		source:
			packet === undefined ? formatMac(etherSource(bytes, frame.from)) : formatIpv4(ipv4Source(bytes, packet.from)),
		destination:
			packet === undefined
				? formatMac(etherDestination(bytes, frame.from))
				: formatIpv4(ipv4Destination(bytes, packet.from)),
		protocol: protocol === ethernet ? typeName(etherType(bytes, frame.from)) : protocol.name,
		info: `${infoOfNotes(around.quoted ? null : around.stream)}${info}${waits}${malformed}`.trimEnd()
	};
}

function typeName(type: number): string {
	return type < ETHERTYPE_MIN ? 'LLC' : hex(type, 4);
}

/** Every readable header, and what is left when one wasn't or nothing is known about it. */
function walk(bytes: Uint8Array, length: number, context: Context): Walked {
	const found: Found[] = [];
	let around: Surroundings = {
		stream: null,
		answer: context.answer,
		source: 0,
		destination: 0,
		ttl: 0,
		destinationPort: 0,
		quoted: false
	};
	/** TCP and UDP headers so far. */
	let streams = 0;
	let protocol = ethernet;
	let from = 0;
	let to = length;
	for (;;) {
		if (!protocol.check(bytes, from, to, around))
			return { found, rest: { bytes, from, to, malformed: protocol.name }, read: false };
		found.push({ protocol, bytes, from, to, around });
		if (protocol === ipv4) around = { ...around, ...addresses(bytes, from) };
		const reading = protocol === tcp && !around.quoted ? around.stream?.reading : null;
		if (reading) return { found, rest: readMessages(bytes, from, around, reading, found), read: true };
		const payload = protocol.payload(bytes, from, to, around);
		if (payload === null) return { found, rest: null, read: false };
		if (payload.quoted && !around.quoted) around = { ...around, answer: -1, quoted: true };
		const next = nextProtocol(payload, bytes, around);
		if (next === undefined) return { found, rest: { bytes, from: payload.from, to: payload.to }, read: false };
		if (isPort(payload)) around = { ...around, destinationPort: payload.keys[0] };
		if (payload.table === 'ipProtocol' && (next === tcp || next === udp))
			around = { ...around, stream: around.quoted ? context.quoted : (context.streams[streams++] ?? null) };
		protocol = next;
		from = payload.from;
		to = payload.to;
	}
}

/** The messages that are read in a segment. Answers what is no message. @param from Of its TCP header. */
function readMessages(
	bytes: Uint8Array,
	from: number,
	around: Surroundings,
	{ messages, plain, port }: ReadHere,
	found: Found[]
): Rest | null {
	const keys = port > 0 ? [port] : [tcpDestinationPort(bytes, from), tcpSourcePort(bytes, from)];
	const inside = { ...around, destinationPort: tcpDestinationPort(bytes, from) };
	const known = keys.some((key) => registry.tcpPort[key] !== undefined);
	let rest: Rest | null = null;
	for (const { joined, from: at, to: end } of messages) {
		const b = joined ?? bytes;
		const protocol = nextProtocol({ table: 'tcpPort', keys, from: at, to: end, quoted: false }, b, inside);
		// What the port's protocol can't read is nothing else either.
		if (plain || (protocol === undefined && !known)) rest = { bytes: b, from: at, to: end };
		else if (protocol !== undefined) found.push({ protocol, bytes: b, from: at, to: end, around: inside });
	}
	return rest;
}

function addresses(b: Uint8Array, ip: number): Pick<Surroundings, 'source' | 'destination' | 'ttl'> {
	return { source: ipv4Source(b, ip), destination: ipv4Destination(b, ip), ttl: ipv4Ttl(b, ip) };
}

function isPort({ table }: Payload): boolean {
	return table === 'udpPort' || table === 'tcpPort';
}

/** A port only suggests what is behind it: bytes that don't read as that are data, not malformed. */
function nextProtocol(payload: Payload, bytes: Uint8Array, around: Surroundings): Protocol | undefined {
	const table = registry[payload.table];
	const known = payload.keys.map((key) => table[key]).filter((protocol) => protocol !== undefined);
	if (!isPort(payload) && payload.table !== 'llcSap') return known[0];
	return known.find((protocol) => protocol.check(bytes, payload.from, payload.to, around));
}

function malformedLayer(name: string, from: number, to: number): Layer {
	return {
		key: '_ws.malformed',
		name: `Malformed ${name}`,
		summary: `These ${to - from} bytes are not a readable ${name} header`,
		from,
		to,
		fields: []
	};
}

function paddingLayer(bytes: Uint8Array, from: number, to: number): Layer {
	const length = to - from;
	return {
		key: 'eth',
		name: 'Padding',
		summary: `${length} ${length === 1 ? 'byte' : 'bytes'} after the end of the packet`,
		from,
		to,
		fields: [paddingField(bytes, from, to)]
	};
}
