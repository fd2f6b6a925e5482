/**
 * Where a connection's numbers begin (net/core/secure_seq.c): a hash of its addresses and ports with a secret of the netns, and a
 * clock, so that a connection on the same ports begins beyond the one before it.
 */
import type { Netns } from '../../netns.ts';
import type { Socket } from '../socket.ts';

/** ns; the clock of sequence numbers (seq_scale). */
const SEQUENCE_CLOCK = 64;

function mix(hash: number, value: number): number {
	let h = Math.imul(hash ^ value, 0x85ebca6b);
	h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
	return (h ^ (h >>> 16)) >>> 0;
}

/** The second hash of a SYN cookie, made from the first (cookie_hash with its other secret). */
export function cookieHash(first: number, minute: number): number {
	return mix(first, minute);
}

/** secure_tcp_seq. @param drawn Becomes the netns' secret if it has none yet. */
export function initialSequence(ns: Netns, socket: Socket, now: number, drawn: number): number {
	ns.sockets.sequenceSecret ??= drawn;
	let hash = mix(ns.sockets.sequenceSecret, socket.localAddress);
	hash = mix(hash, socket.peerAddress);
	hash = mix(hash, socket.localPort * 65_536 + socket.peerPort);
	return (hash + Math.floor(now / SEQUENCE_CLOCK)) >>> 0;
}

/** secure_tcp_ts_off: the same for all connections between two hosts. */
export function timestampOffset(ns: Netns, socket: Socket, drawn: number): number {
	ns.sockets.timestampSecret ??= drawn;
	return mix(mix(ns.sockets.timestampSecret, socket.localAddress), socket.peerAddress);
}
