/** What a node is told beside its devices: by its document, or by an input while the lab runs. */
import { findSysctl, sysctlNames } from '../../net/sysctls.ts';
import { closest } from '../../net/closest.ts';
import type { Config, Lab, LabNode } from '../document.ts';
import { settingNames } from '../settings.ts';
import { devicesOf, type LabDevice } from '../topology.ts';
import { checkRules, checkSetNames, checkSets } from './firewall.ts';
import type { Report } from './report.ts';
import { checkNeighbours, checkProxies, checkRoutes, checkRoutingRules } from './routes.ts';

type Path = readonly (string | number)[];

function checkNat(node: LabNode, rules: LabNode['nat'], at: Path, devices: LabDevice[], report: Report): void {
	const names = devices.map((device) => device.name);
	for (const [j, rule] of rules.entries()) {
		const [key, name] = rule.target === 'DNAT' ? ['in', rule.in] : ['out', rule.out];
		if (name === undefined || names.includes(name)) continue;
		report.error([...at, j, key!], `${node.name} has no interface "${name}"`, `it has ${names.join(', ')}`);
	}
}

/** The name that was meant: a known one, where that is about one interface with the interface. */
function meant(name: string): string | undefined {
	const [, before, target, leaf] = /^(net\.ipv4\.(?:conf|neigh))\.(.+)\.([^.]+)$/.exec(name) ?? [];
	if (target === undefined) return closest(name, sysctlNames());
	const general = target === 'all' ? target : 'default';
	return closest(`${before}.${general}.${leaf}`, sysctlNames())?.replace(`.${general}.`, () => `.${target}.`);
}

function checkSysctls(
	node: LabNode,
	sysctls: LabNode['sysctls'],
	at: Path,
	devices: LabDevice[],
	report: Report
): void {
	const names = devices.map((device) => device.name);
	for (const name of Object.keys(sysctls)) {
		if (!/^net(\.[A-Za-z0-9_/-]+){2,}$/.test(name)) {
			report.error([...at, name], `"${name}" is no sysctl of a network`, 'such as net.ipv4.ip_default_ttl');
			continue;
		}
		const found = findSysctl(name);
		if (found === undefined) {
			const near = meant(name);
			const message = `"${name}" has no effect in Hopwise; the export sets it`;
			report.warning([...at, name], message, ...(near === undefined ? [] : [`did you mean ${near}?`]));
		} else if (found.of !== 'netns' && !['all', 'default', ...names].includes(found.target)) {
			report.warning([...at, name], `${node.name} has no interface "${found.target}"`, `it has ${names.join(', ')}`);
		}
	}
}

/** @param at Where the settings stand. */
export function checkSettings(lab: Lab, node: LabNode, set: Config, at: Path, report: Report): void {
	const devices = devicesOf(lab, node.id);
	if (set.routes !== undefined) checkRoutes(node, set.routes, [...at, 'routes'], devices, report);
	if (set.neighbours !== undefined) checkNeighbours(node, set.neighbours, [...at, 'neighbours'], devices, report);
	if (set.ipsets !== undefined) checkSets(set.ipsets, [...at, 'ipsets'], report);
	if (set.iptables !== undefined || set.ipsets !== undefined)
		checkSetNames(set.iptables ?? node.iptables, set.ipsets ?? node.ipsets, [...at, 'iptables'], report);
	if (set.iptables !== undefined) checkRules(node, set.iptables, [...at, 'iptables'], devices, report);
	if (set.rules !== undefined) checkRoutingRules(node, set.rules, [...at, 'rules'], devices, report);
	if (set.proxies !== undefined) checkProxies(node, set.proxies, [...at, 'proxies'], devices, report);
	if (set.nat !== undefined) checkNat(node, set.nat, [...at, 'nat'], devices, report);
	if (set.sysctls !== undefined) checkSysctls(node, set.sysctls, [...at, 'sysctls'], devices, report);
}

/** A bridge leaves them to the node that it is in. */
export function checkNoSettings(node: LabNode, at: Path, report: Report): void {
	for (const key of settingNames) {
		const value = node[key] ?? {};
		const empty = typeof value === 'boolean' ? !value : Object.keys(value).length === 0;
		if (empty) continue;
		const mend = key === 'forwarding' ? 'set it on the node that it is in' : 'put them on the node that it is in';
		report.error([...at, key], `a bridge has no ${key} of its own`, mend);
	}
}
