/**
 * SYN cookies (net/ipv4/syncookies.c): a listener whose handshakes are too many answers and forgets. What it must know again is in the numbers
 * that the peer's third segment brings back: the first sequence number, and the timestamp.
 */
import type { Netns } from '../../netns.ts';
import type { TcpOptions } from '../../../wire/tcp-options.ts';
import type { Socket } from '../socket.ts';
import { MS, SECOND } from './defaults.ts';
import { cookieHash, initialSequence } from './initial.ts';

/** The peer's MSS is remembered as one of these (msstab). */
const SIZES = [536, 1300, 1440, 1460];
/** ns: the counter in the cookie is one of minutes. */
const MINUTE = 60 * SECOND;
/** MAX_SYNCOOKIE_AGE: minutes that a cookie is good for. */
const MAX_AGE = 2;
/** TCP_SYNCOOKIE_VALID: so long after the last cookie that was sent one is looked for. */
export const COOKIE_VALID = MAX_AGE * MINUTE;
const LOW_BITS = 0xff_ffff;

/** What the timestamp's low bits hold: the window scale (15: none), and whether SACK is permitted (ts_opt). */
const TIMESTAMP_BITS = 6;
const NO_SCALE = 15;
const SACK_BIT = 16;

/** secure_tcp_syn_cookie. @param sequence The SYN's. @param drawn See `initialSequence`. */
export function makeCookie(
	ns: Netns,
	child: Socket,
	sequence: number,
	mss: number,
	now: number,
	drawn: number
): number {
	let index = SIZES.length - 1;
	while (index > 0 && mss < SIZES[index]) index--;
	const minute = Math.floor(now / MINUTE);
	const first = initialSequence(ns, child, 0, drawn);
	return (first + sequence + (minute << 24) + ((cookieHash(first, minute) + index) & LOW_BITS)) >>> 0;
}

/** The MSS that a cookie tells of; 0: it is none of ours, or too old (check_tcp_syn_cookie). */
export function cookieMss(
	ns: Netns,
	child: Socket,
	cookie: number,
	sequence: number,
	now: number,
	drawn: number
): number {
	const minute = Math.floor(now / MINUTE);
	const first = initialSequence(ns, child, 0, drawn);
	const rest = (cookie - first - sequence) >>> 0;
	const age = (minute - (rest >>> 24)) & 0xff;
	if (age >= MAX_AGE) return 0;
	const index = ((rest & LOW_BITS) - cookieHash(first, minute - age)) & LOW_BITS;
	return index < SIZES.length ? SIZES[index] : 0;
}

/** The clock of a SYN-ACK's timestamp, ms: options in its low bits, and not ahead of the time (cookie_init_timestamp). */
export function cookieClock(options: TcpOptions, now: number): number {
	const clock = Math.floor(now / MS);
	const bits = (options.windowScale < 0 ? NO_SCALE : options.windowScale) | (options.sackPermitted ? SACK_BIT : 0);
	const coded = clock - (clock % 2 ** TIMESTAMP_BITS) + bits;
	return coded > clock ? coded - 2 ** TIMESTAMP_BITS : coded;
}

/** The options of the SYN, as the third segment brings them back (cookie_timestamp_decode). @param offset Of our timestamps. */
export function cookieOptions(options: TcpOptions, mss: number, offset: number): TcpOptions {
	const { timestamps, timestampEcho } = options;
	const bits = timestampEcho === 0 ? 0 : (timestampEcho - offset) & (2 ** TIMESTAMP_BITS - 1);
	const scale = bits & NO_SCALE;
	return {
		...options,
		mss,
		sack: [],
		windowScale: timestamps && scale !== NO_SCALE ? scale : -1,
		sackPermitted: timestamps && (bits & SACK_BIT) !== 0
	};
}
