/** "There is a shorter way": sending and believing ICMP redirects (RFC 1122 3.2.2.2; net/ipv4/route.c). */
import { isLimitedBroadcast, isMulticast } from '../../net/prefix.ts';
import { ICMP_REDIRECT, ICMP_REDIR_HOST } from '../../wire/icmp.ts';
import { ipv4Source } from '../../wire/ipv4.ts';
import type { Kernel } from '../context.ts';
import type { Device } from '../devices/device.ts';
import { lookup } from '../fib.ts';
import { isOwnAddress } from '../ip/addresses.ts';
import { isThroughGateway } from '../ip/route.ts';
import { isValid } from '../neighbour/entry.ts';
import { findNeighbour, resolve } from '../neighbour/table.ts';
import type { Netns } from '../netns.ts';
import { L3, type Packet } from '../packet.ts';
import { sendError } from './send.ts';

/** net.ipv4.route.redirect_number, redirect_load and redirect_silence (ns, at 250 HZ). */
const MOST = 9;
const LOAD = 20_000_000;
const SILENCE = LOAD * 2 ** (MOST + 1);

/** ip_rt_send_redirect: the packet leaves by the interface it came by, so its sender could have asked the next hop itself. The packet is only lent. */
export function maybeRedirect(k: Kernel, ns: Netns, device: Device, packet: Packet): void {
	if (device.conf.sendRedirects === 0) return;
	const source = ipv4Source(packet.bytes, L3);
	if (!isNeighbour(ns, device, source)) return;
	let told = ns.redirects.get(source);
	if (told === undefined || k.now > told.last + SILENCE) {
		told = { sent: 0, last: 0 };
		ns.redirects.set(source, told);
	}
	if (told.sent >= MOST) {
		told.last = k.now;
		return;
	}
	if (told.sent > 0 && k.now <= told.last + LOAD * 2 ** told.sent) return;
	told.last = k.now;
	told.sent++;
	sendError(k, ns, packet, ICMP_REDIRECT, ICMP_REDIR_HOST, packet.nextHop, '');
}

/** The way back to `source` is directly by `device`. */
function isNeighbour(ns: Netns, device: Device, source: number): boolean {
	const back = lookup(ns.fib, ns.devices, source, 0);
	return back !== null && back.type === 'unicast' && !isThroughGateway(back) && back.dev === device.index;
}

/**
 * __ip_do_redirect: believed from the gateway in use, for any unicast gateway: net.ipv4.conf.*.shared_media is 1, so the new
 * one need not be in a subnet of ours. One whose MAC is not known yet is only asked for it; the next redirect makes it the gateway.
 */
export function learnRedirect(
	k: Kernel,
	ns: Netns,
	device: Device,
	from: number,
	destination: number,
	gateway: number
): boolean {
	if (device.conf.acceptRedirects === 0) return false;
	const route = lookup(ns.fib, ns.devices, destination, 0);
	if (route === null || route.gateway !== from || route.dev !== device.index || gateway === from) return false;
	if (gateway === 0 || isMulticast(gateway) || isLimitedBroadcast(gateway) || isOwnAddress(ns, gateway)) return false;
	if (lookup(ns.fib, ns.devices, gateway, 0)?.type === 'broadcast') return false;
	const neighbour = findNeighbour(ns, device.index, gateway);
	if (neighbour === undefined || !isValid(neighbour.state)) {
		resolve(k, ns, device, gateway);
		return false;
	}
	ns.learntGateways.set(destination, { from, gateway });
	return true;
}
