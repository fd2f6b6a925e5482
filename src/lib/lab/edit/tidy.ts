/**
 * After something was taken out of a lab: what named it goes too, as routes go with their device on Linux.
 * What names nothing that is gone stays the very same value.
 */
import { broughtBy, checkInput } from '../checks/programs.ts';
import { createReport } from '../checks/report.ts';
import type { Input, Lab, LabNode } from '../document.ts';
import type { Problem } from '../problem.ts';
import { routeRefusals } from '../routes.ts';
import { settingsOf } from '../settings.ts';
import { devicesOf, hasNetns, nodeById } from '../topology.ts';

/** The same array where nothing is filtered out, so that an edit shares what it has not touched. */
export function keep<T>(items: T[], stays: (item: T, i: number) => boolean): T[] {
	const kept = items.filter(stays);
	return kept.length === items.length ? items : kept;
}

function tidyNode(before: Lab, after: Lab, node: LabNode): LabNode {
	const devices = devicesOf(after, node.id);
	const names = new Set(devices.map(({ name }) => name));
	const old = devicesOf(before, node.id);
	if (old.every(({ name }) => names.has(name))) return node;
	const exists = (name: string | undefined) => name === undefined || names.has(name);
	const could = routeRefusals(node.routes, old);
	const can = routeRefusals(node.routes, devices);
	const routes = keep(node.routes, (route, i) => {
		if (!exists(route.dev) || route.nexthops?.some(({ dev }) => !exists(dev))) return false;
		// A gateway that was reached through the interface that is gone.
		return can[i] === null || could[i] !== null;
	});
	const neighbours = keep(node.neighbours, ({ dev }) => exists(dev));
	const proxies = keep(node.proxies, ({ dev }) => exists(dev));
	const rules = keep(node.rules, ({ iif, oif }) => exists(iif) && exists(oif));
	const nat = keep(node.nat, (rule) => exists(rule.target === 'DNAT' ? rule.in : rule.out));
	const services = keep(node.services, (service) => !('interface' in service) || exists(service.interface));
	const kept = { routes, rules, neighbours, proxies, nat, services };
	const same = Object.entries(kept).every(([name, value]) => value === node[name as keyof typeof kept]);
	return same ? node : { ...node, ...kept };
}

/** A changed configuration is tidied as the node's own is; of all else nothing may be missing that it names. */
function stillPossible(lab: Lab, input: Input): boolean {
	if (input.action.do === 'config') return input.node !== undefined && nodeById(lab, input.node) !== undefined;
	const problems: Problem[] = [];
	checkInput(lab, input, [], createReport(problems), broughtBy(lab, lab.suggested));
	return problems.length === 0;
}

/** A suggested change of a node's configuration names what is gone no more than the node does. */
function tidyInput(before: Lab, after: Lab, input: Input): Input {
	const { action, node: id } = input;
	const node = id === undefined ? undefined : nodeById(after, id);
	if (action.do !== 'config' || node === undefined) return input;
	const configured = { ...node, ...action.set };
	const tidied = tidyNode(before, after, configured);
	return tidied === configured ? input : { ...input, action: { ...action, set: settingsOf(tidied, action.set) } };
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
	const possible = keep(lab.suggested, (input) => stillPossible(lab, input));
	const suggested = possible.map((input) => tidyInput(before, lab, input));
	const same = suggested.length === lab.suggested.length && suggested.every((input, i) => input === lab.suggested[i]);
	return same ? lab : { ...lab, suggested };
}
