/** Which tables, and whether conntrack and NAT, a packet meets at each hook (enum nf_ip_hook_priorities). */
import { builtInChains, hooks, type Hook, type TableName } from './hook.ts';
import { matches } from './matches/registry.ts';
import type { ExtensionData } from './rule.ts';
import { chainIn, type Ruleset } from './ruleset.ts';
import type { HookStep, Netfilter } from './tables.ts';
import { targets } from './targets/registry.ts';
import type { Syntax } from './extension.ts';

/** NF_IP_PRI_... of each table; nat's depends on the side that it changes. */
const priorities: Record<Exclude<TableName, 'nat'>, number> = { raw: -300, mangle: -150, filter: 0 };
const DEFRAG = -400;
const CONNTRACK = -200;
const NAT_DESTINATION = -100;
const NAT_SOURCE = 100;
const CONFIRM = 2_147_483_647;

function asksForConntrack(registry: readonly Syntax<ExtensionData>[], data: ExtensionData): boolean {
	const { needsConntrack } = registry[data.op];
	return typeof needsConntrack === 'function' ? needsConntrack(data) : needsConntrack === true;
}

/** Some rule needs to know connections (nf_ct_netns_get). */
export function needsConntrack(ruleset: Ruleset): boolean {
	return ruleset.some(({ chains }) =>
		chains.some(({ rules }) =>
			rules.some(
				(rule) =>
					rule.matches.some((data) => asksForConntrack(matches, data)) ||
					(rule.target !== null && asksForConntrack(targets, rule.target))
			)
		)
	);
}

function stepsAt(netfilter: Netfilter, hook: Hook): HookStep[] {
	const steps: { priority: number; step: HookStep }[] = [];
	const add = (priority: number, step: HookStep) => void steps.push({ priority, step });
	for (const table of netfilter.tables) {
		if (!builtInChains[table.name].includes(hook)) continue;
		const chain = chainIn(table, hook);
		if (table.name !== 'nat') add(priorities[table.name], { do: 'chain', table, chain });
		else if (netfilter.tracking)
			add(hook === 'PREROUTING' || hook === 'OUTPUT' ? NAT_DESTINATION : NAT_SOURCE, { do: 'nat', table, chain });
	}
	if (netfilter.tracking) {
		if (hook === 'PREROUTING' || hook === 'OUTPUT') {
			add(DEFRAG, { do: 'defrag' });
			add(CONNTRACK, { do: 'track' });
		}
		if (hook === 'INPUT' || hook === 'POSTROUTING') add(CONFIRM, { do: 'confirm' });
	}
	return steps.sort((a, b) => a.priority - b.priority).map(({ step }) => step);
}

/** Called whenever the tables have changed. Connections that are known stay until their time is over. */
export function register(netfilter: Netfilter): void {
	netfilter.tracking = needsConntrack(netfilter.tables);
	for (const hook of hooks) netfilter.hooks[hook] = stepsAt(netfilter, hook);
	netfilter.active = hooks.some((hook) => netfilter.hooks[hook].length > 0);
}
