/** Where a packet that came in goes: here, on, or nowhere (net/ipv4/route.c, ip_route_input_slow and __mkroute_input). */
import { contains, isLimitedBroadcast, isLoopback, isMulticast, isThisNetwork } from '../../net/prefix.ts';
import type { DropReason, Errno } from '../../trace/steps/types.ts';
import type { Device } from '../devices/device.ts';
import { lookup } from '../fib.ts';
import type { Flow } from '../flow.ts';
import { selectHop } from '../multipath.ts';
import type { Netns } from '../netns.ts';
import type { RouteEntry } from '../route-entry.ts';
import { routeOf } from '../rules.ts';
import { validateSource } from './validate-source.ts';

export interface InputRoute {
	/** `none`: there is no way, and `errno` is told to the source; `martian`: not even that, for `reason`. */
	verdict: 'local' | 'broadcast' | 'forward' | 'none' | 'martian';
	/** null: limited broadcast, or no way. */
	route: RouteEntry | null;
	errno: Errno | '';
	reason: DropReason | '';
	/** It goes back to where its source could have sent it itself (IPSKB_DOREDIRECT). */
	redirect: boolean;
}

/** Whoever asks reads the answer before anybody else asks. */
const answer: InputRoute = { verdict: 'none', route: null, errno: '', reason: '', redirect: false };

function say(verdict: InputRoute['verdict'], route: RouteEntry | null, problem: DropReason | '' = ''): InputRoute {
	answer.verdict = verdict;
	answer.route = route;
	answer.errno = '';
	answer.reason = problem;
	answer.redirect = false;
	return answer;
}

/** Addresses that can't be, whatever the routes are. */
function impossible(device: Device, source: number, destination: number): DropReason | '' {
	if (isMulticast(destination)) return 'ip-not-for-us';
	if (isMulticast(source) || isLimitedBroadcast(source)) return 'ip-martian-source';
	if (isLimitedBroadcast(destination) || (source === 0 && destination === 0)) return '';
	if (isThisNetwork(source)) return 'ip-martian-source';
	if (isThisNetwork(destination)) return 'ip-not-for-us';
	if (device.conf.routeLocalnet !== 0) return '';
	if (isLoopback(destination)) return 'ip-not-for-us';
	return isLoopback(source) ? 'ip-martian-source' : '';
}

/** @param flow What is asked, addresses and interface included; null where nothing but these has a say (`fib.plain`, and no `rp_filter`). */
export function routeInput(
	ns: Netns,
	device: Device,
	destination: number,
	source: number,
	flow: Flow | null
): InputRoute {
	const problem = impossible(device, source, destination);
	if (problem !== '') return say('martian', null, problem);
	if (isLimitedBroadcast(destination) || (source === 0 && destination === 0)) {
		return delivered(ns, device, destination, source, flow, null, 'broadcast');
	}
	const { fib } = ns;
	const route = fib.plain || flow === null ? lookup(fib, ns.devices, destination, 0) : routeOf(ns, flow);
	if (route === null || route.error !== '') return refused(device, route);
	if (route.type === 'local') return delivered(ns, device, destination, source, flow, route, 'local');
	if (route.type === 'broadcast' && device.conf.bcForwarding === 0) {
		return delivered(ns, device, 0, source, flow, route, 'broadcast');
	}
	if (route.type !== 'broadcast' && device.conf.forwarding === 0) return refused(device, null);
	return forwarded(ns, device, destination, source, flow, route);
}

/** An interface that does not forward says nothing about its routes (ip_error). */
function refused(device: Device, route: RouteEntry | null): InputRoute {
	say('none', route);
	answer.errno = device.conf.forwarding === 0 ? 'EHOSTUNREACH' : route === null ? 'ENETUNREACH' : route.error;
	return answer;
}

function delivered(
	ns: Netns,
	device: Device,
	destination: number,
	source: number,
	flow: Flow | null,
	route: RouteEntry | null,
	verdict: 'local' | 'broadcast'
): InputRoute {
	if (verdict === 'broadcast' && source === 0) return say(verdict, route);
	const towards = verdict === 'broadcast' ? 0 : destination;
	const judged = validateSource(ns, device, source, towards, 0, flow);
	return judged === 'direct' || judged === 'far' ? say(verdict, route) : say('martian', route, judged);
}

function forwarded(
	ns: Netns,
	device: Device,
	destination: number,
	source: number,
	flow: Flow | null,
	found: RouteEntry
): InputRoute {
	const route = found.hops === null || flow === null ? found : (selectHop(ns, found, flow, false) ?? found);
	const judged = validateSource(ns, device, source, destination, route.dev, flow);
	if (judged !== 'direct' && judged !== 'far') return say('martian', route, judged);
	say('forward', route);
	if (judged === 'direct' && route.dev === device.index && device.conf.sendRedirects !== 0) {
		answer.redirect = device.conf.sharedMedia !== 0 || onLink(device, source, route.gateway);
	}
	return answer;
}

/** inet_addr_onlink: one subnet of the interface holds both. @param other 0: it is not asked about. */
export function onLink(device: Device, address: number, other: number): boolean {
	return device.addresses.some(
		(own) => contains(own.subnet, own.length, address) && (other === 0 || contains(own.subnet, own.length, other))
	);
}
