/**
 * Which routes of a node Linux would take, and what it says of the others. Measured with `ip route add` on Linux
 * 6.18; the code is net/ipv4/fib_semantics.c, fib_check_nh_v4_gw and fib_create_info.
 */
import { broadcastOf, contains, networkOf } from '../net/prefix.ts';
import { type Cidr, formatCidr, isIpv4, parseCidr, parseIpv4 } from '../net/text.ts';
import type { Lab, Route } from './document.ts';
import { devicesOf, type LabDevice, nodeById } from './topology.ts';

/** "default", a bare address or a prefix, as a prefix. */
export function routePrefix(to: string): Cidr {
	if (to === 'default') return { address: 0, length: 0 };
	return isIpv4(to) ? { address: parseIpv4(to), length: 32 } : parseCidr(to);
}

/** What tells two routes apart for Linux: adding a second one of the same prefix and metric is EEXIST. */
export function routeKey(route: Pick<Route, 'to' | 'metric'>): string {
	const { address, length } = routePrefix(route.to);
	return `${formatCidr(networkOf(address, length), length)} metric ${route.metric}`;
}

interface Reach extends Cidr {
	dev: string;
}

/** Prefixes that are reached without a gateway: the subnets of addresses, and earlier routes with a device only. */
function directly(earlier: readonly Route[], devices: readonly LabDevice[]): Reach[] {
	const subnets = devices.flatMap(({ name, addresses }) => addresses.map((one) => ({ dev: name, ...parseCidr(one) })));
	const routes = earlier
		.filter(({ type, via, dev }) => type === 'unicast' && via === undefined && dev !== undefined)
		.map(({ to, dev }) => ({ dev: dev!, ...routePrefix(to) }));
	return [...subnets, ...routes];
}

/** Subnet broadcasts are no gateways; below /31 an address has one (RFC 3021). */
function isBroadcastOf({ address, length }: Reach, other: number): boolean {
	return length < 31 && broadcastOf(address, length) === other;
}

export interface Refusal {
	/** The property that is to blame. */
	key: 'to' | 'via' | 'dev' | 'src';
	/** A sentence, with what Linux says. */
	message: string;
}

/**
 * Why Linux would not add this route, or null.
 * @param earlier Routes that stand already.
 * @param devices Of the netns, without those whose being down matters to the caller.
 */
export function routeRefusal(route: Route, earlier: readonly Route[], devices: readonly LabDevice[]): Refusal | null {
	if (route.type === 'unicast') {
		if (route.dev !== undefined && !devices.some(({ name }) => name === route.dev)) {
			return { key: 'dev', message: `${route.dev} is down; Linux says "Network is down"` };
		}
		if (route.via !== undefined) {
			const via = parseIpv4(route.via);
			const known = directly(earlier, devices);
			const on = known.filter(({ dev, address, length }) => {
				return (route.dev === undefined || dev === route.dev) && contains(address, length, via);
			});
			const refused = on.length === 0 || route.scope === 'link' || known.some((reach) => isBroadcastOf(reach, via));
			if (refused) {
				const where = route.dev === undefined ? 'a subnet of this node' : `a subnet of ${route.dev}`;
				const what = on.length === 0 ? `is not on ${where}` : 'is no host that this route could go through';
				return { key: 'via', message: `the gateway ${route.via} ${what}; Linux says "Nexthop has invalid gateway"` };
			}
		}
	}
	const { src } = route;
	if (src !== undefined && !devices.some(({ addresses }) => addresses.some((one) => one.split('/')[0] === src))) {
		return { key: 'src', message: `${src} is no address of this node; Linux says "Invalid prefsrc address"` };
	}
	if (route.metric === 0) {
		const { address, length } = routePrefix(route.to);
		const connected = devices.find(({ name, addresses }) => {
			return (
				name !== 'lo' &&
				addresses.map(parseCidr).some((one) => {
					return one.length === length && length < 32 && contains(address, length, one.address);
				})
			);
		});
		if (connected !== undefined) {
			const message = `the address of ${connected.name} has made the route to ${route.to} already; Linux says "File exists"`;
			return { key: 'to', message };
		}
	}
	return null;
}

/** A node's routes in order, each with what Linux says against it when the network is built, or null. */
export function routesToBuild(lab: Lab, netnsNodeId: string): { route: Route; refusal: Refusal | null }[] {
	const devices = devicesOf(lab, netnsNodeId).filter(({ up }) => up);
	const standing: Route[] = [];
	return (nodeById(lab, netnsNodeId)?.routes ?? []).map((route) => {
		const refusal = routeRefusal(route, standing, devices);
		if (refusal === null) standing.push(route);
		return { route, refusal };
	});
}
