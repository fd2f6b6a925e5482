/** What lies between a node's settings before and after: what has to be done, and no more. */
import type { Config, NatRule, Route } from './document.ts';
import type { Settings } from './settings.ts';

type NatChainName = 'PREROUTING' | 'POSTROUTING';

export interface SettingsChange {
	/** null: as it was. */
	forwarding: boolean | null;
	/** `value` null: Linux's default again. */
	sysctls: { name: string; value: number | null }[];
	/** `wanted` are all that shall be there: what has gone with its interface meanwhile comes back. */
	neighbours: { removed: Settings['neighbours']; wanted: Settings['neighbours'] };
	routes: { removed: Route[]; wanted: Route[] };
	/** Chains that change: their rules are added at the end, to none or to those that stand. */
	nat: { chain: NatChainName; flush: boolean; rules: NatRule[] }[];
	hosts: Settings['hosts'] | null;
	nameservers: Settings['nameservers'] | null;
}

export function natChainOf(rule: NatRule): NatChainName {
	return rule.target === 'DNAT' ? 'PREROUTING' : 'POSTROUTING';
}

function same(a: unknown, b: unknown): boolean {
	return JSON.stringify(a) === JSON.stringify(b);
}

/** Those of `a` that are not among `b`. */
function without<T>(a: readonly T[], b: readonly T[]): T[] {
	const known = new Set(b.map((one) => JSON.stringify(one)));
	return a.filter((one) => !known.has(JSON.stringify(one)));
}

function natChange(before: readonly NatRule[], after: readonly NatRule[]): SettingsChange['nat'] {
	return (['PREROUTING', 'POSTROUTING'] as const).flatMap((chain) => {
		const ofChain = (rules: readonly NatRule[]) => rules.filter((rule) => natChainOf(rule) === chain);
		const [old, wanted] = [ofChain(before), ofChain(after)];
		if (same(old, wanted)) return [];
		const grows = same(old, wanted.slice(0, old.length));
		return [{ chain, flush: !grows, rules: grows ? wanted.slice(old.length) : wanted }];
	});
}

function isAmong(one: Settings['neighbours'][number], all: Settings['neighbours']): boolean {
	return all.some(({ address, dev }) => address === one.address && dev === one.dev);
}

/** @param set Takes the place of `before`, field by field. */
export function changeBetween(before: Settings, set: Config): SettingsChange {
	const { forwarding, sysctls, neighbours, routes, nat, hosts, nameservers } = set;
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
		nat: nat === undefined ? [] : natChange(before.nat, nat),
		hosts: hosts === undefined || same(before.hosts, hosts) ? null : hosts,
		nameservers: nameservers === undefined || same(before.nameservers, nameservers) ? null : nameservers
	};
}
