/**
 * TCP options: MSS (RFC 9293), window scale and timestamps (RFC 7323), SACK (RFC 2018), in the order and with the
 * padding that Linux sends them with (net/ipv4/tcp_output.c, tcp_options_write).
 */
import { setU16, setU32, u16, u32 } from './bytes.ts';

const END = 0;
const NOP = 1;
export const MSS = 2;
export const WINDOW_SCALE = 3;
export const SACK_PERMITTED = 4;
export const SACK = 5;
export const TIMESTAMPS = 8;

export const TCP_OPTION_NAMES: Readonly<Record<number, string>> = {
	[END]: 'End of options',
	[NOP]: 'No operation',
	[MSS]: 'Maximum segment size',
	[WINDOW_SCALE]: 'Window scale',
	[SACK_PERMITTED]: 'SACK permitted',
	[SACK]: 'SACK',
	[TIMESTAMPS]: 'Timestamps'
};

/** Room for options in a header of at most 60 bytes. */
const MAX_OPTIONS_LENGTH = 40;

export interface SackRange {
	/** First sequence number that was received. */
	start: number;
	/** One past the last. */
	end: number;
}

export interface TcpOptions {
	/** Bytes, 0: not there. */
	mss: number;
	/** Shift, -1: not there. */
	windowScale: number;
	sackPermitted: boolean;
	/** Whether `timestamp` and `timestampEcho` are there. */
	timestamps: boolean;
	/** TSval and TSecr, unsigned 32 bits. */
	timestamp: number;
	timestampEcho: number;
	/** At most 4, or 3 beside timestamps. */
	sack: SackRange[];
}

export function noTcpOptions(): TcpOptions {
	return {
		mss: 0,
		windowScale: -1,
		sackPermitted: false,
		timestamps: false,
		timestamp: 0,
		timestampEcho: 0,
		sack: []
	};
}

/**
 * The options between `at` and `end`. Stops at the end-of-list option and at the first malformed one, as Linux does
 * (tcp_parse_options), and passes over kinds that it doesn't know.
 */
export function readTcpOptions(b: Uint8Array, at: number, end: number): TcpOptions {
	const options = noTcpOptions();
	eachTcpOption(b, at, end, (kind, place, length) => readOption(b, place, kind, length, options));
	return options;
}

/** Calls `found` for each option with its place and its length in bytes, those without a length (NOP, end of list) included. */
export function eachTcpOption(
	b: Uint8Array,
	at: number,
	end: number,
	found: (kind: number, at: number, length: number) => void
): void {
	let next = at;
	while (next < end) {
		const kind = b[next];
		if (kind === END || kind === NOP) {
			found(kind, next, 1);
			if (kind === END) return;
			next++;
			continue;
		}
		const length = next + 1 < end ? b[next + 1] : 0;
		if (length < 2 || next + length > end) return;
		found(kind, next, length);
		next += length;
	}
}

function readOption(b: Uint8Array, at: number, kind: number, length: number, options: TcpOptions): void {
	if (kind === MSS && length === 4) options.mss = u16(b, at + 2);
	else if (kind === WINDOW_SCALE && length === 3) options.windowScale = b[at + 2];
	else if (kind === SACK_PERMITTED && length === 2) options.sackPermitted = true;
	else if (kind === TIMESTAMPS && length === 10) {
		options.timestamps = true;
		options.timestamp = u32(b, at + 2);
		options.timestampEcho = u32(b, at + 6);
	} else if (kind === SACK && length >= 10 && (length - 2) % 8 === 0) {
		for (let range = at + 2; range < at + length; range += 8)
			options.sack.push({ start: u32(b, range), end: u32(b, range + 4) });
	}
}

/** How many SACK ranges fit beside the other options. */
export function sackRangesThatFit(options: TcpOptions): number {
	const room = MAX_OPTIONS_LENGTH - lengthWithoutSack(options) - 4;
	return Math.min(options.sack.length, Math.max(0, Math.floor(room / 8)));
}

function lengthWithoutSack(options: TcpOptions): number {
	let length = 0;
	if (options.mss > 0) length += 4;
	// SACK-permitted takes the place of the two NOPs before timestamps.
	if (options.timestamps) length += 12;
	else if (options.sackPermitted) length += 4;
	if (options.windowScale >= 0) length += 4;
	return length;
}

/** Bytes that `writeTcpOptions` writes: a multiple of 4. */
export function tcpOptionsLength(options: TcpOptions): number {
	const ranges = sackRangesThatFit(options);
	return lengthWithoutSack(options) + (ranges > 0 ? 4 + 8 * ranges : 0);
}

/** Returns the number of bytes written. Ranges of `sack` that don't fit are left out, from the last. */
export function writeTcpOptions(b: Uint8Array, at: number, options: TcpOptions): number {
	let next = at;
	if (options.mss > 0) {
		setU16(b, next, (MSS << 8) | 4);
		setU16(b, next + 2, options.mss);
		next += 4;
	}
	if (options.timestamps) {
		setU16(b, next, options.sackPermitted ? (SACK_PERMITTED << 8) | 2 : (NOP << 8) | NOP);
		setU16(b, next + 2, (TIMESTAMPS << 8) | 10);
		setU32(b, next + 4, options.timestamp);
		setU32(b, next + 8, options.timestampEcho);
		next += 12;
	} else if (options.sackPermitted) {
		setU16(b, next, (NOP << 8) | NOP);
		setU16(b, next + 2, (SACK_PERMITTED << 8) | 2);
		next += 4;
	}
	if (options.windowScale >= 0) {
		setU16(b, next, (NOP << 8) | WINDOW_SCALE);
		setU16(b, next + 2, (3 << 8) | options.windowScale);
		next += 4;
	}
	const ranges = sackRangesThatFit(options);
	if (ranges > 0) {
		setU16(b, next, (NOP << 8) | NOP);
		setU16(b, next + 2, (SACK << 8) | (2 + 8 * ranges));
		next += 4;
		for (let i = 0; i < ranges; i++, next += 8) {
			setU32(b, next, options.sack[i].start);
			setU32(b, next + 4, options.sack[i].end);
		}
	}
	return next - at;
}

/** "MSS=1460 SACK_PERM TSval=1 TSecr=0 WS=128", as Wireshark writes it; "" for none. */
export function describeTcpOptions(options: TcpOptions): string {
	const parts: string[] = [];
	if (options.mss > 0) parts.push(`MSS=${options.mss}`);
	if (options.sackPermitted) parts.push('SACK_PERM');
	if (options.timestamps) parts.push(`TSval=${options.timestamp} TSecr=${options.timestampEcho}`);
	if (options.windowScale >= 0) parts.push(`WS=${2 ** Math.min(options.windowScale, 14)}`);
	for (const range of options.sack) parts.push(`SLE=${range.start} SRE=${range.end}`);
	return parts.join(' ');
}
