/** Passing a packet on (net/ipv4/ip_forward.c). */
import { decrementTtl, FLAG_DF, ipv4FragmentField, ipv4TotalLength, ipv4Ttl } from '../../wire/ipv4.ts';
import { ICMP_DEST_UNREACH, ICMP_FRAG_NEEDED, ICMP_TIME_EXCEEDED, ICMP_TTL_EXCEEDED } from '../../wire/icmp.ts';
import { ttlFacts } from '../common-facts.ts';
import type { Kernel } from '../context.ts';
import type { Device } from '../devices/device.ts';
import { drop } from '../drop.ts';
import { maybeRedirect } from '../icmp/redirect.ts';
import { sendError } from '../icmp/send.ts';
import { netfilterHook } from '../netfilter/hooks.ts';
import type { Netns } from '../netns.ts';
import { L3, type Packet } from '../packet.ts';
import { forwardOptions } from './options.ts';
import { finish, fitsInPieces, forwardingMtu } from './output.ts';

/** Owns the packet; its route and next hop are set. @param redirect Its source is to be told of the shorter way. */
export function forward(k: Kernel, ns: Netns, input: Device, packet: Packet, redirect: boolean): void {
	const { bytes } = packet;
	const route = packet.route!;
	const output = ns.devices[route.dev]!;
	const before = ipv4Ttl(bytes, L3);
	if (before <= 1) {
		if (k.rec.on) k.rec.step(ns, 'forward', 'pass', packet, { kind: 'ttl', before, after: 0 });
		sendError(k, ns, packet, ICMP_TIME_EXCEEDED, ICMP_TTL_EXCEEDED, 0, 'ip-ttl');
		return drop(k, ns, 'forward', packet, 'ip-ttl', input.name);
	}
	const mtu = forwardingMtu(k, ns, packet, output);
	if (
		ipv4TotalLength(bytes, L3) > mtu &&
		(ipv4FragmentField(bytes, L3) & FLAG_DF) !== 0 &&
		!fitsInPieces(packet, mtu)
	) {
		sendError(k, ns, packet, ICMP_DEST_UNREACH, ICMP_FRAG_NEEDED, mtu, 'ip-fragmentation-needed');
		return drop(k, ns, 'forward', packet, 'ip-fragmentation-needed', output.name, String(mtu));
	}
	decrementTtl(bytes, L3);
	if (k.rec.on) k.rec.step(ns, 'forward', 'rewrite', packet, ttlFacts(before));
	if (redirect) maybeRedirect(k, ns, packet);
	if (ns.netfilter.active && !netfilterHook(k, ns, 'FORWARD', packet, input, output)) return;
	if (packet.options !== null) forwardOptions(ns, output, packet);
	finish(k, ns, input, output, packet);
}
