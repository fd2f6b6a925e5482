/** Netfilter's tables, from the lab's rules. Connections that are known keep their translation, as on Linux. */
import { changeOfRules } from '../../lab/firewall-change.ts';
import type { LabNode } from '../../lab/document.ts';
import { type Firewall, rulesetOf } from '../../lab/firewall.ts';
import { setsOf } from '../../lab/ipset-change.ts';
import { printSets } from '../../kernel/netfilter/language/ipset-text.ts';
import type { Netns } from '../../kernel/netns.ts';
import { register } from '../../kernel/netfilter/register.ts';
import type { Rule } from '../../kernel/netfilter/rule.ts';
import type { Table } from '../../kernel/netfilter/ruleset.ts';

/** Chains that a change leaves alone keep their rules with their counters, and so do the rules before those that are added. */
export function applyFirewall(ns: Netns, node: Firewall & Pick<LabNode, 'ipsets'>, now: number): void {
	const { netfilter } = ns;
	applySets(ns, node.ipsets, now);
	const wanted = rulesetOf(node);
	for (const { table: name, chains } of changeOfRules(netfilter.tables, wanted)) {
		const before = netfilter.tables.find((table) => table.name === name);
		const table = wanted.find((one) => one.name === name) ?? emptied(before!);
		for (const chain of table.chains) {
			const old = before?.chains.find((one) => one.name === chain.name);
			if (old === undefined) continue;
			const flushed = chains.some((change) => change.name === chain.name && change.flush);
			chain.packets = old.packets;
			chain.bytes = old.bytes;
			if (!flushed) chain.rules = chain.rules.map((rule, i) => keep(old.rules[i], rule));
		}
		netfilter.tables = [...netfilter.tables.filter((one) => one !== before), table];
	}
	register(netfilter);
}

/** What a standing rule has counted and remembers; only where its chains stand now may differ. */
function keep(old: Rule | undefined, rule: Rule): Rule {
	return old === undefined ? rule : { ...old, to: rule.to };
}

function emptied(table: Table): Table {
	const chains = table.chains.filter(({ policy }) => policy !== '');
	return { ...table, chains: chains.map((chain) => ({ ...chain, policy: 'ACCEPT', rules: [] })) };
}

const S = 1_000_000_000;

/** Sets that stay as they are keep what is left of their entries' time. */
function applySets({ netfilter }: Netns, lines: readonly string[], now: number): void {
	const wanted = setsOf(lines);
	for (const [name, set] of wanted) {
		const old = netfilter.sets.get(name);
		const same =
			old !== undefined && printSets(new Map([[name, old]])).join() === printSets(new Map([[name, set]])).join();
		if (same) wanted.set(name, old);
		else for (const entry of set.entries.values()) if (entry.timeout > 0) entry.expires = now + entry.timeout * S;
	}
	netfilter.sets = wanted;
}
