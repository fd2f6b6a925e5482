import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseIpv4 } from '../net/ipv4.ts';
import { fromHex } from './bytes.ts';
import { decodeDns, describeDns, dnsQuery, dnsResponse, encodeDns, reverseName, type DnsMessage } from './dns.ts';

/** Sent by glibc's getaddrinfo and by dnsmasq. */
const query = fromHex('1234 0100 0001 0000 0000 0000 03 776562 07 6578616d706c65 00 0001 0001');
const response = fromHex(
	'1234 8580 0001 0001 0000 0000 03 776562 07 6578616d706c65 00 0001 0001 c00c 0001 0001 0000003c 0004 0a000003'
);

const label = fc.stringMatching(/^[a-z]([a-z0-9-]{0,18}[a-z0-9])?$/);
const name = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.'));
const ttl = fc.integer({ min: 0, max: 0x7fffffff });
const word = fc.integer({ min: 0, max: 0xffff });
const record = fc.oneof(
	fc.record({ type: fc.constant('A' as const), name, ttl, address: fc.integer({ min: 0, max: 0xffffffff }) }),
	fc.record({ type: fc.constantFrom('CNAME' as const, 'PTR' as const, 'NS' as const), name, ttl, target: name }),
	fc.record({ type: fc.constant('SRV' as const), name, ttl, priority: word, weight: word, port: word, target: name }),
	fc.record({ type: fc.constant('MX' as const), name, ttl, preference: word, target: name }),
	fc.record({ type: fc.constant('TXT' as const), name, ttl, text: fc.stringMatching(/^[ -~]{1,40}$/) }),
	fc.record({
		type: fc.constant('SOA' as const),
		name,
		ttl,
		target: name,
		mailbox: name,
		serial: ttl,
		refresh: ttl,
		retry: ttl,
		expire: ttl,
		minimum: ttl
	})
);
const message: fc.Arbitrary<DnsMessage> = fc
	.record({
		id: fc.integer({ min: 0, max: 0xffff }),
		response: fc.boolean(),
		authoritative: fc.boolean(),
		truncated: fc.boolean(),
		recursionDesired: fc.boolean(),
		recursionAvailable: fc.boolean(),
		code: fc.constantFrom('NOERROR', 'SERVFAIL', 'NXDOMAIN', 'REFUSED'),
		questions: fc.array(fc.record({ name, type: fc.constantFrom('A', 'AAAA', 'CNAME', 'PTR') }), { maxLength: 2 }),
		answers: fc.array(record, { maxLength: 4 }),
		authorities: fc.array(record, { maxLength: 2 }),
		additionals: fc.array(record, { maxLength: 2 })
	})
	.map((m) => m as DnsMessage)
	// Some answers are about the name that was asked, which is written as a pointer.
	.map((m) => ({
		...m,
		answers: m.answers.map((r, i) => (i % 2 === 0 && m.questions[0] ? { ...r, name: m.questions[0].name } : r))
	}));

describe('DNS', () => {
	it('asks as glibc does', () => {
		expect(encodeDns(dnsQuery(0x1234, 'web.example', 'A'))).toEqual(query);
		expect(decodeDns(query, 0, query.length)).toEqual(dnsQuery(0x1234, 'web.example', 'A'));
	});

	it('answers as dnsmasq does, the name written once', () => {
		const asked = decodeDns(query, 0, query.length)!;
		const address = parseIpv4('10.0.0.3');
		const answer = dnsResponse(asked, 'NOERROR', [{ type: 'A', name: 'web.example', ttl: 60, address }]);
		expect(encodeDns(answer)).toEqual(response);
		expect(decodeDns(response, 0, response.length)).toEqual(answer);
	});

	it('writes chains and services as dnsmasq does: names in data are written out, and pointed to', () => {
		const chain = fromHex(
			'1234 8580 0001 0003 0000 0000 01 61 07 6578616d706c65 00 0001 0001 c00c 0005 0001 0000003c 000d 03 777777 07 6578616d706c65 00' +
				'c027 0005 0001 0000003c 000d 03 776562 07 6578616d706c65 00 c040 0001 0001 0000003c 0004 0a000050'
		);
		const service = fromHex(
			'1234 8580 0001 0001 0000 0001 05 5f68747470 04 5f746370 07 6578616d706c65 00 0021 0001' +
				'c00c 0021 0001 0000003c 0013 000a 0005 0050 03 776562 07 6578616d706c65 00 c036 0001 0001 0000003c 0004 0a000050'
		);
		for (const bytes of [chain, service]) expect(encodeDns(decodeDns(bytes, 0, bytes.length)!)).toEqual(bytes);
	});

	it('decodes what it encoded', () => {
		fc.assert(
			fc.property(message, (x) => {
				const b = encodeDns(x);
				expect(decodeDns(b, 0, b.length)).toEqual(x);
			})
		);
	});

	it('answers null for bytes that are no message', () => {
		expect(decodeDns(query, 0, 11)).toBeNull();
		expect(decodeDns(query, 0, 20)).toBeNull();
		fc.assert(fc.property(fc.uint8Array({ maxLength: 80 }), (b) => (decodeDns(b, 0, b.length)?.id ?? 0) <= 0xffff));
	});

	it('reads as in Wireshark', () => {
		expect(describeDns(decodeDns(query, 0, query.length)!)).toBe('Standard query 0x1234 A web.example');
		expect(describeDns(decodeDns(response, 0, response.length)!)).toBe(
			'Standard query response 0x1234 A web.example A 10.0.0.3'
		);
		expect(describeDns(dnsResponse(dnsQuery(1, 'no.example', 'A'), 'NXDOMAIN', []))).toBe(
			'Standard query response 0x0001 No such name A no.example'
		);
	});

	it('turns an address round for a PTR question', () => {
		expect(reverseName(parseIpv4('10.0.0.3'))).toBe('3.0.0.10.in-addr.arpa');
	});
});
