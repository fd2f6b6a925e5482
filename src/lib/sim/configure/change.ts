/** Settings of a node that change while it runs: only what differs is touched, and what the netns has learnt stays. */
import { changeBetween, type SettingsChange } from '../../lab/change.ts';
import type { Config } from '../../lab/document.ts';
import { commandsOf } from '../../lab/firewall-change.ts';
import { hostsLines, neighbourLine, resolvLines, routeLine } from '../../lab/export/lines.ts';
import { type PolicyRule, proxyLine, type ProxyNeighbour, ruleLine } from '../../lab/policy.ts';
import { nodeById } from '../../lab/topology.ts';
import { flowOf } from '../../kernel/flow.ts';
import { routeOf } from '../../kernel/rules.ts';
import type { Netns } from '../../kernel/netns.ts';
import { sysctlDefault } from '../../net/sysctls.ts';
import type { Simulation } from '../simulation.ts';
import { applyNames } from './names.ts';
import { applyFirewall } from './firewall.ts';
import { applyProxies, removeStatic, setStatic } from './neighbours.ts';
import { addStaticRoutes, removeStaticRoute } from './routes.ts';
import { applyRules } from './rules.ts';
import { applySysctls } from './sysctls.ts';

/** What came of a change. */
export interface Changed {
	/** Commands that would do the same on Linux, those that had something to do. */
	done: string[];
	/** Routes that Linux refuses, with what it says. */
	refused: string[];
}

/** Told of each command as soon as it has had its effect. */
type Tell = (command: string) => void;

/** Records a step for everything that it changes. @param cause Record of the input. */
export function changeSettings(sim: Simulation, ns: Netns, set: Config, cause: number): Changed {
	const { world } = sim;
	const node = nodeById(world.lab, ns.node)!;
	const before = { ...node, ...world.changed.get(ns.node) };
	const after = { ...before, ...set };
	world.changed.set(ns.node, { ...world.changed.get(ns.node), ...set });
	const change = changeBetween(before, set);
	const done: string[] = [];
	const tell: Tell = (text) => {
		done.push(text);
		if (sim.rec.on) sim.rec.step(ns, 'input', 'note', null, { kind: 'config-change', text }, cause);
	};
	changeSysctls(ns, change, after, tell);
	changeNeighbours(sim, ns, change, cause, tell);
	changeProxies(ns, change, after, tell);
	const refused = changeRoutes(ns, change, tell);
	changeRules(ns, change, after, tell);
	for (const line of [...change.ipsets.first, ...change.ipsets.last]) tell(`ipset ${line}`);
	if (set.ipsets !== undefined || change.firewall.length > 0) applyFirewall(ns, after, world.now);
	for (const command of commandsOf(change.firewall)) tell(command);
	applyNames(ns, after, before);
	if (change.hosts !== null) tell(`/etc/hosts: ${hostsLines(change.hosts).join('; ')}`);
	if (change.resolver !== null)
		tell(`/etc/resolv.conf: ${resolvLines(change.resolver.nameservers, change.resolver.resolver).join('; ')}`);
	if (change.order !== null) tell(`/etc/nsswitch.conf: hosts: ${change.order}`);
	return { done, refused };
}

type AllSettings = Parameters<typeof applySysctls>[1];

function changeSysctls(ns: Netns, { forwarding, sysctls }: SettingsChange, after: AllSettings, tell: Tell): void {
	if (forwarding === null && sysctls.length === 0) return;
	applySysctls(ns, after);
	if (forwarding !== null) tell(`sysctl -w net.ipv4.ip_forward=${forwarding ? 1 : 0}`);
	for (const { name, value } of sysctls) tell(`sysctl -w ${name}=${value ?? sysctlDefault(name) ?? 'default'}`);
}

function changeNeighbours(
	sim: Simulation,
	ns: Netns,
	{ neighbours: { removed, wanted } }: SettingsChange,
	cause: number,
	tell: Tell
): void {
	for (const one of removed) if (removeStatic(sim, ns, one, cause)) tell(`ip neigh del ${one.address} dev ${one.dev}`);
	for (const one of wanted) if (setStatic(sim, ns, one, cause)) tell(`ip ${neighbourLine('replace', one)}`);
}

function changeProxies(
	ns: Netns,
	{ proxies: { removed, added } }: SettingsChange,
	after: { proxies: ProxyNeighbour[] },
	tell: Tell
): void {
	if (removed.length + added.length === 0) return;
	applyProxies(ns, after);
	for (const one of removed) tell(`ip ${proxyLine('del', one)}`);
	for (const one of added) tell(`ip ${proxyLine('add', one)}`);
}

function changeRules(
	ns: Netns,
	{ rules: { removed, added } }: SettingsChange,
	after: { rules: PolicyRule[] },
	tell: Tell
): void {
	if (removed.length + added.length === 0) return;
	applyRules(ns, after.rules);
	for (const one of removed) tell(`ip ${ruleLine('del', one)}`);
	for (const one of added) tell(`ip ${ruleLine('add', one)}`);
}

/** Answers what Linux says of those that it refuses. */
function changeRoutes(ns: Netns, { routes: { removed, wanted } }: SettingsChange, tell: Tell): string[] {
	// What routers on the way have said is kept with the route that was used (struct fib_nh_exception), and goes with it.
	const learnt = [...new Set([...ns.learntGateways.keys(), ...ns.pathMtus.keys()])];
	const ways = learnt.map((destination) => routeOf(ns, flowOf(destination, 0)));
	for (const route of removed) if (removeStaticRoute(ns, route)) tell(`ip ${routeLine('del', route)}`);
	const refused: string[] = [];
	addStaticRoutes(ns, wanted, (route, refusal) => {
		if (refusal === null) tell(`ip ${routeLine('add', route)}`);
		else refused.push(`ip ${routeLine('add', route)}: ${refusal.message}`);
	});
	for (const [i, destination] of learnt.entries()) {
		if (routeOf(ns, flowOf(destination, 0)) === ways[i]) continue;
		ns.learntGateways.delete(destination);
		ns.pathMtus.delete(destination);
	}
	return refused;
}
