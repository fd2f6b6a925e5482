/** "There is a shorter way": sending and believing ICMP redirects (RFC 1122 3.2.2.2; net/ipv4/route.c). */
import { isLimitedBroadcast, isMulticast, isThisNetwork } from '../../net/prefix.ts';
import { ICMP_REDIRECT, ICMP_REDIR_HOST } from '../../wire/icmp.ts';
import { ipv4Source } from '../../wire/ipv4.ts';
import type { Kernel } from '../context.ts';
import type { Device } from '../devices/device.ts';
import { lookupTable, routesOf } from '../fib.ts';
import type { FlowDetails } from '../flow.ts';
import { onLink } from '../ip/route-input.ts';
import { isThroughGateway, nextHopOf, routeOutput } from '../ip/route.ts';
import { isValid } from '../neighbour/entry.ts';
import { findNeighbour, resolve } from '../neighbour/table.ts';
import type { Netns } from '../netns.ts';
import { L3, type Packet } from '../packet.ts';
import { peerOf } from './peer.ts';
import { sendError } from './send.ts';

/** net.ipv4.route.redirect_number, redirect_load and redirect_silence (ns, at 250 HZ). */
const MOST = 9;
const LOAD = 20_000_000;
const SILENCE = LOAD * 2 ** (MOST + 1);

/**
 * ip_rt_send_redirect: the packet leaves by the interface it came by, so its sender could have asked the next hop itself. Its sender's
 * tokens count from this moment: soon after a redirect there are none for an error. The packet is only lent.
 */
export function maybeRedirect(k: Kernel, ns: Netns, packet: Packet): void {
	const source = ipv4Source(packet.bytes, L3);
	const peer = peerOf(ns, source, k.now);
	if (k.now > peer.last + SILENCE) {
		peer.tokens = 0;
		peer.redirects = 0;
	}
	if (peer.redirects < MOST) {
		if (peer.redirects > 0 && k.now <= peer.last + LOAD * 2 ** peer.redirects) return;
		sendError(k, ns, packet, ICMP_REDIRECT, ICMP_REDIR_HOST, packet.nextHop, '');
		peer.redirects++;
	}
	peer.last = k.now;
}

/** ip_fib_check_default: some route has this very gateway. */
function isKnownGateway(ns: Netns, device: Device, gateway: number): boolean {
	return routesOf(ns.fib).some((route) =>
		(route.hops ?? [route]).some((hop) => hop.gateway === gateway && hop.dev === device.index)
	);
}

/** fib_lookup of the address itself (inet_addr_type): a host that others could be. */
function isUnicast(ns: Netns, address: number): boolean {
	const local = lookupTable(ns.fib.local, ns.devices, address, 0, 0, true);
	return !isMulticast(address) && !isLimitedBroadcast(address) && !isThisNetwork(address) && local === null;
}

/**
 * __ip_do_redirect: believed from the gateway in use. With shared_media the new one may be any host; without, it must be in a subnet of ours, and
 * with secure_redirects the gateway of some route. One whose MAC is not known yet is only asked for it; the next redirect makes it the gateway.
 * It may come in by another interface than packets to the gateway leave by: the settings are those of `device`, the gateway is sought where the route leads.
 */
export function learnRedirect(
	k: Kernel,
	ns: Netns,
	device: Device,
	from: number,
	destination: number,
	gateway: number,
	details: FlowDetails & { source: number }
): boolean {
	const { conf } = device;
	if (conf.acceptRedirects === 0) return false;
	const { route } = routeOutput(ns, destination, details.source, 0, details);
	if (route === null || !isThroughGateway(route) || gateway === from) return false;
	if (nextHopOf(ns, route, destination) !== from) return false;
	if (!isUnicast(ns, gateway)) return false;
	if (conf.sharedMedia === 0) {
		if (!onLink(device, gateway, from)) return false;
		if (conf.secureRedirects !== 0 && !isKnownGateway(ns, device, gateway)) return false;
	}
	const neighbour = findNeighbour(ns, route.dev, gateway);
	if (neighbour === undefined || !isValid(neighbour.state)) {
		resolve(k, ns, ns.devices[route.dev]!, gateway);
		return false;
	}
	ns.learntGateways.set(destination, { from: route.gateway, gateway });
	return true;
}
