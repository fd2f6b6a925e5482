/**
 * After something was taken out of a lab: what named it goes too, as routes go with their device on Linux.
 * What names nothing that is gone stays the very same value.
 */
import type { Input, Lab, LabNode } from '../document.ts';
import { routeRefusal } from '../routes.ts';
import { devicesOf, hasNetns, netnsOf, nodeById } from '../topology.ts';

/** The same array where nothing is filtered out, so that an edit shares what it has not touched. */
export function keep<T>(items: T[], stays: (item: T) => boolean): T[] {
	const kept = items.filter(stays);
	return kept.length === items.length ? items : kept;
}

function tidyNode(before: Lab, after: Lab, node: LabNode): LabNode {
	const devices = devicesOf(after, node.id);
	const names = new Set(devices.map(({ name }) => name));
	const old = devicesOf(before, node.id);
	if (old.every(({ name }) => names.has(name))) return node;
	const exists = (name: string | undefined) => name === undefined || names.has(name);
	const routes = keep(node.routes, (route) => {
		if (!exists(route.dev)) return false;
		// A gateway that was reached through the interface that is gone.
		return routeRefusal(route, node.routes, devices) === null || routeRefusal(route, node.routes, old) !== null;
	});
	const neighbours = keep(node.neighbours, ({ dev }) => exists(dev));
	const nat = keep(node.nat, (rule) => exists(rule.target === 'DNAT' ? rule.in : rule.out));
	if (routes === node.routes && neighbours === node.neighbours && nat === node.nat) return node;
	return { ...node, routes, neighbours, nat };
}

function stillPossible(lab: Lab, { node: id, action }: Input): boolean {
	if (action.do === 'link') return lab.links.some((link) => link.id === action.link);
	const node = id === undefined ? undefined : nodeById(lab, id);
	if (node === undefined) return false;
	return (
		action.do !== 'interface' || devicesOf(lab, netnsOf(lab, node.id)).some(({ name }) => name === action.interface)
	);
}

/** @param after `before` without some nodes, links or interfaces. */
export function tidy(before: Lab, after: Lab): Lab {
	let changed = false;
	const nodes = after.nodes.map((node) => {
		const tidied = hasNetns(node) ? tidyNode(before, after, node) : node;
		changed ||= tidied !== node;
		return tidied;
	});
	const lab = changed ? { ...after, nodes } : after;
	const suggested = keep(lab.suggested, (input) => stillPossible(lab, input));
	return suggested === lab.suggested ? lab : { ...lab, suggested };
}
