/** What lies between a node's settings before and after: what has to be done, and no more. */
import type { Config, Route } from './document.ts';
import { changeOfRules, type TableChange } from './firewall-change.ts';
import { rulesetOf } from './firewall.ts';
import { changeOfSets, type SetsChange } from './ipset-change.ts';
import { orderOf, resolverLines } from './resolver.ts';
import type { Settings } from './settings.ts';

export interface SettingsChange {
	/** null: as it was. */
	forwarding: boolean | null;
	/** `value` null: Linux's default again. */
	sysctls: { name: string; value: number | null }[];
	/** `wanted` are all that shall be there: what has gone with its interface meanwhile comes back. */
	neighbours: { removed: Settings['neighbours']; wanted: Settings['neighbours'] };
	routes: { removed: Route[]; wanted: Route[] };
	ipsets: SetsChange;
	rules: { removed: Settings['rules']; added: Settings['rules'] };
	proxies: { removed: Settings['proxies']; added: Settings['proxies'] };
	/** Of `iptables` and `nat` together. */
	firewall: TableChange[];
	hosts: Settings['hosts'] | null;
	/** /etc/resolv.conf is written anew; with `order` nsswitch.conf too. */
	resolver: Pick<Settings, 'nameservers' | 'resolver'> | null;
	order: string | null;
}

function same(a: unknown, b: unknown): boolean {
	return JSON.stringify(a) === JSON.stringify(b);
}

/** Those of `a` that are not among `b`. */
function without<T>(a: readonly T[], b: readonly T[]): T[] {
	const known = new Set(b.map((one) => JSON.stringify(one)));
	return a.filter((one) => !known.has(JSON.stringify(one)));
}

/** undefined: it is not named, and nothing changes. */
function difference<T>(before: readonly T[], after: readonly T[] | undefined): { removed: T[]; added: T[] } {
	if (after === undefined) return { removed: [], added: [] };
	return { removed: without(before, after), added: without(after, before) };
}

function isAmong(one: Settings['neighbours'][number], all: Settings['neighbours']): boolean {
	return all.some(({ address, dev }) => address === one.address && dev === one.dev);
}

/** @param set Takes the place of `before`, field by field. */
export function changeBetween(before: Settings, set: Config): SettingsChange {
	const { forwarding, sysctls, neighbours, routes, rules, proxies, ipsets, iptables, nat, hosts } = set;
	const { nameservers = before.nameservers, resolver = before.resolver } = set;
	const removed =
		sysctls === undefined ? [] : Object.keys(before.sysctls).filter((name) => sysctls[name] === undefined);
	const changed = Object.entries(sysctls ?? {}).filter(([name, value]) => before.sysctls[name] !== value);
	return {
		forwarding: forwarding === undefined || before.forwarding === forwarding ? null : forwarding,
		sysctls: [...removed.map((name) => ({ name, value: null })), ...changed.map(([name, value]) => ({ name, value }))],
		neighbours: {
			removed: neighbours === undefined ? [] : before.neighbours.filter((one) => !isAmong(one, neighbours)),
			wanted: neighbours ?? []
		},
		routes: { removed: routes === undefined ? [] : without(before.routes, routes), wanted: routes ?? [] },
		ipsets: ipsets === undefined ? { first: [], last: [] } : changeOfSets(before.ipsets, ipsets),
		rules: difference(before.rules, rules),
		proxies: difference(before.proxies, proxies),
		firewall:
			iptables === undefined && nat === undefined
				? []
				: changeOfRules(
						rulesetOf(before),
						rulesetOf({ iptables: iptables ?? before.iptables, nat: nat ?? before.nat })
					),
		hosts: hosts === undefined || same(before.hosts, hosts) ? null : hosts,
		resolver:
			same(before.nameservers, nameservers) && same(resolverLines(before.resolver), resolverLines(resolver))
				? null
				: { nameservers, resolver },
		order: orderOf(before.resolver) === orderOf(resolver) ? null : orderOf(resolver)
	};
}
