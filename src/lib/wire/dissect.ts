/**
 * A frame taken apart for a person: headers, fields, and where in the bytes they stand. Made when somebody looks; the
 * kernel reads fields by offset instead. Malformed bytes end in a layer that says so, never in an exception.
 */
import { ethernet } from './dissect/ethernet.ts';
import { field, type Layer, type Payload, type Protocol, type Surroundings } from './dissect/protocol.ts';
import { registry } from './dissect/registry.ts';
import { ipv4Destination, ipv4Source } from './ipv4.ts';
import { ipv4 } from './dissect/ipv4.ts';

export type { Layer } from './dissect/protocol.ts';

/** One readable header on the way inwards. */
interface Found {
	protocol: Protocol;
	from: number;
	to: number;
	around: Surroundings;
}

/** Bytes shown of data that has no header. */
const DATA_SHOWN = 16;

/** The headers of the frame in `bytes`, outermost first. */
export function dissect(bytes: Uint8Array, length = bytes.length): Layer[] {
	const { found, rest } = walk(bytes, length);
	const layers = found.map(({ protocol, from, to, around }) => {
		const layer = protocol.layer(bytes, from, to, around);
		return around.quoted ? { ...layer, name: `${layer.name} (quoted)` } : layer;
	});
	const covered = layers.at(-1)?.to ?? 0;
	const end = rest?.to ?? found.at(-1)?.protocol.end(bytes, found.at(-1)!.from, found.at(-1)!.to) ?? length;
	if (rest?.malformed !== undefined) layers.push(malformedLayer(rest.malformed, rest.from, rest.to));
	else if (end > covered) layers.push(dataLayer(bytes, covered, end));
	if (end < length) layers.push(paddingLayer(end, length));
	return layers;
}

/** Short text for the packet on the canvas: "ARP who has 10.0.0.2?", "ICMP echo request 1", "TCP SYN 40000 → 80". */
export function frameLabel(bytes: Uint8Array, length = bytes.length): string {
	const { found, rest } = walk(bytes, length);
	// What an ICMP error quotes is not what the frame is.
	const own = found.filter(({ around }) => !around.quoted);
	if (rest?.malformed !== undefined && own.length === found.length) return `Malformed ${rest.malformed}`;
	const inner = own.at(-1);
	if (inner === undefined) return 'Malformed frame';
	const label = inner.protocol.label(bytes, inner.from, inner.to);
	// What a tunnel carries is named, and that it is in one.
	const tunnel = own.find(({ protocol }) => protocol !== inner.protocol && protocol.name === 'VXLAN');
	return tunnel === undefined ? label : `${label} in ${tunnel.protocol.name}`;
}

/** Every readable header, and what is left when one wasn't or nothing is known about it. */
function walk(
	bytes: Uint8Array,
	length: number
): { found: Found[]; rest: { from: number; to: number; malformed?: string } | null } {
	const found: Found[] = [];
	let around: Surroundings = { source: 0, destination: 0, quoted: false };
	let protocol = ethernet;
	let from = 0;
	let to = length;
	for (;;) {
		if (!protocol.check(bytes, from, to, around)) return { found, rest: { from, to, malformed: protocol.name } };
		found.push({ protocol, from, to, around });
		if (protocol === ipv4) {
			around = { ...around, source: ipv4Source(bytes, from), destination: ipv4Destination(bytes, from) };
		}
		const payload = protocol.payload(bytes, from, to, around);
		if (payload === null) return { found, rest: null };
		const next = nextProtocol(payload, bytes, around);
		if (next === undefined) return { found, rest: { from: payload.from, to: payload.to } };
		if (payload.quoted && !around.quoted) around = { ...around, quoted: true };
		protocol = next;
		from = payload.from;
		to = payload.to;
	}
}

/** A port only suggests what is behind it: bytes that don't read as that are data, not malformed. */
function nextProtocol(payload: Payload, bytes: Uint8Array, around: Surroundings): Protocol | undefined {
	const table = registry[payload.table];
	const known = payload.keys.map((key) => table[key]).filter((protocol) => protocol !== undefined);
	if (payload.table !== 'udpPort' && payload.table !== 'tcpPort') return known[0];
	return known.find((protocol) => protocol.check(bytes, payload.from, payload.to, around));
}

function malformedLayer(name: string, from: number, to: number): Layer {
	return {
		name: `Malformed ${name}`,
		summary: `These ${to - from} bytes are not a readable ${name} header`,
		from,
		to,
		fields: []
	};
}

function dataLayer(bytes: Uint8Array, from: number, to: number): Layer {
	const shown = bytes.subarray(from, Math.min(to, from + DATA_SHOWN));
	const hex = Array.from(shown, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
	const text = Array.from(shown, (byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.')).join('');
	const more = to - from > DATA_SHOWN ? ' …' : '';
	return {
		name: 'Data',
		summary: to - from === 1 ? '1 byte' : `${to - from} bytes`,
		from,
		to,
		fields: [field('Data', hex + more, from, to - from, text)]
	};
}

function paddingLayer(from: number, to: number): Layer {
	const length = to - from;
	return {
		name: 'Padding',
		summary: `${length} ${length === 1 ? 'byte' : 'bytes'} after the end of the packet`,
		from,
		to,
		fields: []
	};
}
