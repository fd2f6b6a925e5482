/** Which address of several a connection gets: the same client the same one (net/netfilter/nf_nat_core.c, find_best_ips_proto). */
import type { Tuple } from '../../../trace/steps/types.ts';
import type { NatRange, Side } from './range.ts';

/** include/linux/jhash.h, JHASH_INITVAL */
const INITIAL = 0xdeadbeef;

function rotate(x: number, by: number): number {
	return (x << by) | (x >>> (32 - by));
}

/** jhash2 (Bob Jenkins' lookup3) of a union nf_inet_addr that holds an IPv4 address: four words, of which three are 0. */
function jhashAddress(word: number, seed: number): number {
	const start = (INITIAL + (4 << 2) + seed) | 0;
	let a = (start + word) | 0;
	let b = start;
	let c = start;
	// __jhash_mix
	a = (a - c) ^ rotate(c, 4);
	c = (c + b) | 0;
	b = (b - a) ^ rotate(a, 6);
	a = (a + c) | 0;
	c = (c - b) ^ rotate(b, 8);
	b = (b + a) | 0;
	a = (a - c) ^ rotate(c, 16);
	c = (c + b) | 0;
	b = (b - a) ^ rotate(a, 19);
	a = (a + c) | 0;
	c = (c - b) ^ rotate(b, 4);
	b = (b + a) | 0;
	// __jhash_final
	c = ((c ^ b) - rotate(b, 14)) | 0;
	a = ((a ^ c) - rotate(c, 11)) | 0;
	b = ((b ^ a) - rotate(a, 25)) | 0;
	c = ((c ^ b) - rotate(b, 16)) | 0;
	a = ((a ^ c) - rotate(c, 4)) | 0;
	b = ((b ^ a) - rotate(a, 14)) | 0;
	c = ((c ^ b) - rotate(b, 24)) | 0;
	return c >>> 0;
}

/** An address's bytes as a machine with the low byte first reads them. */
function swapped(address: number): number {
	return ((address & 0xff) << 24) | ((address & 0xff00) << 8) | ((address >>> 8) & 0xff00) | (address >>> 24);
}

/** The tuple with its address in the range; nothing changes where the range has none. */
export function pickAddress(tuple: Tuple, range: NatRange, side: Side, zone: number): Tuple {
	if (range.from === 0 && range.to === 0) return tuple;
	let address = range.from;
	if (range.from !== range.to) {
		const hash = jhashAddress(swapped(tuple.source), range.persistent ? 0 : swapped(tuple.destination) ^ zone);
		const count = range.to - range.from + 1;
		// reciprocal_scale
		address = range.from + Math.floor((hash * count) / 0x1_0000_0000);
	}
	return side === 'source' ? { ...tuple, source: address } : { ...tuple, destination: address };
}
