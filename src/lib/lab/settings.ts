/** A node's settings: what it is told beside its devices, and what an input can change while the lab runs. */
import type { Config, LabNode } from './document.ts';

export type Settings = Required<Omit<Config, 'resolver'>> & Pick<Config, 'resolver'>;

/** Of a node that is told nothing. */
export const emptySettings: Settings = {
	forwarding: false,
	routes: [],
	ipsets: [],
	iptables: [],
	nat: [],
	neighbours: [],
	rules: [],
	proxies: [],
	hosts: [],
	nameservers: [],
	sysctls: {}
};

/** In the order in which they take effect. */
export const settingNames = [
	'forwarding',
	'sysctls',
	'neighbours',
	'proxies',
	'routes',
	'rules',
	'ipsets',
	'iptables',
	'nat',
	'hosts',
	'nameservers',
	'resolver'
] as const;

/** Of `node`, those that `like` has. */
export function settingsOf(node: Pick<LabNode, keyof Settings>, like: Config): Config {
	return Object.fromEntries(
		settingNames.filter((name) => like[name] !== undefined).map((name) => [name, node[name]])
	) as Config;
}

function count(n: number, noun: string): string {
	return n === 0 ? `no ${noun}s` : `${n} ${noun}${n === 1 ? '' : 's'}`;
}

/** What a change sets, in a few words: "forwarding on, 2 routes". */
export function describeConfig(set: Config): string {
	const parts: string[] = [];
	if (set.forwarding !== undefined) parts.push(`forwarding ${set.forwarding ? 'on' : 'off'}`);
	if (set.sysctls !== undefined) parts.push(count(Object.keys(set.sysctls).length, 'sysctl'));
	if (set.neighbours !== undefined) parts.push(count(set.neighbours.length, 'static neighbour'));
	if (set.proxies !== undefined) parts.push(count(set.proxies.length, 'ARP proxy').replace('proxys', 'proxies'));
	if (set.routes !== undefined) parts.push(count(set.routes.length, 'route'));
	if (set.ipsets !== undefined) parts.push(count(set.ipsets.length, 'line') + ' of ipsets');
	if (set.iptables !== undefined) parts.push(count(set.iptables.length, 'line') + ' of iptables');
	if (set.rules !== undefined) parts.push(count(set.rules.length, 'routing rule'));
	if (set.nat !== undefined) parts.push(count(set.nat.length, 'NAT rule'));
	if (set.hosts !== undefined) parts.push(count(set.hosts.length, 'line') + ' in /etc/hosts');
	if (set.nameservers !== undefined) parts.push(count(set.nameservers.length, 'nameserver'));
	if (set.resolver !== undefined) parts.push('how names are looked up');
	return parts.join(', ');
}
