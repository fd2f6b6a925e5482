import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseIpv4 } from '../net/ipv4.ts';
import { ARP_REPLY, ARP_REQUEST, encodeArp } from './arp.ts';
import { dnsQuery, dnsResponse, encodeDns } from './dns.ts';
import { BROADCAST_MAC, encodeEthernet, ETHERTYPE_ARP, ETHERTYPE_IPV4 } from './ethernet.ts';
import { encodeIcmp } from './icmp.ts';
import { decrementTtl, encodeIpv4, PROTOCOL_ICMP, PROTOCOL_TCP, PROTOCOL_UDP } from './ipv4.ts';
import { pcapng, type CapturedFrame } from './pcapng.ts';
import { noTcpOptions } from './tcp-options.ts';
import { encodeTcp, TCP_ACK, TCP_FIN, TCP_PSH, TCP_SYN } from './tcp.ts';
import { encodeUdp } from './udp.ts';

const A = parseIpv4('10.0.0.1');
const B = parseIpv4('10.0.0.2');
const bytes = (text: string) => new TextEncoder().encode(text);

/** A frame from A to B, its TTL taken down once as a router does. */
function packet(protocol: number, payload: Uint8Array, options = new Uint8Array(0)): Uint8Array {
	const ip = encodeIpv4({
		tos: 0,
		id: 0xfffe,
		reserved: false,
		dontFragment: true,
		moreFragments: false,
		fragmentOffset: 0,
		ttl: 64,
		protocol,
		source: A,
		destination: B,
		options,
		payload
	});
	decrementTtl(ip, 0);
	return encodeEthernet({ destination: 0x020000000002, source: 0x020000000001, type: ETHERTYPE_IPV4, payload: ip });
}

const arp = { operation: ARP_REQUEST, senderMac: 0x020000000001, sender: A, targetMac: 0, target: B };
const tcp = {
	sourcePort: 40000,
	destinationPort: 80,
	seq: 1,
	ack: 0,
	window: 64240,
	urgent: 0,
	options: noTcpOptions()
};
const synOptions = {
	...noTcpOptions(),
	mss: 1460,
	sackPermitted: true,
	timestamps: true,
	timestamp: 1,
	windowScale: 7
};
const query = dnsQuery(7, 'web.example', 'A');
const answer = dnsResponse(query, 'NOERROR', [
	{ type: 'CNAME', name: 'web.example', ttl: 60, target: 'www.example' },
	{ type: 'A', name: 'www.example', ttl: 60, address: B }
]);
const echo = { type: 8, code: 0, rest: 0x00010001, payload: bytes('odd') };
const datagram = { sourcePort: 40000, destinationPort: 5000, payload: bytes('hello') };
const quoted = packet(PROTOCOL_UDP, encodeUdp(datagram, A, B)).slice(14);

const frames = [
	encodeEthernet({ destination: BROADCAST_MAC, source: 1, type: ETHERTYPE_ARP, payload: encodeArp(arp) }),
	encodeEthernet({
		destination: 1,
		source: 2,
		type: ETHERTYPE_ARP,
		payload: encodeArp({ ...arp, operation: ARP_REPLY })
	}),
	packet(PROTOCOL_ICMP, encodeIcmp(echo)),
	packet(PROTOCOL_ICMP, encodeIcmp(echo), Uint8Array.of(7, 7, 4, 0, 0, 0, 0, 0)),
	packet(PROTOCOL_ICMP, encodeIcmp({ type: 3, code: 3, rest: 0, payload: quoted })),
	packet(PROTOCOL_ICMP, encodeIcmp({ type: 11, code: 0, rest: 0, payload: quoted })),
	packet(PROTOCOL_ICMP, encodeIcmp({ type: 5, code: 1, rest: B, payload: quoted })),
	packet(PROTOCOL_UDP, encodeUdp(datagram, A, B)),
	packet(PROTOCOL_UDP, encodeUdp({ sourcePort: 40001, destinationPort: 53, payload: encodeDns(query) }, A, B)),
	packet(PROTOCOL_UDP, encodeUdp({ sourcePort: 53, destinationPort: 40001, payload: encodeDns(answer) }, A, B)),
	packet(PROTOCOL_TCP, encodeTcp({ ...tcp, flags: TCP_SYN, options: synOptions, payload: bytes('') }, A, B)),
	packet(
		PROTOCOL_TCP,
		encodeTcp({ ...tcp, seq: 2, flags: TCP_ACK | TCP_PSH, payload: bytes('GET / HTTP/1.1\r\n\r\n') }, A, B)
	),
	packet(PROTOCOL_TCP, encodeTcp({ ...tcp, seq: 20, flags: TCP_ACK | TCP_FIN, payload: bytes('') }, A, B))
];

const captured: CapturedFrame[] = frames.map((b, i) => ({
	interface: i % 2,
	time: 5_000_000_000_000 + i,
	bytes: b,
	direction: i % 2 === 0 ? 'out' : 'in',
	comment: i === 0 ? 'who has it → asked' : ''
}));
const interfaces = [
	{ name: 'h1 eth0', description: 'to h2' },
	{ name: 'h2 eth0', description: '' }
];

function tsharkVersion(): string | null {
	try {
		return execFileSync('tshark', ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
	} catch {
		return null;
	}
}

/** Runs tshark over a file of these frames, with every checksum checked. */
function tshark(...args: string[]): string {
	const directory = mkdtempSync(join(tmpdir(), 'hopwise-pcapng-'));
	try {
		const file = join(directory, 'all.pcapng');
		writeFileSync(file, pcapng(interfaces, captured));
		const checks = ['ip', 'tcp', 'udp'].flatMap((protocol) => ['-o', `${protocol}.check_checksum:TRUE`]);
		return execFileSync('tshark', ['-r', file, ...checks, ...args], {
			encoding: 'utf8',
			stdio: ['ignore', 'pipe', 'pipe']
		});
	} finally {
		rmSync(directory, { recursive: true, force: true });
	}
}

describe('pcapng', () => {
	it('is made of blocks whose two lengths agree', () => {
		const file = pcapng(interfaces, captured);
		const view = new DataView(file.buffer);
		const types = [];
		for (let at = 0; at < file.length; at += view.getUint32(at + 4, true)) {
			const length = view.getUint32(at + 4, true);
			expect(length % 4).toBe(0);
			expect(view.getUint32(at + length - 4, true)).toBe(length);
			types.push(view.getUint32(at, true));
		}
		expect(types).toEqual([0x0a0d0d0a, 1, 1, ...frames.map(() => 6)]);
	});

	describe.skipIf(tsharkVersion() === null)('in tshark (skipped where tshark is not installed)', () => {
		it('has every frame, on its interface, at its nanosecond, with direction and comment', () => {
			const rows = tshark(
				...[
					'-T',
					'fields',
					'-e',
					'frame.time_epoch',
					'-e',
					'frame.interface_name',
					'-e',
					'frame.interface_description'
				],
				...['-e', 'frame.packet_flags_direction', '-e', 'frame.comment']
			)
				.trimEnd()
				.split('\n')
				.map((row) => row.split('\t'));
			expect(rows).toHaveLength(frames.length);
			expect(rows[0].slice(1)).toEqual(['h1 eth0', 'to h2', '0x00000002', 'who has it → asked']);
			expect(rows[1].slice(1)).toEqual(['h2 eth0', '', '0x00000001', '']);
			expect(rows[1][0]).toMatch(/5000\.000000001$|01:23:20\.000000001/);
		});

		it('has no malformed packet and no bad checksum', () => {
			const complaints =
				'_ws.malformed || ip.checksum.status == 0 || udp.checksum.status == 0 || tcp.checksum.status == 0 || icmp.checksum.status == 0';
			expect(tshark('-Y', complaints)).toBe('');
			// The checks were made: there are good ones.
			const good = tshark('-Y', 'ip.checksum.status == 1', '-T', 'fields', '-e', 'frame.number');
			expect(good.trim().split('\n')).toHaveLength(frames.length - 2);
		});

		it('reads as what it is', () => {
			const protocols = tshark('-T', 'fields', '-e', '_ws.col.Protocol').trim().split('\n');
			expect(protocols).toEqual([
				'ARP',
				'ARP',
				'ICMP',
				'ICMP',
				'ICMP',
				'ICMP',
				'ICMP',
				'UDP',
				'DNS',
				'DNS',
				'TCP',
				'HTTP',
				'TCP'
			]);
		});
	});
});
