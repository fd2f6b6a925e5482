/** IPv4 options (RFC 791 3.1; include/uapi/linux/ip.h). An option's offsets count from the IPv4 header, its pointer from the option's own first byte, from 1. */
import { ipv4HeaderLength, MIN_HEADER_LENGTH } from './ipv4.ts';

export const IPOPT_END = 0;
export const IPOPT_NOOP = 1;
export const IPOPT_RECORD_ROUTE = 7;
export const IPOPT_TIMESTAMP = 68;
export const IPOPT_LOOSE_ROUTE = 131;
export const IPOPT_CIPSO = 134;
export const IPOPT_STRICT_ROUTE = 137;
export const IPOPT_ROUTER_ALERT = 148;

/** Flags of a timestamp option, the low four bits of its fourth byte. */
export const TS_ONLY = 0;
export const TS_AND_ADDRESS = 1;
export const TS_PRESPECIFIED = 3;

/** In every fragment, not in the first only. */
const COPIED = 0x80;

/** After fragment 0 has been cut: what must not be in the others becomes no-operation (net/ipv4/ip_options.c, ip_options_fragment). */
export function clearUncopied(b: Uint8Array, ip: number): void {
	const end = ip + ipv4HeaderLength(b, ip);
	let at = ip + MIN_HEADER_LENGTH;
	while (at < end) {
		if (b[at] === IPOPT_END) return;
		if (b[at] === IPOPT_NOOP) {
			at++;
			continue;
		}
		const length = b[at + 1];
		if (length < 2 || length > end - at) return;
		if ((b[at] & COPIED) === 0) b.fill(IPOPT_NOOP, at, at + length);
		at += length;
	}
}

const NAMES: Record<number, string> = {
	[IPOPT_END]: 'End of options',
	[IPOPT_NOOP]: 'No operation',
	[IPOPT_RECORD_ROUTE]: 'Record route',
	[IPOPT_TIMESTAMP]: 'Timestamp',
	130: 'Security',
	[IPOPT_LOOSE_ROUTE]: 'Loose source route',
	[IPOPT_CIPSO]: 'Commercial security',
	136: 'Stream ID',
	[IPOPT_STRICT_ROUTE]: 'Strict source route',
	[IPOPT_ROUTER_ALERT]: 'Router alert'
};

export interface Ipv4Option {
	type: number;
	name: string;
	/** Offsets in the bytes, `to` one past the last. */
	from: number;
	to: number;
}

/** The options of the header at `ip`, up to the first that is not whole. */
export function ipv4Options(b: Uint8Array, ip: number): Ipv4Option[] {
	const end = Math.min(b.length, ip + ipv4HeaderLength(b, ip));
	const options: Ipv4Option[] = [];
	for (let at = ip + MIN_HEADER_LENGTH; at < end;) {
		const type = b[at];
		const single = type === IPOPT_END || type === IPOPT_NOOP;
		const length = single ? 1 : (b[at + 1] ?? 0);
		if ((!single && length < 2) || at + length > end) return options;
		options.push({ type, name: NAMES[type] ?? `Option ${type}`, from: at, to: at + length });
		if (type === IPOPT_END) return options;
		at += length;
	}
	return options;
}
