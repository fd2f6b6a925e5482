/** Netfilter's tables, from the lab's rules. Connections that are known keep their translation, as on Linux. */
import { changeOfRules } from '../../lab/firewall-change.ts';
import { type Firewall, rulesetOf } from '../../lab/firewall.ts';
import type { Netns } from '../../kernel/netns.ts';
import { register } from '../../kernel/netfilter/register.ts';
import type { Rule } from '../../kernel/netfilter/rule.ts';
import type { Table } from '../../kernel/netfilter/ruleset.ts';

/** Chains that a change leaves alone keep their rules with their counters, and so do the rules before those that are added. */
export function applyFirewall(ns: Netns, node: Firewall): void {
	const { netfilter } = ns;
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
