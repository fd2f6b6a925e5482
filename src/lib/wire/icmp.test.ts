import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseIpv4 } from '../net/ipv4.ts';
import { echoReply, echoRequest, portUnreachable } from './captured-frames.ts';
import { checksum } from './checksum.ts';
import { decodeIcmp, describeIcmp, encodeIcmp, icmpId, icmpSequence, isIcmpError } from './icmp.ts';

const byte = fc.integer({ min: 0, max: 255 });
const message = fc.record({
	type: byte,
	code: byte,
	rest: fc.integer({ min: 0, max: 0xffffffff }),
	payload: fc.uint8Array({ maxLength: 101 })
});

const decoded = (frame: Uint8Array) => decodeIcmp(frame, 34, frame.length)!;
const none = new Uint8Array(0);

describe('ICMP', () => {
	it('takes captured messages apart', () => {
		expect(icmpId(echoRequest, 34)).toBe(0x13c8);
		expect(icmpSequence(echoRequest, 34)).toBe(1);
		expect(decoded(portUnreachable)).toEqual({ type: 3, code: 3, rest: 0, payload: portUnreachable.slice(42) });
	});

	it('puts them together again', () => {
		for (const frame of [echoRequest, echoReply, portUnreachable])
			expect(encodeIcmp(decoded(frame))).toEqual(frame.slice(34));
	});

	it('decodes what it encoded, with a good checksum', () => {
		fc.assert(
			fc.property(message, (x) => {
				const b = encodeIcmp(x);
				expect(decodeIcmp(b, 0, b.length)).toEqual(x);
				expect(checksum(b, 0, b.length)).toBe(0);
			})
		);
	});

	it('reads as in Wireshark', () => {
		expect(describeIcmp(decoded(echoRequest))).toBe('Echo (ping) request id=0x13c8, seq=1/256');
		expect(describeIcmp(decoded(portUnreachable))).toBe('Destination unreachable (Port unreachable)');
		expect(describeIcmp({ type: 11, code: 0, rest: 0, payload: none })).toBe(
			'Time-to-live exceeded (Time to live exceeded in transit)'
		);
		expect(describeIcmp({ type: 5, code: 1, rest: parseIpv4('10.0.0.9'), payload: none })).toBe(
			'Redirect (Redirect for host), gateway 10.0.0.9'
		);
		expect(describeIcmp({ type: 3, code: 4, rest: 1400, payload: none })).toBe(
			'Destination unreachable (Fragmentation needed), MTU 1400'
		);
		expect(describeIcmp({ type: 42, code: 7, rest: 0, payload: none })).toBe('Type 42');
	});

	it('knows errors, which are never answered by an error', () => {
		expect([3, 4, 5, 11, 12].every(isIcmpError)).toBe(true);
		expect([0, 8, 13, 14].some(isIcmpError)).toBe(false);
	});
});
