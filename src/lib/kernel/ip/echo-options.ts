/** The options of an answer to a packet with options (net/ipv4/ip_options.c, __ip_options_echo and ip_options_build). */
import { setU32, u32 } from '../../wire/bytes.ts';
import { IPOPT_END, TS_PRESPECIFIED } from '../../wire/ipv4-options.ts';
import { isOwnAddress } from './addresses.ts';
import { L3, type Packet } from '../packet.ts';
import type { Netns } from '../netns.ts';
import { timestampNow } from './timestamp.ts';

const NONE = new Uint8Array(0);

/**
 * Record route and timestamp go on in the answer, with its own address and time as the first entry; all others stay behind.
 * null: what came can't be answered (EINVAL).
 * @param own The answer's source address.
 */
export function echoOptions(ns: Netns, packet: Packet, own: number, now: number): Uint8Array | null {
	const { options, bytes } = packet;
	if (options === null) return NONE;
	const built: number[] = [];
	if (options.recordRoute !== 0) {
		const at = L3 + options.recordRoute;
		const option = bytes.slice(at, at + bytes[at + 1]);
		const pointer = option[2];
		if (options.routeNeedsAddress && pointer <= option.length) {
			if (pointer + 3 > option.length) return null;
			option[2] = pointer + 4;
			setU32(option, option[2] - 5, own);
		}
		built.push(...option);
	}
	if (options.timestamp !== 0) {
		const at = L3 + options.timestamp;
		const option = bytes.slice(at, at + bytes[at + 1]);
		if (!stamp(ns, option, options.timeNeedsAddress, options.timeNeedsTime, own, now)) return null;
		built.push(...option);
	}
	while (built.length % 4 !== 0) built.push(IPOPT_END);
	return Uint8Array.from(built);
}

function stamp(
	ns: Netns,
	option: Uint8Array,
	needsAddress: boolean,
	needsTime: boolean,
	own: number,
	now: number
): boolean {
	let pointer = option[2];
	if (pointer > option.length) return true;
	let address = false;
	let time = false;
	if (needsAddress) {
		if (pointer + 3 > option.length) return false;
		address = true;
		pointer += 4;
	}
	if (needsTime) {
		if (pointer + 3 > option.length) return false;
		if ((option[3] & 15) !== TS_PRESPECIFIED) {
			time = true;
			pointer += 4;
		} else if (pointer + 7 <= option.length && isOwnAddress(ns, u32(option, pointer - 1))) {
			time = true;
			pointer += 8;
		}
	}
	option[2] = pointer;
	if (address) setU32(option, pointer - 9, own);
	if (time) setU32(option, pointer - 5, timestampNow(now));
	return true;
}
