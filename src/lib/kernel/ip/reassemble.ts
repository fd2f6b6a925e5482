/** Putting fragments together where they are delivered (RFC 791; net/ipv4/ip_fragment.c). */
import {
	FLAG_MF,
	ipv4Destination,
	ipv4FragmentField,
	ipv4HeaderLength,
	ipv4Id,
	ipv4Protocol,
	ipv4Source,
	ipv4TotalLength,
	setIpv4FragmentField,
	setIpv4TotalLength,
	updateIpv4Checksum
} from '../../wire/ipv4.ts';
import { ICMP_FRAG_TIME, ICMP_TIME_EXCEEDED } from '../../wire/icmp.ts';
import type { Kernel } from '../context.ts';
import type { Device } from '../devices/device.ts';
import { drop } from '../drop.ts';
import { sendError } from '../icmp/send.ts';
import type { Netns } from '../netns.ts';
import { allocate, L3, release, type Packet } from '../packet.ts';
import type { Reassembly } from './reassembly.ts';

/** ns; net.ipv4.ipfrag_time */
const TIMEOUT = 30_000_000_000;
const OFFSET = 0x1fff;

export function isFragment(field: number): boolean {
	return (field & (FLAG_MF | OFFSET)) !== 0;
}

/** Owns the packet. The whole packet once the last missing piece is here, else null. */
export function reassemble(k: Kernel, ns: Netns, device: Device, packet: Packet): Packet | null {
	const { bytes } = packet;
	const key = `${ipv4Source(bytes, L3)} ${ipv4Destination(bytes, L3)} ${ipv4Id(bytes, L3)} ${ipv4Protocol(bytes, L3)}`;
	let waiting = ns.reassembly.get(key);
	if (waiting === undefined) {
		waiting = { id: (k.random() ^ k.now) >>> 0, parts: [], total: -1 };
		ns.reassembly.set(key, waiting);
		k.schedule(ns, TIMEOUT, 'reassembly', waiting.id, 0, packet.cause);
	}
	const field = ipv4FragmentField(bytes, L3);
	const offset = (field & OFFSET) * 8;
	const length = ipv4TotalLength(bytes, L3) - ipv4HeaderLength(bytes, L3);
	const overlaps = waiting.parts.some((p) => offset < p.offset + p.length && p.offset < offset + length);
	if (overlaps) {
		// Overlapping fragments are an attack or a fault: nothing of the packet is kept (RFC 5722, as Linux does for IPv4 too).
		discard(k, ns, key, waiting, device);
		drop(k, ns, 'local-in', packet, 'ip-fragment', device.name);
		return null;
	}
	if ((field & FLAG_MF) === 0) waiting.total = offset + length;
	waiting.parts.push({ offset, length, packet });
	const have = waiting.parts.reduce((sum, part) => sum + part.length, 0);
	if (have !== waiting.total) {
		if (k.rec.on)
			k.rec.step(ns, 'local-in', 'queue', packet, {
				kind: 'fragment',
				length: have,
				mtu: device.mtu,
				pieces: waiting.parts.length
			});
		return null;
	}
	ns.reassembly.delete(key);
	return join(waiting, packet);
}

function join(waiting: Reassembly, last: Packet): Packet {
	const parts = waiting.parts.sort((a, b) => a.offset - b.offset);
	const first = parts[0].packet;
	const header = ipv4HeaderLength(first.bytes, L3);
	const whole = allocate(L3 + header + waiting.total);
	whole.bytes.set(first.bytes.subarray(0, L3 + header));
	for (const { offset, length, packet } of parts) {
		const from = L3 + ipv4HeaderLength(packet.bytes, L3);
		whole.bytes.set(packet.bytes.subarray(from, from + length), L3 + header + offset);
	}
	setIpv4TotalLength(whole.bytes, L3, header + waiting.total);
	setIpv4FragmentField(whole.bytes, L3, 0);
	updateIpv4Checksum(whole.bytes, L3);
	whole.input = last.input;
	whole.hop = last.hop;
	whole.cause = last.cause;
	whole.flow = last.flow;
	whole.route = last.route;
	whole.mark = last.mark;
	for (const part of parts) release(part.packet);
	return whole;
}

function discard(k: Kernel, ns: Netns, key: string, waiting: Reassembly, device: Device | null): void {
	ns.reassembly.delete(key);
	for (const { packet } of waiting.parts) drop(k, ns, 'local-in', packet, 'ip-fragment', device?.name ?? '');
}

/** ip_expire: the rest did not come; the sender is told if the first fragment is here to be quoted. */
export function reassemblyTimer(k: Kernel, ns: Netns, id: number): void {
	for (const [key, waiting] of ns.reassembly) {
		if (waiting.id !== id) continue;
		const first = waiting.parts.find((part) => part.offset === 0);
		if (first) sendError(k, ns, first.packet, ICMP_TIME_EXCEEDED, ICMP_FRAG_TIME, 0, 'ip-fragment');
		discard(k, ns, key, waiting, ns.devices[waiting.parts[0].packet.input] ?? null);
	}
}
