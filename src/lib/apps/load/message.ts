/** What a load source and its meter say to each other by UDP: numbers of 32 bits. The rest of a datagram is letters. */
import { setU32, u32 } from '../../wire/bytes.ts';

/** Instead of a number: that was all. The meter answers with what it has counted. */
export const LAST = 0xffffffff;
export const LOAD_HEADER = 8;

/** @param offset us since the first datagram, as planned. */
export function loadDatagram(size: number, number: number, offset: number): Uint8Array {
	const bytes = new Uint8Array(Math.max(size, LOAD_HEADER));
	for (let i = LOAD_HEADER; i < bytes.length; i++) bytes[i] = 0x61 + (i % 26);
	setU32(bytes, 0, number);
	setU32(bytes, 4, offset);
	return bytes;
}

export function readLoad(data: Uint8Array): { number: number; offset: number } | null {
	return data.length < LOAD_HEADER ? null : { number: u32(data, 0), offset: u32(data, 4) };
}

/** Datagrams that came, and those of them that came after a later one. */
export function loadReport(received: number, late: number): Uint8Array {
	const bytes = new Uint8Array(LOAD_HEADER);
	setU32(bytes, 0, received);
	setU32(bytes, 4, late);
	return bytes;
}
