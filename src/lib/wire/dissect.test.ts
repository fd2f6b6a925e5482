import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseIpv4 } from '../net/ipv4.ts';
import * as captured from './captured-frames.ts';
import { dissect, frameLabel, type Layer } from './dissect.ts';
import { dnsQuery, dnsResponse, encodeDns } from './dns.ts';
import { encodeEthernet, ETHERTYPE_IPV4 } from './ethernet.ts';
import { frameClass } from './frame-class.ts';
import { encodeIcmp } from './icmp.ts';
import { encodeIpv4, PROTOCOL_ICMP, PROTOCOL_UDP, type Ipv4Packet } from './ipv4.ts';
import { encodeUdp } from './udp.ts';

const A = parseIpv4('10.0.0.1');
const B = parseIpv4('10.0.0.2');
const client = { sourcePort: 40000, destinationPort: 53 };
const server = { sourcePort: 53, destinationPort: 40000 };
const query = dnsQuery(7, 'web.example', 'A');

/** A frame from A to B. */
function frame(protocol: number, payload: Uint8Array, changes: Partial<Ipv4Packet> = {}): Uint8Array {
	const packet: Ipv4Packet = {
		tos: 0,
		id: 1,
		reserved: false,
		dontFragment: false,
		moreFragments: false,
		fragmentOffset: 0,
		ttl: 64,
		protocol,
		source: A,
		destination: B,
		options: new Uint8Array(0),
		payload,
		...changes
	};
	const payloadOfFrame = encodeIpv4(packet);
	return encodeEthernet({ destination: 2, source: 1, type: ETHERTYPE_IPV4, payload: payloadOfFrame });
}

const dns = (ports: typeof client, message: typeof query) =>
	frame(PROTOCOL_UDP, encodeUdp({ ...ports, payload: encodeDns(message) }, A, B));

const names = (b: Uint8Array) => dissect(b).map((layer) => layer.name);
const valueOf = (layer: Layer | undefined, name: string) => layer?.fields.find((f) => f.name === name);

describe('a frame taken apart', () => {
	it('has its headers from the outside inwards', () => {
		expect(names(captured.arpRequest)).toEqual(['Ethernet', 'ARP']);
		expect(names(captured.echoRequest)).toEqual(['Ethernet', 'IPv4', 'ICMP', 'Data']);
		expect(names(captured.datagram)).toEqual(['Ethernet', 'IPv4', 'UDP', 'Data']);
		expect(names(captured.syn)).toEqual(['Ethernet', 'IPv4', 'TCP']);
		expect(names(captured.httpRequest)).toEqual(['Ethernet', 'IPv4', 'TCP', 'HTTP']);
		expect(names(dns(client, query))).toEqual(['Ethernet', 'IPv4', 'UDP', 'DNS']);
	});

	it('shows what an ICMP error quotes', () => {
		const layers = dissect(captured.portUnreachable);
		expect(layers.map((layer) => layer.name)).toEqual([
			'Ethernet',
			'IPv4',
			'ICMP',
			'IPv4 (quoted)',
			'UDP (quoted)',
			'Data'
		]);
		expect(valueOf(layers[4], 'Destination port')?.value).toBe('5000');
		expect(layers[2].summary).toBe('Destination unreachable (Port unreachable)');
	});

	it('shows a quotation that ends after eight bytes', () => {
		const quoted = captured.syn.slice(14, 42);
		const error = frame(PROTOCOL_ICMP, encodeIcmp({ type: 11, code: 0, rest: 0, payload: quoted }));
		expect(names(error)).toEqual(['Ethernet', 'IPv4', 'ICMP', 'IPv4 (quoted)', 'TCP (quoted)']);
	});

	it('tells good checksums from wrong ones', () => {
		expect(valueOf(dissect(captured.syn)[1], 'Header checksum')?.note).toBe('good');
		expect(valueOf(dissect(captured.syn)[2], 'Checksum')?.note).toBe('good');
		const wrong = captured.datagram.slice();
		wrong[46] ^= 1;
		expect(valueOf(dissect(wrong)[2], 'Checksum')?.note).toBe('wrong');
	});

	it('points at the bytes of every field', () => {
		const address = valueOf(dissect(captured.echoRequest)[1], 'Destination')!;
		expect(Array.from(captured.echoRequest.slice(address.from, address.to))).toEqual([10, 0, 0, 2]);
		const response = dns(
			server,
			dnsResponse(query, 'NOERROR', [{ type: 'A', name: 'web.example', ttl: 60, address: B }])
		);
		const answer = valueOf(dissect(response)[3], 'Answer')!;
		expect(answer.value).toBe('web.example A 10.0.0.2');
		expect(Array.from(response.slice(answer.to - 4, answer.to))).toEqual([10, 0, 0, 2]);
		expect(answer.to).toBe(response.length);
	});

	it('leaves out padding after the packet, and says so', () => {
		const padded = new Uint8Array(60);
		padded.set(captured.arpRequest);
		expect(dissect(padded).at(-1)).toMatchObject({ name: 'Padding', from: 42, to: 60 });
	});

	it('does not look for a header in the middle of a fragmented packet', () => {
		const piece = frame(PROTOCOL_UDP, new Uint8Array(16), { fragmentOffset: 1480 });
		expect(names(piece)).toEqual(['Ethernet', 'IPv4', 'Data']);
		expect(frameLabel(piece)).toBe('UDP fragment at 1480');
	});

	it('says what is malformed', () => {
		expect(names(captured.syn.slice(0, 40))).toEqual(['Ethernet', 'Malformed IPv4']);
		expect(frameLabel(captured.syn.slice(0, 40))).toBe('Malformed IPv4');
		expect(names(captured.syn.slice(0, 5))).toEqual(['Malformed Ethernet']);
		expect(frameLabel(captured.syn.slice(0, 5))).toBe('Malformed Ethernet');
	});

	it('takes bytes at a known port that are something else for data', () => {
		const noise = frame(PROTOCOL_UDP, encodeUdp({ ...client, payload: Uint8Array.of(1, 2, 3) }, A, B));
		expect(names(noise)).toEqual(['Ethernet', 'IPv4', 'UDP', 'Data']);
	});

	it('covers every byte once, whatever the bytes are, and never throws', () => {
		const seeds = Object.values(captured);
		const damaged = fc
			.tuple(
				fc.constantFrom(...seeds),
				fc.array(fc.tuple(fc.nat(120), fc.integer({ min: 0, max: 255 })), { maxLength: 4 }),
				fc.nat(120)
			)
			.map(([seed, changes, length]) => {
				const b = seed.slice(0, Math.max(0, seed.length - (length > 60 ? 0 : length)));
				for (const [at, value] of changes) if (at < b.length) b[at] = value;
				return b;
			});
		fc.assert(
			fc.property(fc.oneof(damaged, fc.uint8Array({ maxLength: 120 })), (b) => {
				let at = 0;
				for (const layer of dissect(b)) {
					expect(layer.from).toBe(at);
					expect(layer.to).toBeLessThanOrEqual(b.length);
					at = layer.to;
					for (const f of layer.fields) {
						expect(f.from).toBeGreaterThanOrEqual(layer.from);
						// TCP and UDP say what they carry, too.
						expect(f.to).toBeLessThanOrEqual(f.key.endsWith('.payload') ? b.length : layer.to);
					}
				}
				expect(at).toBe(b.length);
				expect(frameLabel(b)).not.toMatch(/undefined|NaN/);
				expect(frameClass(b)).toMatch(/^(arp|icmp|udp|tcp|dns|http|other)$/);
			}),
			{ numRuns: 2000 }
		);
	});
});

describe('the label of a frame', () => {
	it.each([
		['arpRequest', 'ARP who has 10.0.0.2?', 'arp'],
		['arpReply', 'ARP 10.0.0.2 is at …00:02', 'arp'],
		['echoRequest', 'ICMP echo request 1', 'icmp'],
		['echoReply', 'ICMP echo reply 1', 'icmp'],
		['datagram', 'UDP 40000 → 5000', 'udp'],
		['portUnreachable', 'ICMP port unreachable', 'icmp'],
		['syn', 'TCP SYN 40001 → 80', 'tcp'],
		['synAck', 'TCP SYN-ACK 80 → 40001', 'tcp'],
		['ack', 'TCP ACK 40001 → 80', 'tcp'],
		['fin', 'TCP FIN 80 → 40001', 'tcp'],
		['httpRequest', 'HTTP GET /', 'http'],
		['httpResponse', 'HTTP 200 OK', 'http']
	] as const)('%s is "%s"', (name, label, colour) => {
		expect(frameLabel(captured[name])).toBe(label);
		expect(frameClass(captured[name])).toBe(colour);
	});

	it('says what a DNS message asks or answers', () => {
		const answer = dnsResponse(query, 'NOERROR', [{ type: 'A', name: 'web.example', ttl: 60, address: B }]);
		expect(frameLabel(dns(client, query))).toBe('DNS A web.example?');
		expect(frameLabel(dns(server, answer))).toBe('DNS web.example is 10.0.0.2');
		expect(frameLabel(dns(server, dnsResponse(query, 'NXDOMAIN', [])))).toBe('DNS web.example: no such name');
		expect(frameClass(dns(client, query))).toBe('dns');
	});

	it('reads a frame in a longer buffer', () => {
		const buffer = new Uint8Array(2048);
		buffer.set(captured.syn);
		expect(frameLabel(buffer, captured.syn.length)).toBe('TCP SYN 40001 → 80');
		expect(frameClass(buffer, captured.syn.length)).toBe('tcp');
	});
});

describe('options and timestamps', () => {
	const fieldsOf = (bytes: Uint8Array) =>
		dissect(bytes).flatMap((layer) =>
			layer.fields.map(({ name, value, note }) => `${name} ${value}${note ? ` (${note})` : ''}`)
		);
	const withOptions = (...options: number[]) =>
		frame(PROTOCOL_ICMP, encodeIcmp({ type: 8, code: 0, rest: 1, payload: new Uint8Array(0) }), {
			options: Uint8Array.from(options)
		});

	it('names the addresses of a record route, and which are still free', () => {
		expect(fieldsOf(withOptions(7, 11, 8, 10, 0, 0, 1, 0, 0, 0, 0, 0))).toEqual(
			expect.arrayContaining([
				'Record route 11 bytes',
				'Pointer 8',
				'Recorded address 10.0.0.1',
				'Free place 0.0.0.0 (not used yet)',
				'End of options '
			])
		);
	});

	it('reads times and addresses of a timestamp option', () => {
		expect(fieldsOf(withOptions(68, 12, 13, 1, 10, 0, 0, 1, 0, 0, 4, 210))).toEqual(
			expect.arrayContaining(['Kind 1 (times and addresses)', 'Address 10.0.0.1', 'Timestamp 1234 ms'])
		);
	});

	it('stops at an option that is not whole', () => {
		const fields = fieldsOf(withOptions(7, 255, 4, 0));
		expect(fields).toContain('Options 4 bytes');
		expect(fields.some((field) => field.startsWith('Record route'))).toBe(false);
	});

	it('shows the three times of an ICMP timestamp reply', () => {
		const times = Uint8Array.from([0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3]);
		const reply = encodeIcmp({ type: 14, code: 0, rest: 0x00770001, payload: times });
		expect(fieldsOf(frame(PROTOCOL_ICMP, reply))).toEqual(
			expect.arrayContaining(['Originate timestamp 1 ms', 'Receive timestamp 2 ms', 'Transmit timestamp 3 ms'])
		);
	});
});
