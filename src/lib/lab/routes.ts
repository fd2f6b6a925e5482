/**
 * Which routes of a node Linux would take, and what it says of the others. Measured with `ip route add` on Linux
 * 6.18; the code is net/ipv4/fib_semantics.c, fib_check_nh_v4_gw and fib_create_info. The export, the engine and the checks all ask here.
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

/** What the FIB must know of a device. */
export type RouteDevice = Pick<LabDevice, 'kind' | 'name' | 'addresses' | 'up'>;

/** How far away a route's destinations are (enum rt_scope_t): a gateway must be nearer than what is reached through it. */
const scopes = { global: 0, link: 253, host: 254 };

/** A prefix that a gateway may be found in. */
interface Reach extends Cidr {
	type: 'local' | 'broadcast' | 'unicast' | 'refusing';
	/** "" for a route that refuses. */
	dev: string;
	up: boolean;
	scope: number;
	metric: number;
}

export interface Refusal {
	/** The property that is to blame. */
	key: 'to' | 'via' | 'dev' | 'src' | 'scope';
	/** A sentence, with what Linux says. */
	message: string;
}

export interface Verdict {
	/** Why Linux would not add this route; null: it stands. */
	refusal: Refusal | null;
	/** The device that it leaves by; "" where it has none. */
	dev: string;
	/** The gateway is this very host: Linux keeps it, but asks for each destination on the wire itself (rt_set_nexthop). */
	ownGateway: boolean;
}

export interface RouteJudge {
	judge(route: Route): Verdict;
	/** The route stands from now on: later ones may go through it. */
	add(route: Route): void;
}

/** What an address brings into the table `local` (fib_add_ifaddr); lo's subnets are all this host's own. */
function localReaches({ kind, name, up, addresses }: RouteDevice): Reach[] {
	const base = { dev: name, up, metric: 0 };
	return addresses.map(parseCidr).flatMap(({ address, length }): Reach[] => {
		const own: Reach = {
			...base,
			address,
			length: kind === 'lo' && up ? length : 32,
			type: 'local',
			scope: scopes.host
		};
		if (!up || length >= 31) return [own];
		const broadcast = { address: broadcastOf(address, length), length: 32 };
		return [own, { ...base, ...broadcast, type: 'broadcast', scope: scopes.link }];
	});
}

/** The subnets in the table `main`. */
function subnetReaches({ kind, name, up, addresses }: RouteDevice): Reach[] {
	if (kind === 'lo' || !up) return [];
	const base: Omit<Reach, keyof Cidr> = { dev: name, up, type: 'unicast', scope: scopes.link, metric: 0 };
	return addresses.map(parseCidr).flatMap((one) => (one.length < 32 ? [{ ...base, ...one }] : []));
}

/** fib_lookup: the longest prefix, then the smallest metric, then the oldest. */
function find(reaches: readonly Reach[], address: number, scope: number, dev: string | undefined): Reach | undefined {
	let best: Reach | undefined;
	for (const reach of reaches) {
		if (reach.scope < scope || !contains(reach.address, reach.length, address)) continue;
		if (dev !== undefined && reach.dev !== dev && reach.type !== 'refusing') continue;
		const longer = best === undefined || reach.length > best.length;
		if (longer || (reach.length === best!.length && reach.metric < best!.metric)) best = reach;
	}
	return best;
}

/** @param devices Of the netns, as they are when the routes are added. */
export function createRouteJudge(devices: readonly RouteDevice[]): RouteJudge {
	const local = devices.flatMap(localReaches);
	const main = devices.flatMap(subnetReaches);
	const connected = new Map(
		main.map(({ address, length, dev }) => [formatCidr(networkOf(address, length), length), dev])
	);
	const refused = (key: Refusal['key'], message: string): Verdict => {
		return { refusal: { key, message }, dev: '', ownGateway: false };
	};

	/** The device and, through a gateway, how near that is. */
	function way({ via, dev, scope }: Route): Verdict {
		const device = devices.find(({ name }) => name === dev);
		if (via === undefined) {
			if (device?.up === true) return { refusal: null, dev: device.name, ownGateway: false };
			return refused('dev', `${dev} is down; Linux says "Device for nexthop is not up"`);
		}
		if (scope === 'host') {
			return refused(
				'scope',
				'a route of scope host has no gateway; Linux says "Route with host scope can not have a gateway"'
			);
		}
		const address = parseIpv4(via);
		const nearer = Math.max(scopes.link, scopes[scope ?? 'global'] + 1);
		const reach = find(local, address, nearer, dev) ?? find(main, address, nearer, dev);
		if (reach === undefined && dev !== undefined && device?.up !== true) {
			return refused('dev', `${dev} is down; Linux says "Nexthop has invalid gateway"`);
		}
		if (reach === undefined || reach.type === 'broadcast' || reach.type === 'refusing') {
			const where = dev === undefined ? 'a subnet of this node' : `a subnet of ${dev}`;
			const what =
				reach === undefined && scope !== 'link' ? `is not on ${where}` : 'is no host that this route could go through';
			return refused('via', `the gateway ${via} ${what}; Linux says "Nexthop has invalid gateway"`);
		}
		if (!reach.up)
			return refused('via', `the gateway ${via} is on ${reach.dev}, which is down; Linux says "Network is down"`);
		return { refusal: null, dev: reach.dev, ownGateway: reach.scope === scopes.host };
	}

	return {
		judge(route) {
			const verdict = route.type === 'unicast' ? way(route) : { refusal: null, dev: '', ownGateway: false };
			if (verdict.refusal !== null) return verdict;
			const { src } = route;
			if (
				route.type === 'unicast' &&
				src !== undefined &&
				find(local, parseIpv4(src), 0, undefined)?.type !== 'local'
			) {
				return refused('src', `${src} is no address of this node; Linux says "Invalid prefsrc address"`);
			}
			const { address, length } = routePrefix(route.to);
			const maker = route.metric === 0 ? connected.get(formatCidr(networkOf(address, length), length)) : undefined;
			if (maker === undefined) return verdict;
			return refused(
				'to',
				`the address of ${maker} has made the route to ${route.to} already; Linux says "File exists"`
			);
		},
		add({ type, to, via, dev, scope, metric }) {
			const near = scopes[scope ?? (type === 'unicast' && via === undefined ? 'link' : 'global')];
			if (near < scopes.link) return;
			const base = { ...routePrefix(to), up: true, scope: near, metric };
			if (type !== 'unicast') main.push({ ...base, type: 'refusing', dev: '' });
			else if (via === undefined) main.push({ ...base, type: 'unicast', dev: dev! });
		}
	};
}

/** What Linux says against each of a node's routes, null for nothing. As if all devices were up: being down is how somebody has set them, and no fault of a route. */
export function routeRefusals(routes: readonly Route[], devices: readonly RouteDevice[]): (Refusal | null)[] {
	const judge = createRouteJudge(devices.map((device) => ({ ...device, up: true })));
	return routes.map((route) => {
		const { refusal } = judge.judge(route);
		judge.add(route);
		return refusal;
	});
}

/** A node's routes in order, each with what Linux says of it when the network is built. */
export function routesToBuild(lab: Lab, netnsNodeId: string): ({ route: Route } & Verdict)[] {
	const judge = createRouteJudge(devicesOf(lab, netnsNodeId));
	return (nodeById(lab, netnsNodeId)?.routes ?? []).map((route) => {
		const verdict = judge.judge(route);
		if (verdict.refusal === null) judge.add(route);
		return { route, ...verdict };
	});
}
