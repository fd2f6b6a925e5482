/** A packet has arrived where it belongs (net/ipv4/ip_input.c, ip_local_deliver). */
import { ipv4Destination, ipv4Protocol, isIpv4Fragment } from '../../wire/ipv4.ts';
import { ICMP_DEST_UNREACH, ICMP_PROT_UNREACH } from '../../wire/icmp.ts';
import type { Kernel } from '../context.ts';
import type { Device } from '../devices/device.ts';
import { drop } from '../drop.ts';
import { sendError } from '../icmp/send.ts';
import { netfilterHook } from '../netfilter/hooks.ts';
import type { Netns } from '../netns.ts';
import { L3, type Packet } from '../packet.ts';
import { protocols } from './protocols.ts';
import { reassemble } from './reassemble.ts';

/** Owns the packet. */
export function deliver(k: Kernel, ns: Netns, device: Device, packet: Packet, broadcast: boolean): void {
	let whole: Packet | null = packet;
	if (isIpv4Fragment(packet.bytes, L3)) {
		whole = reassemble(k, ns, packet, 'local');
		if (whole === null) return;
	}
	if (ns.netfilter.active && !netfilterHook(k, ns, 'INPUT', whole, device, null)) return;
	const number = ipv4Protocol(whole.bytes, L3);
	if (k.rec.on) {
		k.rec.step(ns, 'local-in', 'deliver', whole, {
			kind: 'deliver',
			protocol: number,
			destination: ipv4Destination(whole.bytes, L3),
			dev: device.name
		});
	}
	const protocol = protocols.get(number);
	if (protocol !== undefined) return protocol.receive(k, ns, whole);
	if (!broadcast) sendError(k, ns, whole, ICMP_DEST_UNREACH, ICMP_PROT_UNREACH, 0, 'ip-unknown-protocol');
	drop(k, ns, 'local-in', whole, 'ip-unknown-protocol', device.name, String(number));
}
