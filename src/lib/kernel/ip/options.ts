/**
 * IPv4 options of packets that come in (net/ipv4/ip_options.c, __ip_options_compile): they are checked, and where one asks for
 * it, this netns writes its address or its time into it.
 */
import { setU32, u32 } from '../../wire/bytes.ts';
import {
	ipv4Destination,
	ipv4HeaderLength,
	ipv4Source,
	MIN_HEADER_LENGTH,
	updateIpv4Checksum
} from '../../wire/ipv4.ts';
import {
	IPOPT_CIPSO,
	IPOPT_END,
	IPOPT_LOOSE_ROUTE,
	IPOPT_NOOP,
	IPOPT_RECORD_ROUTE,
	IPOPT_ROUTER_ALERT,
	IPOPT_STRICT_ROUTE,
	IPOPT_TIMESTAMP,
	TS_AND_ADDRESS,
	TS_ONLY,
	TS_PRESPECIFIED
} from '../../wire/ipv4-options.ts';
import { ICMP_PARAMETER_PROBLEM } from '../../wire/icmp.ts';
import type { Kernel } from '../context.ts';
import type { Device } from '../devices/device.ts';
import { drop } from '../drop.ts';
import { lookup } from '../fib.ts';
import { sendError } from '../icmp/send.ts';
import type { Netns } from '../netns.ts';
import { TABLE_LOCAL } from '../route-entry.ts';
import { L3, type Packet } from '../packet.ts';
import { selectSource } from './addresses.ts';
import { routeOutput } from './route.ts';
import { timestampNow } from './timestamp.ts';

/** What a packet's options are (struct ip_options). Offsets from the IPv4 header, 0: not there. */
export interface IpOptions {
	recordRoute: number;
	timestamp: number;
	sourceRoute: number;
	/** An address was asked for: a router that passes the packet on writes the one that it leaves by. */
	routeNeedsAddress: boolean;
	timeNeedsAddress: boolean;
	timeNeedsTime: boolean;
	/** What was written isn't in the header's checksum: only a router that passes the packet on sums anew. */
	changed: boolean;
}

/** Owns the packet if it answers false: then its way has ended here. Its route is set. */
export function takeOptions(k: Kernel, ns: Netns, device: Device, packet: Packet): boolean {
	const options: IpOptions = {
		recordRoute: 0,
		timestamp: 0,
		sourceRoute: 0,
		routeNeedsAddress: false,
		timeNeedsAddress: false,
		timeNeedsTime: false,
		changed: false
	};
	packet.options = options;
	const bad = compile(k, ns, device, packet, options);
	if (bad >= 0) {
		sendError(k, ns, packet, ICMP_PARAMETER_PROBLEM, 0, bad * 2 ** 24, 'ip-options');
		drop(k, ns, 'routing', packet, 'ip-options', device.name, String(bad));
		return false;
	}
	// net.ipv4.conf.all.accept_source_route is 0.
	if (options.sourceRoute !== 0) {
		drop(k, ns, 'routing', packet, 'ip-source-route', device.name);
		return false;
	}
	if (k.rec.on) {
		k.rec.step(ns, 'routing', options.routeNeedsAddress || options.timeNeedsTime ? 'rewrite' : 'pass', packet, {
			kind: 'ip-options',
			recorded: options.routeNeedsAddress || options.timeNeedsAddress,
			stamped: options.timeNeedsTime,
			dev: device.name
		});
	}
	return true;
}

/** Answers the offset of the byte that is wrong, or -1. */
function compile(k: Kernel, ns: Netns, device: Device, packet: Packet, options: IpOptions): number {
	const { bytes } = packet;
	const end = ipv4HeaderLength(bytes, L3);
	let own = -1;
	const ownAddress = () => (own >= 0 ? own : (own = specificDestination(ns, device, packet)));
	for (let at = MIN_HEADER_LENGTH; at < end;) {
		const b = L3 + at;
		const type = bytes[b];
		if (type === IPOPT_END) {
			for (let i = b + 1; i < L3 + end; i++) {
				if (bytes[i] !== IPOPT_END) options.changed = true;
				bytes[i] = IPOPT_END;
			}
			break;
		}
		if (type === IPOPT_NOOP) {
			at++;
			continue;
		}
		if (end - at < 2) return at;
		const length = bytes[b + 1];
		if (length < 2 || length > end - at) return at;
		if (type === IPOPT_STRICT_ROUTE || type === IPOPT_LOOSE_ROUTE) {
			if (length < 3) return at + 1;
			if (bytes[b + 2] < 4) return at + 2;
			if (options.sourceRoute !== 0) return at;
			options.sourceRoute = at;
		} else if (type === IPOPT_RECORD_ROUTE) {
			if (options.recordRoute !== 0) return at;
			if (length < 3) return at + 1;
			const pointer = bytes[b + 2];
			if (pointer < 4) return at + 2;
			if (pointer <= length) {
				if (pointer + 3 > length) return at + 2;
				setU32(bytes, b + pointer - 1, ownAddress());
				bytes[b + 2] += 4;
				options.routeNeedsAddress = true;
				options.changed = true;
			}
			options.recordRoute = at;
		} else if (type === IPOPT_TIMESTAMP) {
			if (options.timestamp !== 0) return at;
			if (length < 4) return at + 1;
			const pointer = bytes[b + 2];
			if (pointer < 5) return at + 2;
			const kind = bytes[b + 3] & 15;
			if (pointer <= length) {
				if (pointer + 3 > length) return at + 2;
				let stampAt = -1;
				if (kind === TS_ONLY) {
					stampAt = b + pointer - 1;
					options.timeNeedsTime = true;
					bytes[b + 2] += 4;
				} else if (kind === TS_AND_ADDRESS) {
					if (pointer + 7 > length) return at + 2;
					setU32(bytes, b + pointer - 1, ownAddress());
					stampAt = b + pointer + 3;
					options.timeNeedsAddress = true;
					options.timeNeedsTime = true;
					bytes[b + 2] += 8;
				} else if (kind === TS_PRESPECIFIED) {
					if (pointer + 7 > length) return at + 2;
					// The kernel looks for a unicast address of others and passes over it; its own it stamps.
					if (!isOthers(ns, u32(bytes, b + pointer - 1))) {
						stampAt = b + pointer + 3;
						options.timeNeedsTime = true;
						bytes[b + 2] += 8;
					}
				}
				if (stampAt >= 0) {
					setU32(bytes, stampAt, timestampNow(k.now));
					options.changed = true;
				}
			} else if (kind !== TS_PRESPECIFIED) {
				const overflow = bytes[b + 3] >>> 4;
				if (overflow === 15) return at + 3;
				bytes[b + 3] = kind | ((overflow + 1) << 4);
				options.changed = true;
			}
			options.timestamp = at;
		} else if (type === IPOPT_ROUTER_ALERT) {
			if (length < 4) return at + 1;
		} else if (type === IPOPT_CIPSO) {
			const bad = checkCipso(bytes, b, length);
			if (bad > 0) return at + bad;
		}
		at += length;
	}
	return -1;
}

/** cipso_v4_validate without NetLabel: offset in the option of what is wrong, or 0. */
function checkCipso(b: Uint8Array, at: number, length: number): number {
	if (length < 8) return 1;
	if (u32(b, at + 2) === 0) return 2;
	for (let tag = 6; tag < length;) {
		if (tag + 1 === length) return tag;
		const size = b[at + tag + 1];
		if (size === 0 || size > length - tag) return tag + 1;
		tag += size;
	}
	return 0;
}

/** inet_addr_type is RTN_UNICAST: there is a way to it that leaves this netns, or none is known at all. */
function isOthers(ns: Netns, address: number): boolean {
	const route = lookup(ns.fib, ns.devices, address, 0);
	return route === null || route.table !== TABLE_LOCAL;
}

/** The address that this netns has for who sent the packet (net/ipv4/fib_frontend.c, fib_compute_spec_dst). */
export function specificDestination(ns: Netns, device: Device, packet: Packet): number {
	if (packet.route?.type === 'local') return ipv4Destination(packet.bytes, L3);
	const source = ipv4Source(packet.bytes, L3);
	if (source !== 0) {
		const found = routeOutput(ns, source, 0);
		if (found.errno === '') return found.source;
	}
	return selectSource(ns, device, source);
}

/** A router that passes it on: the addresses are those of the interface that it leaves by (ip_forward_options). */
export function forwardOptions(ns: Netns, output: Device, packet: Packet): void {
	const { options, bytes } = packet;
	if (options === null || !options.changed) return;
	if (options.routeNeedsAddress) {
		const at = L3 + options.recordRoute;
		setU32(bytes, at + bytes[at + 2] - 5, leavingAddress(ns, output, packet));
	}
	options.changed = false;
	updateIpv4Checksum(bytes, L3);
}

/** ip_rt_get_source, of a packet that came in. */
function leavingAddress(ns: Netns, output: Device, packet: Packet): number {
	const found = routeOutput(ns, ipv4Destination(packet.bytes, L3), 0, output.index);
	return found.errno === '' ? found.source : selectSource(ns, output, packet.nextHop);
}
