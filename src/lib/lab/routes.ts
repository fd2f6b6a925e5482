/**
 * Which routes of a node Linux would take, and what it says of the others. Measured with `ip route add` on Linux
 * 6.18; the code is net/ipv4/fib_semantics.c, fib_check_nh_v4_gw and fib_create_info. The export, the engine and the checks all ask here.
 */
import { broadcastOf, contains, networkOf } from '../net/prefix.ts';
import { type Cidr, formatCidr, isIpv4, parseCidr, parseIpv4, parseOwnCidr } from '../net/text.ts';
import type { Lab, Nexthop, Route } from './document.ts';
import { tableNumber } from './policy.ts';
import { devicesOf, type LabDevice, nodeById } from './topology.ts';

/** "default", a bare address or a prefix, as a prefix. */
export function routePrefix(to: string): Cidr {
	if (to === 'default') return { address: 0, length: 0 };
	return isIpv4(to) ? { address: parseIpv4(to), length: 32 } : parseCidr(to);
}

/** What tells two routes apart for Linux: adding a second one of the same table, prefix, TOS and metric is EEXIST. */
export function routeKey({ to, metric, table, tos }: Pick<Route, 'to' | 'metric' | 'table' | 'tos'>): string {
	const { address, length } = routePrefix(to);
	return `${table ?? 'main'} ${formatCidr(networkOf(address, length), length)} tos ${tos ?? 0} metric ${metric}`;
}

/** What the FIB must know of a device. */
export type RouteDevice = Pick<LabDevice, 'kind' | 'name' | 'addresses' | 'up'>;

/** How far away a route's destinations are (enum rt_scope_t): a gateway must be nearer than what is reached through it. */
const scopes = { global: 0, link: 253, host: 254 };

/** A prefix that a gateway may be found in. */
interface Reach extends Cidr {
	type: 'local' | 'broadcast' | 'unicast' | 'refusing' | 'throw';
	/** "" for a route that leads nowhere. */
	dev: string;
	up: boolean;
	scope: number;
	metric: number;
}

export interface Refusal {
	/** The property that is to blame. */
	key: 'to' | 'via' | 'dev' | 'src' | 'scope' | 'nexthops';
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
	/** The same of each of several next hops, in their order; [] where there is one way. */
	hops: { dev: string; ownGateway: boolean }[];
}

/** A table that rules have asked for a gateway, or 'refusing' where one of them refuses. */
type AskedTable = { table: number; suppress: number } | 'refusing';

/** The tables that rules would ask for a gateway, in their order; null: there are no rules. */
export type GatewayRules = (gateway: number, dev: string | undefined) => readonly AskedTable[] | null;

export interface RouteJudge {
	judge(route: Route): Verdict;
	/** The route stands from now on: later ones may go through it. */
	add(route: Route): void;
}

/** What an address brings into the table `local` (fib_add_ifaddr); lo's subnets are all this host's own. */
function localReaches({ kind, name, up, addresses }: RouteDevice): Reach[] {
	const base = { dev: name, up, metric: 0 };
	return addresses.map(parseOwnCidr).flatMap(({ address, length, subnet }): Reach[] => {
		const own: Reach = {
			...base,
			address,
			length: kind === 'lo' && up ? length : 32,
			type: 'local',
			scope: scopes.host
		};
		if (!up || length >= 31) return [own];
		const broadcast = { address: broadcastOf(subnet, length), length: 32 };
		return [own, { ...base, ...broadcast, type: 'broadcast', scope: scopes.link }];
	});
}

/** The subnets in the table `main`. */
function subnetReaches({ kind, name, up, addresses }: RouteDevice): Reach[] {
	if (kind === 'lo' || !up) return [];
	const base: Omit<Reach, keyof Cidr> = { dev: name, up, type: 'unicast', scope: scopes.link, metric: 0 };
	return addresses
		.map(parseOwnCidr)
		.flatMap(({ address, length, subnet }) =>
			length < 32 || subnet !== address ? [{ ...base, address: subnet, length }] : []
		);
}

/** fib_lookup: the longest prefix, then the smallest metric, then the oldest. */
function find(reaches: readonly Reach[], address: number, scope: number, dev: string | undefined): Reach | undefined {
	let best: Reach | undefined;
	for (const reach of reaches) {
		if (reach.scope < scope || !contains(reach.address, reach.length, address)) continue;
		if (dev !== undefined && reach.dev !== dev && leads(reach)) continue;
		const longer = best === undefined || reach.length > best.length;
		if (longer || (reach.length === best!.length && reach.metric < best!.metric)) best = reach;
	}
	return best;
}

/** It answers a lookup; the others are an error (fib_props). */
function leads({ type }: Reach): boolean {
	return type !== 'refusing' && type !== 'throw';
}

/** It leads somewhere: it has a device, or several. */
function goes({ type }: Route): boolean {
	return type === 'unicast' || type === 'local';
}

/** The scope that iproute2 gives a route that names none. */
export function scopeOf({ scope, type, via, nexthops }: Route): NonNullable<Route['scope']> {
	if (scope !== undefined) return scope;
	if (type === 'local') return 'host';
	return type === 'unicast' && via === undefined && nexthops === undefined ? 'link' : 'global';
}

/** The number of a route's table. */
export function tableOf({ table }: Route): number {
	return tableNumber(table ?? 'main');
}

/**
 * fib_check_nh and what else is asked of a new route.
 * @param devices Of the netns, as they are when the routes are added.
 * @param rules What stands then.
 */
export function createRouteJudge(devices: readonly RouteDevice[], rules: GatewayRules = () => null): RouteJudge {
	const local = devices.flatMap(localReaches);
	const main = devices.flatMap(subnetReaches);
	const tables = new Map<number, Reach[]>([
		[tableNumber('local'), local],
		[tableNumber('main'), main]
	]);
	const connected = new Map(
		main.map(({ address, length, dev }) => [formatCidr(networkOf(address, length), length), dev])
	);
	const refused = (key: Refusal['key'], message: string): Verdict => {
		return { refusal: { key, message }, dev: '', ownGateway: false, hops: [] };
	};

	/** fib_lookup: by the rules where there are some, else in `local` and `main` together and then in `default`. */
	function lookup(address: number, nearer: number, dev: string | undefined): Reach | 'refusing' | undefined {
		const inTable = (table: number) => find(tables.get(table) ?? [], address, nearer, dev);
		const asked = rules(address, dev);
		if (asked === null) {
			const both = find([...local, ...main], address, nearer, dev);
			return both !== undefined && both.type !== 'throw' ? both : inTable(tableNumber('default'));
		}
		for (const one of asked) {
			if (one === 'refusing') return one;
			const reach = inTable(one.table);
			if (reach === undefined || reach.type === 'throw') continue;
			if (!leads(reach) || reach.length > one.suppress) return reach;
		}
		return undefined;
	}

	/** The device and, through a gateway, how near that is. */
	function way(
		{ via, dev, onlink }: Pick<Nexthop, 'via' | 'dev' | 'onlink'>,
		{ scope, table = 'main', type }: Route
	): Verdict {
		const device = devices.find(({ name }) => name === dev);
		if (via === undefined) {
			if (device?.up === true || type === 'local') {
				return { refusal: null, dev: device?.name ?? '', ownGateway: false, hops: [] };
			}
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
		if (onlink) {
			if (device === undefined) {
				const message = 'a gateway that is onlink needs an interface (dev)';
				return refused('dev', `${message}; Linux says "Nexthop device required for onlink"`);
			}
			if (!device.up) return refused('dev', `${dev} is down; Linux says "Nexthop device is down"`);
			const ours = find(local, address, 0, dev);
			if (ours !== undefined && ours.type !== 'unicast')
				return refused('via', `the gateway ${via} is no other host's; Linux says "Nexthop has invalid gateway"`);
			return { refusal: null, dev: device.name, ownGateway: false, hops: [] };
		}
		const own = table === 'main' ? undefined : find(tables.get(tableNumber(table)) ?? [], address, nearer, dev);
		const reach = own !== undefined && leads(own) ? own : lookup(address, nearer, dev);
		if (reach === 'refusing')
			return refused('via', `a rule refuses the gateway ${via}; Linux says "Nexthop has invalid gateway"`);
		if (reach === undefined && dev !== undefined && device?.up !== true) {
			return refused('dev', `${dev} is down; Linux says "Nexthop has invalid gateway"`);
		}
		if (reach === undefined || reach.type === 'broadcast' || !leads(reach)) {
			const where = dev === undefined ? 'a subnet of this node' : `a subnet of ${dev}`;
			const what =
				reach === undefined && scope !== 'link' ? `is not on ${where}` : 'is no host that this route could go through';
			return refused('via', `the gateway ${via} ${what}; Linux says "Nexthop has invalid gateway"`);
		}
		if (!reach.up)
			return refused('via', `the gateway ${via} is on ${reach.dev}, which is down; Linux says "Network is down"`);
		return { refusal: null, dev: reach.dev, ownGateway: reach.scope === scopes.host, hops: [] };
	}

	/** Of several ways each must stand. */
	function ways(route: Route): Verdict {
		if (route.nexthops === undefined) return way(route, route);
		const hops = route.nexthops.map((hop) => way(hop, route));
		const bad = hops.findIndex(({ refusal }) => refusal !== null);
		if (bad >= 0) return refused('nexthops', `next hop ${bad + 1}: ${hops[bad].refusal!.message}`);
		return { ...hops[0], hops: hops.map(({ dev, ownGateway }) => ({ dev, ownGateway })) };
	}

	return {
		judge(route) {
			const verdict = goes(route) ? ways(route) : { refusal: null, dev: '', ownGateway: false, hops: [] };
			if (verdict.refusal !== null) return verdict;
			const { src } = route;
			if (goes(route) && src !== undefined && find(local, parseIpv4(src), 0, undefined)?.type !== 'local') {
				return refused('src', `${src} is no address of this node; Linux says "Invalid prefsrc address"`);
			}
			const { address, length } = routePrefix(route.to);
			const plain = route.metric === 0 && (route.table ?? 'main') === 'main' && (route.tos ?? 0) === 0;
			const maker = plain ? connected.get(formatCidr(networkOf(address, length), length)) : undefined;
			if (maker === undefined) return verdict;
			return refused(
				'to',
				`the address of ${maker} has made the route to ${route.to} already; Linux says "File exists"`
			);
		},
		add(route) {
			const { type, to, via, dev, metric, table = 'main', tos = 0 } = route;
			const near = scopes[scopeOf(route)];
			if (near < scopes.link || tos !== 0) return;
			const reaches = tables.get(tableNumber(table)) ?? [];
			tables.set(tableNumber(table), reaches);
			const base = { ...routePrefix(to), up: true, scope: near, metric };
			if (type === 'local') reaches.push({ ...base, type: 'local', dev: dev! });
			else if (type === 'throw') reaches.push({ ...base, type, dev: '' });
			else if (type !== 'unicast') reaches.push({ ...base, type: 'refusing', dev: '' });
			else if (via === undefined) reaches.push({ ...base, type: 'unicast', dev: dev! });
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
