/** Whether a packet may have the source that it has (net/ipv4/fib_frontend.c, fib_validate_source; RFC 3704). */
import { longest } from '../../net/prefix-trie.ts';
import type { Device } from '../devices/device.ts';
import { emptyFlow, type Flow, LOOPBACK } from '../flow.ts';
import type { Netns } from '../netns.ts';
import type { RouteEntry } from '../route-entry.ts';
import { routeOf } from '../rules.ts';
import { isThroughGateway } from './route.ts';

/** It may, and is a neighbour on that interface (`direct`) or not (`far`); else why not. */
export type SourceVerdict = 'direct' | 'far' | 'ip-martian-source' | 'ip-rp-filter';

/** inet_lookup_ifaddr_rcu: some interface has this very address. */
function hasAddress(ns: Netns, address: number): boolean {
	const { local } = ns.fib;
	const value = longest(local.trie, address);
	if (value < 0) return false;
	const route = local.buckets[value][0];
	return route.type === 'local' && route.length === 32;
}

/** fib_info_nh_uses_dev */
function uses(route: RouteEntry, device: Device): boolean {
	return route.hops === null ? route.dev === device.index : route.hops.some((hop) => hop.dev === device.index);
}

/**
 * @param output ifindex that the packet will leave by; 0: it stays here.
 * @param flow Of the packet; null where TOS, mark and ports have no say.
 * @param ways Filled for the trace: the route back.
 */
export function validateSource(
	ns: Netns,
	device: Device,
	source: number,
	destination: number,
	output: number,
	flow: Flow | null,
	ways: (RouteEntry | null)[] | null = null
): SourceVerdict {
	const { conf } = device;
	if (conf.rpFilter === 0 && (device.index !== output || conf.sendRedirects === 0)) {
		if (conf.acceptLocal !== 0) return 'far';
		if (!ns.fib.customLocal && ns.fib.rules === null) return hasAddress(ns, source) ? 'ip-martian-source' : 'far';
	}
	return validateFully(ns, device, turn(device, source, destination, output, flow), ways);
}

/** The question the other way round; read before anybody else asks. */
const back = emptyFlow();

function turn(device: Device, source: number, destination: number, output: number, flow: Flow | null): Flow {
	back.destination = source;
	back.source = destination;
	back.tos = flow?.tos ?? 0;
	back.mark = flow === null || device.conf.srcValidMark === 0 ? 0 : flow.mark;
	back.input = output === 0 ? LOOPBACK : output;
	back.output = 0;
	back.protocol = flow?.protocol ?? 0;
	back.sourcePort = flow?.destinationPort ?? 0;
	back.destinationPort = flow?.sourcePort ?? 0;
	return back;
}

/** __fib_validate_source */
function validateFully(ns: Netns, device: Device, flow: Flow, ways: (RouteEntry | null)[] | null): SourceVerdict {
	const { rpFilter, acceptLocal } = device.conf;
	const unknown = rpFilter === 0 ? 'far' : 'ip-rp-filter';
	const found = routeOf(ns, flow);
	ways?.push(found);
	if (found === null || found.error !== '') return unknown;
	if (found.type !== 'unicast' && (found.type !== 'local' || acceptLocal === 0)) return 'ip-martian-source';
	if (uses(found, device) || (found.type === 'local' && device.kind === 'lo'))
		return isThroughGateway(found) ? 'far' : 'direct';
	if (device.addresses.length === 0) return unknown;
	if (rpFilter === 1) return 'ip-rp-filter';
	flow.output = device.index;
	const second = routeOf(ns, flow, true);
	return second?.type === 'unicast' && !isThroughGateway(second) ? 'direct' : 'far';
}
