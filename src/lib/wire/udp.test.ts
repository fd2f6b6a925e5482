import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseIpv4 } from '../net/ipv4.ts';
import { datagram } from './captured-frames.ts';
import { checkUdp, decodeUdp, describeUdp, encodeUdp, udpChecksum, udpChecksumOk } from './udp.ts';

const A = parseIpv4('10.0.0.1');
const B = parseIpv4('10.0.0.2');
const port = fc.integer({ min: 0, max: 0xffff });
const address = fc.integer({ min: 0, max: 0xffffffff });
const sample = fc.record({ sourcePort: port, destinationPort: port, payload: fc.uint8Array({ maxLength: 101 }) });

describe('UDP', () => {
	it('takes a captured datagram apart and puts it together again', () => {
		const x = decodeUdp(datagram, 34, datagram.length)!;
		expect(x).toEqual({ sourcePort: 40000, destinationPort: 5000, payload: datagram.slice(42) });
		expect(udpChecksumOk(datagram, 34, A, B)).toBe(true);
		expect(encodeUdp(x, A, B)).toEqual(datagram.slice(34));
		expect(describeUdp(x)).toBe('40000 → 5000 Len=5');
	});

	it('decodes what it encoded, with a good checksum that is never 0', () => {
		fc.assert(
			fc.property(sample, address, address, (x, source, destination) => {
				const b = encodeUdp(x, source, destination);
				expect(decodeUdp(b, 0, b.length)).toEqual(x);
				expect(udpChecksum(b, 0)).not.toBe(0);
				expect(udpChecksumOk(b, 0, source, destination)).toBe(true);
			})
		);
	});

	it('sends a checksum that comes out as 0 as 0xffff', () => {
		// Pseudo header 17 and length 10, the length again in the header: with this port the words add up to 0xffff.
		const b = encodeUdp({ sourcePort: 0xffff - 17 - 20, destinationPort: 0, payload: new Uint8Array(2) }, 0, 0);
		expect(udpChecksum(b, 0)).toBe(0xffff);
		expect(udpChecksumOk(b, 0, 0, 0)).toBe(true);
	});

	it('sees a changed byte, and takes 0 for "no checksum"', () => {
		const b = datagram.slice();
		b[42] ^= 1;
		expect(udpChecksumOk(b, 34, A, B)).toBe(false);
		b[40] = b[41] = 0;
		expect(udpChecksumOk(b, 34, A, B)).toBe(true);
	});

	it('refuses a length beyond the bytes or below a header', () => {
		expect(checkUdp(datagram, 34, datagram.length - 1)).toBe(false);
		const short = datagram.slice();
		short[39] = 7;
		expect(checkUdp(short, 34, short.length)).toBe(false);
	});
});
