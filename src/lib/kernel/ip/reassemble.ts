/** Putting fragments together where they are delivered, or where conntrack must see whole packets (RFC 791; net/ipv4/ip_fragment.c). */
import {
	FLAG_DF,
	FLAG_MF,
	FRAGMENT_OFFSET_MASK,
	ipv4Destination,
	ipv4FragmentField,
	ipv4HeaderLength,
	ipv4Id,
	ipv4Protocol,
	ipv4Source,
	ipv4Tos,
	ipv4TotalLength,
	setIpv4FragmentField,
	setIpv4Tos,
	setIpv4TotalLength,
	updateIpv4Checksum
} from '../../wire/ipv4.ts';
import { ICMP_FRAG_TIME, ICMP_TIME_EXCEEDED } from '../../wire/icmp.ts';
import type { DropReason } from '../../trace/steps/types.ts';
import type { Kernel } from '../context.ts';
import { drop } from '../drop.ts';
import { sendError } from '../icmp/send.ts';
import { deviceAt, type Netns } from '../netns.ts';
import { allocate, L3, release, type Packet } from '../packet.ts';
import { isOwnAddress } from './addresses.ts';
import type { Reassembly } from './reassembly.ts';

/** Bytes that a packet may have. */
const LONGEST = 65_535;
/** What an sk_buff weighs beside its data, as in the receive buffers of sockets. */
const OVERHEAD = 832;
const ECN = 3;

/** Owns the packet. The whole packet once the last missing piece is here, else null. */
export function reassemble(k: Kernel, ns: Netns, packet: Packet, user: Reassembly['user']): Packet | null {
	const { bytes } = packet;
	const discard = (reason: DropReason) => {
		drop(k, ns, user === 'local' ? 'local-in' : 'prerouting', packet, reason, deviceAt(ns, packet.input)?.name ?? '');
		return null;
	};
	const { ipfragHighThresh, ipfragMaxDist } = ns.sysctls;
	if (ipfragHighThresh === 0 || memoryOf(ns) > ipfragHighThresh) return discard('ip-fragment-memory');
	const key = `${user} ${ipv4Source(bytes, L3)} ${ipv4Destination(bytes, L3)} ${ipv4Id(bytes, L3)} ${ipv4Protocol(bytes, L3)}`;
	const waiting = ns.reassembly.get(key) ?? begin(k, ns, key, packet, user);
	if (isTooFar(ns, waiting, ipfragMaxDist)) restart(k, ns, waiting);

	const field = ipv4FragmentField(bytes, L3);
	const header = ipv4HeaderLength(bytes, L3);
	const offset = (field & FRAGMENT_OFFSET_MASK) * 8;
	let end = offset + ipv4TotalLength(bytes, L3) - header;
	const abandon = (reason: DropReason) => {
		giveUp(k, ns, key, waiting, reason);
		return discard(reason);
	};
	if ((field & FLAG_MF) === 0) {
		if (end < waiting.end || (waiting.lastIn && end !== waiting.end)) return abandon('ip-fragment');
		waiting.lastIn = true;
		waiting.end = end;
	} else {
		end -= end % 8;
		if (end > waiting.end) {
			if (waiting.lastIn) return abandon('ip-fragment');
			waiting.end = end;
		}
	}
	if (end === offset) return abandon('ip-fragment');
	const place = placeOf(waiting, offset, end);
	if (place === 'duplicate') return discard('ip-fragment-duplicate');
	// RFC 5722: what overlaps is an attack or a fault, and nothing of the packet is kept.
	if (place === 'overlap') return abandon('ip-fragment-overlap');
	waiting.parts.splice(place, 0, { offset, length: end - offset, packet });
	waiting.tos |= ipv4Tos(bytes, L3);
	const size = end - offset + header;
	waiting.largest = Math.max(waiting.largest, size);
	if ((field & FLAG_DF) !== 0) waiting.largestWithDf = Math.max(waiting.largestWithDf, size);

	const have = waiting.parts.reduce((sum, part) => sum + part.length, 0);
	const complete = waiting.lastIn && waiting.parts[0].offset === 0 && have === waiting.end;
	if (complete && ipv4HeaderLength(waiting.parts[0].packet.bytes, L3) + waiting.end <= LONGEST) {
		ns.reassembly.delete(key);
		return join(waiting, packet);
	}
	if (complete) {
		giveUp(k, ns, key, waiting, 'ip-fragment');
		return null;
	}
	if (k.rec.on) {
		k.rec.step(ns, user === 'local' ? 'local-in' : 'prerouting', 'queue', packet, {
			kind: 'fragment',
			length: have,
			mtu: deviceAt(ns, packet.input)?.mtu ?? 0,
			pieces: waiting.parts.length
		});
	}
	return null;
}

/** frag_mem_limit */
function memoryOf(ns: Netns): number {
	let sum = 0;
	for (const { parts } of ns.reassembly.values()) for (const part of parts) sum += part.packet.length + OVERHEAD;
	return sum;
}

function begin(k: Kernel, ns: Netns, key: string, packet: Packet, user: Reassembly['user']): Reassembly {
	const source = ipv4Source(packet.bytes, L3);
	const waiting: Reassembly = {
		id: ns.nextReassembly++,
		user,
		source,
		parts: [],
		end: 0,
		lastIn: false,
		largest: 0,
		largestWithDf: 0,
		tos: 0,
		distance: ns.begunFragments.get(source) ?? 0
	};
	ns.reassembly.set(key, waiting);
	k.schedule(ns, ns.sysctls.ipfragTime, 'reassembly', waiting.id, 0, packet.cause);
	return waiting;
}

/** So many fragments of its sender have come since this packet's last one that the identification may be another packet's (ip_frag_too_far). */
function isTooFar(ns: Netns, waiting: Reassembly, most: number): boolean {
	if (most === 0) return false;
	const before = waiting.distance;
	const count = (ns.begunFragments.get(waiting.source) ?? 0) + 1;
	ns.begunFragments.set(waiting.source, count);
	waiting.distance = count;
	return waiting.parts.length > 0 && count - before > most;
}

/** ip_frag_reinit */
function restart(k: Kernel, ns: Netns, waiting: Reassembly): void {
	dropParts(k, ns, waiting, 'ip-fragment');
	Object.assign(waiting, { id: ns.nextReassembly++, end: 0, lastIn: false, largest: 0, largestWithDf: 0, tos: 0 });
	k.schedule(ns, ns.sysctls.ipfragTime, 'reassembly', waiting.id, 0, -1);
}

/**
 * Where in `parts` a fragment belongs (inet_frag_queue_insert). What has come already, in one or in several that touch each other,
 * is a duplicate.
 */
function placeOf({ parts }: Reassembly, offset: number, end: number): number | 'duplicate' | 'overlap' {
	const last = parts.length > 0 ? parts[parts.length - 1] : null;
	if (last === null) return 0;
	if (last.offset + last.length < end) return offset < last.offset + last.length ? 'overlap' : parts.length;
	for (let i = 0; i < parts.length;) {
		let run = i + 1;
		while (run < parts.length && parts[run].offset === parts[run - 1].offset + parts[run - 1].length) run++;
		const from = parts[i].offset;
		const to = parts[run - 1].offset + parts[run - 1].length;
		if (end <= from) return i;
		if (offset < to) return offset >= from && end <= to ? 'duplicate' : 'overlap';
		i = run;
	}
	return parts.length;
}

function join(waiting: Reassembly, last: Packet): Packet {
	const { parts } = waiting;
	const first = parts[0].packet;
	const header = ipv4HeaderLength(first.bytes, L3);
	const whole = allocate(L3 + header + waiting.end);
	whole.bytes.set(first.bytes.subarray(0, L3 + header));
	for (const { offset, length, packet } of parts) {
		const from = L3 + ipv4HeaderLength(packet.bytes, L3);
		whole.bytes.set(packet.bytes.subarray(from, from + length), L3 + header + offset);
	}
	const dontFragment = waiting.largestWithDf === waiting.largest;
	setIpv4TotalLength(whole.bytes, L3, header + waiting.end);
	setIpv4FragmentField(whole.bytes, L3, dontFragment ? FLAG_DF : 0);
	setIpv4Tos(whole.bytes, L3, ipv4Tos(first.bytes, L3) | (waiting.tos & ECN));
	updateIpv4Checksum(whole.bytes, L3);
	whole.input = last.input;
	whole.hop = last.hop;
	whole.cause = last.cause;
	whole.flow = last.flow;
	whole.route = last.route;
	whole.mark = last.mark;
	whole.options = first.options;
	whole.gathered = { largest: waiting.largest, dontFragment, sizes: parts.map(({ length }) => length) };
	for (const part of parts) release(part.packet);
	return whole;
}

function giveUp(k: Kernel, ns: Netns, key: string, waiting: Reassembly, reason: DropReason): void {
	ns.reassembly.delete(key);
	dropParts(k, ns, waiting, reason);
}

function dropParts(k: Kernel, ns: Netns, waiting: Reassembly, reason: DropReason): void {
	const stage = waiting.user === 'local' ? 'local-in' : 'prerouting';
	for (const { packet } of waiting.parts) drop(k, ns, stage, packet, reason, deviceAt(ns, packet.input)?.name ?? '');
	waiting.parts = [];
}

/** ip_expire: the rest did not come; the sender is told if the first fragment is here to be quoted, and was for us. */
export function reassemblyTimer(k: Kernel, ns: Netns, id: number): void {
	for (const [key, waiting] of ns.reassembly) {
		if (waiting.id !== id) continue;
		const first = waiting.parts[0];
		const ours = first !== undefined && isOwnAddress(ns, ipv4Destination(first.packet.bytes, L3));
		if (ours && first.offset === 0) {
			sendError(k, ns, first.packet, ICMP_TIME_EXCEEDED, ICMP_FRAG_TIME, 0, 'ip-fragment-timeout');
		}
		giveUp(k, ns, key, waiting, 'ip-fragment-timeout');
	}
}
