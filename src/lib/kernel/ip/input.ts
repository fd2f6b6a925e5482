/** IPv4 receive: checks, PREROUTING, the routing decision (net/ipv4/ip_input.c, ip_rcv and ip_rcv_finish). */
import {
	checkIpv4,
	ipv4ChecksumOk,
	ipv4Destination,
	ipv4HeaderLength,
	ipv4Source,
	ipv4TotalLength,
	isIpv4Fragment,
	MIN_HEADER_LENGTH
} from '../../wire/ipv4.ts';
import { isForGroup } from '../../wire/ethernet.ts';
import type { Kernel } from '../context.ts';
import type { Device } from '../devices/device.ts';
import { drop } from '../drop.ts';
import { emptyFlow, readFlow } from '../flow.ts';
import { netfilterHook } from '../netfilter/hooks.ts';
import type { Netns } from '../netns.ts';
import { L3, type Packet } from '../packet.ts';
import { deliver } from './deliver.ts';
import { takeOptions } from './options.ts';
import { reassemble } from './reassemble.ts';
import { forward } from './forward.ts';
import { inputError } from '../icmp/send.ts';
import { nextHopOf } from './route.ts';
import { recordRoute } from './record-route.ts';
import { routeInput } from './route-input.ts';
import { recordSource } from './record-source.ts';

/** What is asked about the packet at hand; read before the next one comes. */
const asked = emptyFlow();

/** ip_rcv. Owns the packet. */
export function ipv4Receive(k: Kernel, ns: Netns, device: Device, packet: Packet): void {
	const { bytes } = packet;
	if (!checkIpv4(bytes, L3, packet.length)) return drop(k, ns, 'prerouting', packet, 'ip-header', device.name);
	if (!ipv4ChecksumOk(bytes, L3)) return drop(k, ns, 'prerouting', packet, 'ip-checksum', device.name);
	// What follows the IP packet is Ethernet's padding (pskb_trim_rcsum).
	packet.length = L3 + ipv4TotalLength(bytes, L3);
	let whole: Packet | null = packet;
	// What a bridge has shown to iptables is not shown again (ip_sabotage_in).
	if (ns.netfilter.active && packet.physIn === 0) {
		// nf_defrag: conntrack needs the ports, which only the first fragment has.
		if (isIpv4Fragment(bytes, L3) && ns.netfilter.hooks.PREROUTING.some((step) => step.do === 'defrag')) {
			whole = reassemble(k, ns, packet, 'conntrack');
			if (whole === null) return;
		}
		if (!netfilterHook(k, ns, 'PREROUTING', whole, device, null)) return;
	}
	decide(k, ns, device, whole);
}

/** A broadcast of our own comes back (dev_loopback_xmit). No packet socket sees it (PACKET_LOOPBACK). */
export function ownBroadcastTimer(k: Kernel, ns: Netns, index: number): void {
	const device = ns.devices[index];
	const packet = device?.ownBroadcasts.shift();
	if (device && packet) ipv4Receive(k, ns, device, packet);
}

/** ip_route_input: ours, to be passed on, or nobody's. */
function decide(k: Kernel, ns: Netns, device: Device, packet: Packet): void {
	const destination = ipv4Destination(packet.bytes, L3);
	const source = ipv4Source(packet.bytes, L3);
	// What comes back from lo, or to the sender of a broadcast itself, has its route already (skb_valid_dst).
	const options = ipv4HeaderLength(packet.bytes, L3) > MIN_HEADER_LENGTH;
	if (packet.route !== null) {
		if (options && !takeOptions(k, ns, device, packet)) return;
		return deliver(k, ns, device, packet, packet.route.type === 'broadcast');
	}
	const rpFilters = device.conf.rpFilter !== 0;
	const flow = ns.fib.plain && !rpFilters ? null : readFlow(asked, packet, device.index);
	const { verdict, route, errno, reason, redirect } = routeInput(ns, device, destination, source, flow);
	if (k.rec.on) {
		if (verdict !== 'martian' && (verdict !== 'broadcast' || route !== null)) {
			recordRoute(
				k,
				ns,
				packet,
				readFlow(asked, packet, device.index),
				device.name,
				route,
				verdict === 'none' ? errno : ''
			);
		}
		if (rpFilters) recordSource(k, ns, device, packet, verdict, route, reason);
	}
	if (verdict === 'martian') return drop(k, ns, 'routing', packet, reason || 'ip-martian-source', device.name);
	if (verdict === 'none' && device.conf.forwarding === 0) {
		return drop(k, ns, 'routing', packet, 'ip-forwarding-off', device.name);
	}
	packet.route = verdict === 'none' ? null : route;
	if (options && !takeOptions(k, ns, device, packet)) return;
	if (verdict === 'none') return inputError(k, ns, device, packet, errno);
	if (verdict === 'local' || verdict === 'broadcast') return deliver(k, ns, device, packet, verdict === 'broadcast');
	if (isForGroup(packet.bytes, 0)) return drop(k, ns, 'forward', packet, 'other-host', device.name);
	packet.nextHop = nextHopOf(ns, route!, destination);
	forward(k, ns, device, packet, redirect);
}
