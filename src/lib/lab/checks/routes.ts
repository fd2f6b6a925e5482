/**
 * Routes and static neighbours as `ip route add` and `ip neigh add` would take them. What an edit elsewhere can
 * break, such as a gateway that is no longer on a subnet, is a warning: the network is built without that route.
 */
import { networkOf } from '../../net/prefix.ts';
import { formatCidr } from '../../net/text.ts';
import type { LabNode, Route } from '../document.ts';
import { firstRules, portsOf } from '../policy.ts';
import { routeKey, routePrefix, routeRefusals } from '../routes.ts';
import type { LabDevice } from '../topology.ts';
import { eachRepeated, type Report } from './report.ts';

type Path = readonly (string | number)[];

/** What is wrong with a route whatever the addresses are. False: nothing more can be said of it. */
function checkForm(node: LabNode, route: Route, at: Path, devices: LabDevice[], report: Report): boolean {
	const { address, length } = routePrefix(route.to);
	const network = networkOf(address, length);
	if (network !== address) {
		const message = `${route.to} has host bits set; Linux says "Invalid prefix for given prefix length"`;
		report.error([...at, 'to'], message, `the subnet is ${formatCidr(network, length)}`);
		return false;
	}
	if (((route.tos ?? 0) & 3) !== 0) {
		report.error([...at, 'tos'], `the last two bits of the TOS ${route.tos} are those of ECN`, 'a multiple of 4');
		return false;
	}
	const names = devices.map(({ name }) => name);
	const ways = [
		{ way: route, path: at },
		...(route.nexthops ?? []).map((way, i) => ({ way, path: [...at, 'nexthops', i] }))
	];
	for (const { way, path } of ways) {
		if (way.dev === undefined || names.includes(way.dev)) continue;
		report.error([...path, 'dev'], `${node.name} has no interface "${way.dev}"`, `it has ${names.join(', ')}`);
		return false;
	}
	if (route.nexthops !== undefined && (route.via !== undefined || route.dev !== undefined)) {
		report.error(at, 'a route with next hops has neither via nor dev of its own', 'put them into one of the next hops');
		return false;
	}
	const empty = (route.nexthops ?? []).findIndex(({ via, dev }) => via === undefined && dev === undefined);
	if (empty >= 0) {
		report.error([...at, 'nexthops', empty], 'a next hop needs a gateway (via) or an interface (dev)');
		return false;
	}
	if (route.type === 'local') {
		if (route.dev !== undefined && route.via === undefined) return true;
		report.error(at, 'a local route needs an interface (dev) and has no gateway', 'such as "dev": "lo"');
		return false;
	}
	const goes = route.via !== undefined || route.dev !== undefined || route.nexthops !== undefined;
	if (goes && route.type !== 'unicast') {
		report.error(at, `a ${route.type} route goes nowhere: it has neither via nor dev`, 'leave them out');
		return false;
	}
	if (!goes && route.type === 'unicast') {
		report.error(at, 'a route needs a gateway (via) or an interface (dev)', 'such as "via": "10.0.0.254"');
		return false;
	}
	return true;
}

/** Static neighbours of `node`. @param at Where the list stands. */
export function checkNeighbours(
	node: LabNode,
	neighbours: LabNode['neighbours'],
	at: Path,
	devices: LabDevice[],
	report: Report
): void {
	for (const [j, { dev }] of neighbours.entries()) {
		if (devices.some(({ name }) => name === dev && name !== 'lo')) continue;
		report.error([...at, j, 'dev'], `${node.name} has no interface "${dev}"`);
	}
	eachRepeated(
		neighbours.entries(),
		([, { address, dev }]) => `${address} ${dev}`,
		([j, { address, dev }]) => report.error([...at, j], `${address} on ${dev} stands here twice`)
	);
}

/** What net/core/fib_rules.c (fib_newrule) refuses, and what a rule would not mean. */
function checkRuleAction({ action, priority, goto }: LabNode['rules'][number], at: Path, report: Report): void {
	if (action === 'goto' && goto === undefined)
		report.error(at, 'a rule with the action "goto" says where it leads', 'set goto to the priority of a later rule');
	else if (action === 'goto' && goto! <= priority)
		report.error([...at, 'goto'], `goto ${goto} leads back from rule ${priority}`, `it must be more than ${priority}`);
	else if (action !== 'goto' && goto !== undefined)
		report.error([...at, 'goto'], `the action is "${action}"`, 'set action to "goto", or leave goto out');
	if (action === 'delete' && firstRules[priority] === undefined)
		report.error(
			[...at, 'priority'],
			`no rule is there from the beginning with the priority ${priority}`,
			`one of ${Object.keys(firstRules).join(', ')}`
		);
}

/** The bits of the TOS field that a rule can ask for (net/ipv4/fib_rules.c, fib4_rule_configure). */
const RULE_TOS = 0x1c;

/** Rules of routing of `node`. @param at Where the list stands. */
export function checkRoutingRules(
	node: LabNode,
	rules: LabNode['rules'],
	at: Path,
	devices: LabDevice[],
	report: Report
): void {
	const names = devices.map(({ name }) => name);
	for (const [j, rule] of rules.entries()) {
		checkRuleAction(rule, [...at, j], report);
		for (const key of ['iif', 'oif'] as const) {
			const name = rule[key];
			if (name === undefined || names.includes(name)) continue;
			report.warning([...at, j, key], `${node.name} has no interface "${name}": the rule never matches`);
		}
		for (const key of ['sport', 'dport'] as const) {
			const given = rule[key];
			if (given === undefined || portsOf(given) !== null) continue;
			report.error([...at, j, key], `${given} is not a range of ports`, 'from the lower to the higher, up to 65534');
		}
		if (((rule.tos ?? 0) & ~RULE_TOS) !== 0)
			report.error([...at, j, 'tos'], `Linux takes no rule for the TOS ${rule.tos}`, 'a multiple of 4, up to 28');
		for (const key of ['from', 'to'] as const) {
			const given = rule[key];
			if (given === undefined) continue;
			const { address, length } = routePrefix(given);
			const network = networkOf(address, length);
			if (network === address) continue;
			report.error([...at, j, key], `${given} has host bits set`, `the subnet is ${formatCidr(network, length)}`);
		}
	}
	eachRepeated(
		rules.entries(),
		([, rule]) => JSON.stringify(rule),
		([j]) => report.error([...at, j], 'this rule stands here twice; Linux says "File exists"')
	);
}

/** Addresses that `node` answers for. @param at Where the list stands. */
export function checkProxies(
	node: LabNode,
	proxies: LabNode['proxies'],
	at: Path,
	devices: LabDevice[],
	report: Report
): void {
	for (const [j, { dev }] of proxies.entries()) {
		if (devices.some(({ name }) => name === dev)) continue;
		report.error([...at, j, 'dev'], `${node.name} has no interface "${dev}"`);
	}
	eachRepeated(
		proxies.entries(),
		([, { address, dev }]) => `${address} ${dev}`,
		([j, { address, dev }]) => report.error([...at, j], `${address} on ${dev} stands here twice`)
	);
}

/** Routes of `node`. @param at Where the list stands. */
export function checkRoutes(node: LabNode, routes: Route[], at: Path, devices: LabDevice[], report: Report): void {
	const refusals = routeRefusals(routes, devices);
	for (const [j, route] of routes.entries()) {
		if (!checkForm(node, route, [...at, j], devices, report)) continue;
		const refusal = refusals[j];
		if (refusal !== null) report.warning([...at, j, refusal.key], refusal.message);
	}
	eachRepeated(
		routes.entries(),
		([, route]) => routeKey(route),
		([j, { to, metric }]) => {
			const message = `there is a route to ${to} with metric ${metric} in this table already; Linux says "File exists"`;
			report.error([...at, j], message, 'give it another metric');
		}
	);
}
