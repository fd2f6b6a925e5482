/** Settings of a node that change while it runs: only what differs is touched, and what the netns has learnt stays. */
import { changeBetween, type SettingsChange } from '../../lab/change.ts';
import type { Config } from '../../lab/document.ts';
import { hostsLines, natLine, neighbourLine, resolvLines, routeLine } from '../../lab/export/lines.ts';
import { nodeById } from '../../lab/topology.ts';
import { lookup } from '../../kernel/fib.ts';
import type { Netns } from '../../kernel/netns.ts';
import { sysctlDefault } from '../../kernel/sysctl.ts';
import type { Simulation } from '../simulation.ts';
import { applyNames } from './names.ts';
import { changeChain } from './nat.ts';
import { removeStatic, setStatic } from './neighbours.ts';
import { addStaticRoutes, removeStaticRoute } from './routes.ts';
import { applySysctls } from './sysctls.ts';

/** What came of a change. */
export interface Changed {
	/** Commands that would do the same on Linux, those that had something to do. */
	done: string[];
	/** Routes that Linux refuses, with what it says. */
	refused: string[];
}

/** @param cause Record of the input. */
export function changeSettings(sim: Simulation, ns: Netns, set: Config, cause: number): Changed {
	const { world } = sim;
	const node = nodeById(world.lab, ns.node)!;
	const before = { ...node, ...world.changed.get(ns.node) };
	const after = { ...before, ...set };
	world.changed.set(ns.node, { ...world.changed.get(ns.node), ...set });
	const change = changeBetween(before, set);
	const result: Changed = { done: [], refused: [] };
	changeSysctls(ns, change, after, result);
	changeNeighbours(sim, ns, change, cause, result);
	changeRoutes(ns, change, result);
	for (const one of change.nat) {
		changeChain(ns, one);
		if (one.flush) result.done.push(`iptables -t nat -F ${one.chain}`);
		for (const rule of one.rules) result.done.push(natLine(rule).replace(' -w', ''));
	}
	applyNames(ns, after);
	if (change.hosts !== null) result.done.push(`/etc/hosts: ${hostsLines(change.hosts).join('; ')}`);
	if (change.nameservers !== null) result.done.push(`/etc/resolv.conf: ${resolvLines(change.nameservers).join('; ')}`);
	return result;
}

type AllSettings = Parameters<typeof applySysctls>[1];

function changeSysctls(ns: Netns, { forwarding, sysctls }: SettingsChange, after: AllSettings, result: Changed): void {
	if (forwarding === null && sysctls.length === 0) return;
	applySysctls(ns, after);
	if (forwarding !== null) result.done.push(`sysctl -w net.ipv4.ip_forward=${forwarding ? 1 : 0}`);
	for (const { name, value } of sysctls)
		result.done.push(`sysctl -w ${name}=${value ?? sysctlDefault(name) ?? 'default'}`);
}

function changeNeighbours(
	sim: Simulation,
	ns: Netns,
	{ neighbours: { removed, wanted } }: SettingsChange,
	cause: number,
	result: Changed
): void {
	for (const one of removed)
		if (removeStatic(sim, ns, one, cause)) result.done.push(`ip neigh del ${one.address} dev ${one.dev}`);
	for (const one of wanted) if (setStatic(sim, ns, one, cause)) result.done.push(`ip ${neighbourLine('replace', one)}`);
}

function changeRoutes(ns: Netns, { routes: { removed, wanted } }: SettingsChange, result: Changed): void {
	// What routers on the way have said is kept with the route that was used (struct fib_nh_exception), and goes with it.
	const learnt = [...new Set([...ns.learntGateways.keys(), ...ns.pathMtus.keys()])];
	const ways = learnt.map((destination) => lookup(ns.fib, ns.devices, destination, 0));
	for (const route of removed) if (removeStaticRoute(ns, route)) result.done.push(`ip ${routeLine('del', route)}`);
	for (const { route, refusal } of addStaticRoutes(ns, wanted)) {
		if (refusal === null) result.done.push(`ip ${routeLine('add', route)}`);
		else result.refused.push(`ip ${routeLine('add', route)}: ${refusal.message}`);
	}
	for (const [i, destination] of learnt.entries()) {
		if (lookup(ns.fib, ns.devices, destination, 0) === ways[i]) continue;
		ns.learntGateways.delete(destination);
		ns.pathMtus.delete(destination);
	}
}
