import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { setU16, setU32, u16, u32 } from './bytes.ts';
import { echoRequest } from './captured-frames.ts';
import { adjustChecksum, adjustChecksum32, checksum } from './checksum.ts';

const word = fc.integer({ min: 0, max: 0xffff });
const address = fc.integer({ min: 0, max: 0xffffffff });
/** A header with an even number of bytes that is not all zero, as no header is. */
const header = fc.uint8Array({ minLength: 20, maxLength: 20 }).map((b) => {
	b[0] = 0x45;
	return b;
});

describe('Internet checksum', () => {
	it("is RFC 1071's example", () => {
		const sum = checksum(Uint8Array.of(0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7), 0, 8);
		expect(sum).toBe(0xffff - 0xddf2);
	});

	it('over a header with its right checksum is 0', () => {
		expect(checksum(echoRequest, 14, 34)).toBe(0);
		expect(checksum(echoRequest, 34, echoRequest.length)).toBe(0);
	});

	it('takes a last odd byte as the high one', () => {
		expect(checksum(Uint8Array.of(0x12), 0, 1)).toBe(~0x1200 & 0xffff);
	});

	it('adds 65,535 bytes of 255 without losing a carry', () => {
		expect(checksum(new Uint8Array(65535).fill(255), 0, 65535)).toBe(0xff);
	});

	it('follows a change of a word or of an address without being computed anew', () => {
		fc.assert(
			fc.property(header, word, address, (b, port, to) => {
				setU16(b, 10, 0);
				const first = checksum(b, 0, 20);
				const second = adjustChecksum(first, u16(b, 4), port);
				setU16(b, 4, port);
				expect(second).toBe(checksum(b, 0, 20));
				const third = adjustChecksum32(second, u32(b, 12), to);
				setU32(b, 12, to);
				expect(third).toBe(checksum(b, 0, 20));
			})
		);
	});
});
