/**
 * Bridged IPv4 packets pass iptables, where net.bridge.bridge-nf-call-iptables says so (net/bridge/br_netfilter_hooks.c): PREROUTING
 * as they come in, FORWARD and POSTROUTING on the way to a port. For the rules the bridge is the interface; `-m physdev` asks for ports.
 */
import {
	etherDestination,
	etherSource,
	etherType,
	ETHERTYPE_IPV4,
	setEtherDestination,
	writeEthernet
} from '../../../wire/ethernet.ts';
import { checkIpv4, ipv4ChecksumOk, ipv4Destination, ipv4TotalLength, isIpv4Fragment } from '../../../wire/ipv4.ts';
import type { Kernel } from '../../context.ts';
import { drop } from '../../drop.ts';
import { reassemble } from '../../ip/reassemble.ts';
import { isThroughGateway, nextHopOf, routeOutput } from '../../ip/route.ts';
import { isConnected, neighbourKey } from '../../neighbour/entry.ts';
import { resolveOutput } from '../../neighbour/table.ts';
import { netfilterHook } from '../../netfilter/hooks.ts';
import type { Netns } from '../../netns.ts';
import { L3, type Packet } from '../../packet.ts';
import type { Device } from '../device.ts';

/** Whether iptables is asked about a frame. */
export function isFiltered(ns: Netns, packet: Packet): boolean {
	return ns.netfilter.active && ns.sysctls.bridgeCallIptables !== 0 && etherType(packet.bytes, 0) === ETHERTYPE_IPV4;
}

function record(
	k: Kernel,
	ns: Netns,
	bridge: Device,
	port: Device,
	hook: 'PREROUTING' | 'FORWARD',
	packet: Packet
): void {
	if (k.rec.on)
		k.rec.step(ns, 'bridge', 'note', packet, { kind: 'bridge-netfilter', bridge: bridge.name, port: port.name, hook });
}

/** br_nf_pre_routing. Owns the packet; answers the one that goes on, null: none does. */
export function bridgePreRouting(k: Kernel, ns: Netns, bridge: Device, port: Device, packet: Packet): Packet | null {
	const { bytes } = packet;
	if (!checkIpv4(bytes, L3, packet.length)) return lose(k, ns, packet, 'ip-header', port);
	if (!ipv4ChecksumOk(bytes, L3)) return lose(k, ns, packet, 'ip-checksum', port);
	packet.length = L3 + ipv4TotalLength(bytes, L3);
	packet.physIn = port.index;
	let whole: Packet | null = packet;
	if (isIpv4Fragment(bytes, L3) && ns.netfilter.hooks.PREROUTING.some((step) => step.do === 'defrag')) {
		const [to, from] = [etherDestination(bytes, 0), etherSource(bytes, 0)];
		whole = reassemble(k, ns, packet, 'conntrack');
		if (whole === null) return null;
		writeEthernet(whole.bytes, 0, to, from, ETHERTYPE_IPV4);
		whole.physIn = port.index;
	}
	record(k, ns, bridge, port, 'PREROUTING', whole);
	const destination = ipv4Destination(whole.bytes, L3);
	if (!netfilterHook(k, ns, 'PREROUTING', whole, bridge, null)) return null;
	if (ipv4Destination(whole.bytes, L3) === destination) return whole;
	return redirect(k, ns, bridge, port, whole);
}

function lose(k: Kernel, ns: Netns, packet: Packet, reason: 'ip-header' | 'ip-checksum', port: Device): null {
	drop(k, ns, 'bridge', packet, reason, port.name);
	return null;
}

/**
 * br_nf_pre_routing_finish: the rules have changed the destination. It is for the machine now, or for another station of this
 * bridge, and the machine's neighbours tell which MAC that has.
 */
function redirect(k: Kernel, ns: Netns, bridge: Device, port: Device, packet: Packet): Packet | null {
	const destination = ipv4Destination(packet.bytes, L3);
	const { route, errno } = routeOutput(ns, destination, 0);
	if (route === null || errno !== '') {
		drop(k, ns, 'bridge', packet, 'ip-no-route', port.name);
		return null;
	}
	if (route.type === 'local' || route.dev !== bridge.index || bridge.conf.forwarding === 0) {
		setEtherDestination(packet.bytes, 0, bridge.mac);
		return packet;
	}
	const nextHop = nextHopOf(ns, route, destination);
	const neighbour = ns.neighbours.get(neighbourKey(bridge.index, nextHop));
	if (neighbour !== undefined && isConnected(neighbour.state)) {
		setEtherDestination(packet.bytes, 0, neighbour.mac);
		return packet;
	}
	// It comes back when the neighbour is known (br_nf_pre_routing_finish_bridge_slow).
	packet.bridgedSource = etherSource(packet.bytes, 0);
	packet.route = route;
	packet.nextHop = nextHop;
	resolveOutput(k, ns, bridge, nextHop, packet, isThroughGateway(route));
	return null;
}

/** br_nf_forward and br_nf_post_routing. False: the packet's way ended. */
export function bridgeForwardHooks(k: Kernel, ns: Netns, port: Device, packet: Packet): boolean {
	const bridge = ns.devices[port.master]!;
	packet.physOut = port.index;
	record(k, ns, bridge, port, 'FORWARD', packet);
	if (!netfilterHook(k, ns, 'FORWARD', packet, bridge, bridge)) return false;
	return netfilterHook(k, ns, 'POSTROUTING', packet, null, bridge);
}
