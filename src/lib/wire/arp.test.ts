import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseIpv4 } from '../net/ipv4.ts';
import { ARP_REPLY, ARP_REQUEST, checkArp, decodeArp, describeArp, encodeArp } from './arp.ts';
import { arpReply, arpRequest } from './captured-frames.ts';

const ip = fc.integer({ min: 0, max: 0xffffffff });
const mac = fc.integer({ min: 0, max: 2 ** 48 - 1 });
const packet = fc.record({
	operation: fc.integer({ min: 0, max: 0xffff }),
	senderMac: mac,
	sender: ip,
	targetMac: mac,
	target: ip
});

describe('ARP', () => {
	it('takes a captured request and reply apart', () => {
		expect(decodeArp(arpRequest, 14, arpRequest.length)).toEqual({
			operation: ARP_REQUEST,
			senderMac: 0x020000000001,
			sender: parseIpv4('10.0.0.1'),
			targetMac: 0,
			target: parseIpv4('10.0.0.2')
		});
		expect(decodeArp(arpReply, 14, arpReply.length)?.operation).toBe(ARP_REPLY);
	});

	it('puts them together again', () => {
		expect(encodeArp(decodeArp(arpRequest, 14, 42)!)).toEqual(arpRequest.slice(14));
		expect(encodeArp(decodeArp(arpReply, 14, 42)!)).toEqual(arpReply.slice(14));
	});

	it('reads as in Wireshark', () => {
		const text = (b: Uint8Array) => describeArp(decodeArp(b, 14, b.length)!);
		expect(text(arpRequest)).toBe('Who has 10.0.0.2? Tell 10.0.0.1');
		expect(text(arpReply)).toBe('10.0.0.2 is at 02:00:00:00:00:02');
	});

	it('decodes what it encoded', () => {
		fc.assert(
			fc.property(packet, (x) => {
				expect(decodeArp(encodeArp(x), 0, 28)).toEqual(x);
			})
		);
	});

	it('refuses other hardware, other protocols and short packets', () => {
		expect(checkArp(arpRequest, 14, 41)).toBe(false);
		const ipx = arpRequest.slice();
		ipx[16] = 0x81;
		expect(checkArp(ipx, 14, 42)).toBe(false);
	});
});
