import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseIpv4 } from '../net/ipv4.ts';
import { ack, fin, httpRequest, syn, synAck } from './captured-frames.ts';
import { sackRangesThatFit } from './tcp-options.ts';
import { checkTcp, decodeTcp, describeTcp, encodeTcp, TCP_ACK, TCP_SYN, tcpChecksumOk, tcpFlagNames } from './tcp.ts';

const A = parseIpv4('10.0.0.1');
const B = parseIpv4('10.0.0.2');
const u16 = fc.integer({ min: 0, max: 0xffff });
const u32 = fc.integer({ min: 0, max: 0xffffffff });
const options = fc
	.record({
		mss: u16,
		windowScale: fc.integer({ min: -1, max: 14 }),
		sackPermitted: fc.boolean(),
		timestamps: fc.boolean(),
		timestamp: u32,
		timestampEcho: u32,
		sack: fc.array(fc.record({ start: u32, end: u32 }), { maxLength: 4 })
	})
	.map((o) => ({ ...o, ...(o.timestamps ? {} : { timestamp: 0, timestampEcho: 0 }) }))
	.map((o) => ({ ...o, sack: o.sack.slice(0, sackRangesThatFit(o)) }));
const segment = fc.record({
	sourcePort: u16,
	destinationPort: u16,
	seq: u32,
	ack: u32,
	flags: fc.integer({ min: 0, max: 255 }),
	window: u16,
	urgent: u16,
	options,
	payload: fc.uint8Array({ maxLength: 101 })
});

const decoded = (frame: Uint8Array) => decodeTcp(frame, 34, frame.length)!;

describe('TCP', () => {
	it('takes a captured SYN apart', () => {
		expect(decoded(syn)).toEqual({
			sourcePort: 40001,
			destinationPort: 80,
			seq: 0x890d7178,
			ack: 0,
			flags: TCP_SYN,
			window: 64240,
			urgent: 0,
			options: {
				mss: 1460,
				windowScale: 10,
				sackPermitted: true,
				timestamps: true,
				timestamp: 3917728757,
				timestampEcho: 0,
				sack: []
			},
			payload: new Uint8Array(0)
		});
	});

	it("puts captured segments together again, byte for byte: Linux's order of options and its padding", () => {
		expect(encodeTcp(decoded(syn), A, B)).toEqual(syn.slice(34));
		expect(encodeTcp(decoded(synAck), B, A)).toEqual(synAck.slice(34));
		expect(encodeTcp(decoded(ack), A, B)).toEqual(ack.slice(34));
		expect(encodeTcp(decoded(httpRequest), A, B)).toEqual(httpRequest.slice(34));
		expect(encodeTcp(decoded(fin), B, A)).toEqual(fin.slice(34));
	});

	it('decodes what it encoded, with a good checksum', () => {
		fc.assert(
			fc.property(segment, u32, u32, (x, source, destination) => {
				const b = encodeTcp(x, source, destination);
				expect(decodeTcp(b, 0, b.length)).toEqual(x);
				expect(tcpChecksumOk(b, 0, b.length, source, destination)).toBe(true);
			})
		);
	});

	it('pads SACK ranges beside timestamps to four bytes', () => {
		const x = decoded(ack);
		const b = encodeTcp({ ...x, options: { ...x.options, sack: [{ start: 1, end: 2 }] } }, A, B);
		expect(Array.from(b.slice(32))).toEqual([1, 1, 5, 10, 0, 0, 0, 1, 0, 0, 0, 2]);
	});

	it('stops at a malformed option', () => {
		const b = syn.slice();
		b[55] = 0; // the length of the MSS option
		expect(decoded(b).options.mss).toBe(0);
		b[55] = 200;
		expect(decoded(b).options.sackPermitted).toBe(false);
	});

	it('refuses a header longer than the segment', () => {
		const b = syn.slice();
		b[46] = 0xf0;
		expect(checkTcp(b, 34, b.length)).toBe(false);
		expect(checkTcp(syn, 34, 53)).toBe(false);
	});

	it('reads as in Wireshark', () => {
		expect(describeTcp(decoded(syn))).toBe(
			'40001 → 80 [SYN] Seq=2299359608 Win=64240 Len=0 MSS=1460 SACK_PERM TSval=3917728757 TSecr=0 WS=1024'
		);
		expect(tcpFlagNames(TCP_SYN | TCP_ACK)).toBe('SYN, ACK');
		expect(tcpFlagNames(0)).toBe('no flags');
	});
});
