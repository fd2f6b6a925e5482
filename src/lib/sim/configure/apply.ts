/**
 * Makes the world as a lab says. Called for an empty world and for every edit: what a running netns has learnt
 * stays where its configuration stays.
 */
import type { Lab } from '../../lab/document.ts';
import { devicesOf, netnsNodes, netnsOf, nodeById } from '../../lab/topology.ts';
import { createNetns } from '../../kernel/netns.ts';
import type { Simulation } from '../simulation.ts';
import { applyDevices, completeDevices, rewire } from './devices.ts';
import { applyFirewall } from './firewall.ts';
import { applyLinks } from './links.ts';
import { applyNames } from './names.ts';
import { applyNeighbours, applyProxies } from './neighbours.ts';
import { applyRoutes } from './routes.ts';
import { applyServices } from './services.ts';
import { applySysctls } from './sysctls.ts';

/** The lab must have passed its checks. */
export function applyLab(sim: Simulation, lab: Lab): void {
	const { world } = sim;
	const first = world.namespaces.length === 0;
	const nodes = netnsNodes(lab);
	const wanted = new Set(nodes.map((node) => node.id));
	for (const [node, index] of world.netnsOfNode) if (!wanted.has(node)) removeNetns(sim, node, index);
	for (const node of nodes) {
		const index = world.netnsOfNode.get(node.id);
		if (index !== undefined) {
			world.namespaces[index]!.name = node.name;
			continue;
		}
		world.netnsOfNode.set(node.id, world.namespaces.length);
		world.namespaces.push(createNetns(world.namespaces.length, node.id, node.name));
	}
	const changed = nodes.filter((node) => first || !sameNetns(world.lab, lab, node.id));
	/** What they were told until now. */
	const told = changed.map((node) => {
		const before = first ? undefined : nodeById(world.lab, node.id);
		return before && { ...before, ...world.changed.get(node.id) };
	});
	world.lab = lab;
	for (const node of changed) {
		const ns = world.namespaces[world.netnsOfNode.get(node.id)!]!;
		world.changed.delete(node.id);
		applyDevices(sim, ns, devicesOf(lab, node.id));
		applySysctls(ns, node);
	}
	const netnsIndex = (node: string) => world.netnsOfNode.get(netnsOf(lab, node)) ?? -1;
	applyLinks(sim, lab, netnsIndex);
	for (const node of nodes)
		completeDevices(sim, world.namespaces[netnsIndex(node.id)]!, devicesOf(lab, node.id), netnsIndex);
	rewire(sim);
	for (const [i, node] of changed.entries()) {
		const ns = world.namespaces[world.netnsOfNode.get(node.id)!]!;
		applyRoutes(ns, node);
		applyNeighbours(ns, node);
		applyProxies(ns, node);
		applyFirewall(ns, node, world.now);
		applyNames(ns, node, told[i]);
		applyServices(sim, ns, node);
	}
}

/** Nothing of a node's netns differs between two labs. Edits share what they don't touch, so this is quick. */
function sameNetns(before: Lab, after: Lab, id: string): boolean {
	const members = (lab: Lab) =>
		lab.nodes.filter((node) => node.id === id || (node.kind === 'bridge' && netnsOf(lab, node.id) === id));
	const a = members(before);
	const b = members(after);
	return (
		a.length === b.length &&
		a.every(
			(node, i) =>
				node === b[i] || JSON.stringify({ ...node, position: 0 }) === JSON.stringify({ ...b[i], position: 0 })
		)
	);
}

function removeNetns(sim: Simulation, node: string, index: number): void {
	const { world } = sim;
	world.netnsOfNode.delete(node);
	world.changed.delete(node);
	world.namespaces[index] = null;
	for (const process of [...world.processes.values()]) if (process.ns === index) world.processes.delete(process.pid);
}
