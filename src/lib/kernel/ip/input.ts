/** IPv4 receive: checks, PREROUTING, the routing decision (net/ipv4/ip_input.c, route.c ip_route_input_slow). */
import { isLimitedBroadcast, isLoopback, isMulticast, isThisNetwork } from '../../net/prefix.ts';
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
import { etherDestination, isGroupMac } from '../../wire/ethernet.ts';
import type { DropReason } from '../../trace/steps/types.ts';
import type { Kernel } from '../context.ts';
import type { Device } from '../devices/device.ts';
import { drop } from '../drop.ts';
import { lookup, refusals } from '../fib.ts';
import { netfilterHook } from '../netfilter/hooks.ts';
import type { Netns } from '../netns.ts';
import { L3, type Packet } from '../packet.ts';
import { deliver } from './deliver.ts';
import { takeOptions } from './options.ts';
import { reassemble } from './reassemble.ts';
import { forward } from './forward.ts';
import { inputError } from '../icmp/send.ts';
import { nextHopOf, recordRoute } from './route.ts';
import { sourceProblem } from './validate-source.ts';

/** ip_rcv. Owns the packet. */
export function ipv4Receive(k: Kernel, ns: Netns, device: Device, packet: Packet): void {
	const { bytes } = packet;
	if (!checkIpv4(bytes, L3, packet.length)) return drop(k, ns, 'prerouting', packet, 'ip-header', device.name);
	if (!ipv4ChecksumOk(bytes, L3)) return drop(k, ns, 'prerouting', packet, 'ip-checksum', device.name);
	// What follows the IP packet is Ethernet's padding (pskb_trim_rcsum).
	packet.length = L3 + ipv4TotalLength(bytes, L3);
	let whole: Packet | null = packet;
	if (ns.netfilter.active) {
		// nf_defrag: conntrack needs the ports, which only the first fragment has.
		if (isIpv4Fragment(bytes, L3) && ns.netfilter.hooks.PREROUTING.some((step) => step.do === 'defrag')) {
			whole = reassemble(k, ns, packet, 'conntrack');
			if (whole === null) return;
		}
		if (!netfilterHook(k, ns, 'PREROUTING', whole, device, null)) return;
	}
	decide(k, ns, device, whole);
}

/** ip_route_input: ours, to be passed on, or nobody's. */
function decide(k: Kernel, ns: Netns, device: Device, packet: Packet): void {
	const destination = ipv4Destination(packet.bytes, L3);
	const source = ipv4Source(packet.bytes, L3);
	const loop = device.kind === 'lo';
	// Who has no address yet may speak to everybody: DHCP begins so.
	const nameless = isLimitedBroadcast(destination) && isThisNetwork(source);
	if (!loop && !nameless) {
		const problem = addressProblem(ns, source, destination);
		if (problem !== '') return drop(k, ns, 'routing', packet, problem, device.name);
	}
	const options = ipv4HeaderLength(packet.bytes, L3) > MIN_HEADER_LENGTH;
	if (isLimitedBroadcast(destination)) {
		if (options && !takeOptions(k, ns, device, packet)) return;
		return deliver(k, ns, device, packet, true);
	}
	const route = lookup(ns.fib, ns.devices, destination, 0);
	if (route !== null && (route.type === 'local' || route.type === 'broadcast')) {
		if (k.rec.on) recordRoute(k, ns, packet, destination, source, device.name, route, '');
		packet.route = route;
		if (options && !takeOptions(k, ns, device, packet)) return;
		return deliver(k, ns, device, packet, route.type === 'broadcast');
	}
	const refused = route === null ? 'ENETUNREACH' : (refusals[route.type] ?? '');
	if (k.rec.on) recordRoute(k, ns, packet, destination, source, device.name, route, refused);
	if (device.conf.forwarding === 0) return drop(k, ns, 'routing', packet, 'ip-forwarding-off', device.name);
	if (options && !takeOptions(k, ns, device, packet)) return;
	if (route === null || refused !== '') return inputError(k, ns, device, packet, refused);
	if (isGroupMac(etherDestination(packet.bytes, 0))) return drop(k, ns, 'forward', packet, 'other-host', device.name);
	packet.route = route;
	packet.nextHop = nextHopOf(ns, route, destination);
	forward(k, ns, device, packet);
}

function addressProblem(ns: Netns, source: number, destination: number): DropReason | '' {
	if (isLoopback(destination) || (isThisNetwork(destination) && source !== 0)) return 'ip-not-for-us';
	if (isMulticast(destination)) return 'ip-not-for-us';
	return sourceProblem(ns, source);
}
