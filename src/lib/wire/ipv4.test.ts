import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseIpv4 } from '../net/ipv4.ts';
import { echoReply, echoRequest } from './captured-frames.ts';
import {
	checkIpv4,
	decodeIpv4,
	decrementTtl,
	describeIpv4,
	encodeIpv4,
	FLAG_DF,
	ipv4Checksum,
	ipv4ChecksumOk,
	ipv4Ttl,
	isIpv4Fragment,
	PROTOCOL_ICMP,
	writeIpv4
} from './ipv4.ts';

const address = fc.integer({ min: 0, max: 0xffffffff });
const byte = fc.integer({ min: 0, max: 255 });
const packet = fc.record({
	tos: byte,
	id: fc.integer({ min: 0, max: 0xffff }),
	reserved: fc.boolean(),
	dontFragment: fc.boolean(),
	moreFragments: fc.boolean(),
	fragmentOffset: fc.integer({ min: 0, max: 0x1fff }).map((units) => units * 8),
	ttl: byte,
	protocol: byte,
	source: address,
	destination: address,
	options: fc.integer({ min: 0, max: 10 }).chain((n) => fc.uint8Array({ minLength: 4 * n, maxLength: 4 * n })),
	payload: fc.uint8Array({ maxLength: 100 })
});

describe('IPv4', () => {
	it('takes a captured packet apart', () => {
		expect(decodeIpv4(echoRequest, 14, echoRequest.length)).toEqual({
			tos: 0,
			id: 0x98ab,
			reserved: false,
			dontFragment: true,
			moreFragments: false,
			fragmentOffset: 0,
			ttl: 64,
			protocol: PROTOCOL_ICMP,
			source: parseIpv4('10.0.0.1'),
			destination: parseIpv4('10.0.0.2'),
			options: new Uint8Array(0),
			payload: echoRequest.slice(34)
		});
		expect(ipv4ChecksumOk(echoRequest, 14)).toBe(true);
	});

	it('puts it together again, checksum included', () => {
		expect(encodeIpv4(decodeIpv4(echoReply, 14, echoReply.length)!)).toEqual(echoReply.slice(14));
		const b = new Uint8Array(20);
		writeIpv4(b, 0, 44, 0x98ab, FLAG_DF, 64, PROTOCOL_ICMP, parseIpv4('10.0.0.1'), parseIpv4('10.0.0.2'), 0);
		expect(b).toEqual(echoRequest.slice(14, 34));
	});

	it('decodes what it encoded: options are kept, fragments are recognised', () => {
		fc.assert(
			fc.property(packet, (x) => {
				const b = encodeIpv4(x);
				expect(decodeIpv4(b, 0, b.length)).toEqual(x);
				expect(ipv4ChecksumOk(b, 0)).toBe(true);
				expect(isIpv4Fragment(b, 0)).toBe(x.moreFragments || x.fragmentOffset > 0);
			})
		);
	});

	it('takes one off the TTL and keeps the checksum right', () => {
		fc.assert(
			fc.property(packet, fc.integer({ min: 1, max: 255 }), (x, ttl) => {
				const b = encodeIpv4({ ...x, ttl });
				expect(decrementTtl(b, 0)).toBe(ttl - 1);
				expect(ipv4Ttl(b, 0)).toBe(ttl - 1);
				expect(ipv4ChecksumOk(b, 0)).toBe(true);
			})
		);
	});

	it("carries over the checksum's end as Linux does", () => {
		const b = encodeIpv4(decodeIpv4(echoRequest, 14, echoRequest.length)!);
		b[10] = 0xff;
		b[11] = 0x00;
		decrementTtl(b, 0);
		expect(ipv4Checksum(b, 0)).toBe(0x0001);
	});

	it('is not an IPv4 packet when version, header length or total length cannot be', () => {
		const changed = (at: number, value: number) => {
			const b = echoRequest.slice();
			b[at] = value;
			return checkIpv4(b, 14, b.length);
		};
		expect(changed(14, 0x65)).toBe(false);
		expect(changed(14, 0x44)).toBe(false);
		expect(changed(16, 0x01)).toBe(false);
		expect(changed(17, 19)).toBe(false);
		expect(changed(17, 40)).toBe(true);
		expect(checkIpv4(echoRequest, 14, 33)).toBe(false);
	});

	it('has one line for a person', () => {
		const whole = decodeIpv4(echoRequest, 14, echoRequest.length)!;
		expect(describeIpv4(whole)).toBe('Internet Protocol Version 4, 10.0.0.1 → 10.0.0.2, ICMP, ttl=64');
		expect(describeIpv4({ ...whole, fragmentOffset: 1480 })).toBe(
			'Fragmented IP protocol (proto=ICMP, off=1480, ID=98ab) 10.0.0.1 → 10.0.0.2'
		);
	});
});
