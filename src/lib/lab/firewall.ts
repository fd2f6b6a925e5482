/**
 * The rules of a node's netfilter: what its `iptables` lines say, and its simple `nat` rules behind them. Everything
 * that builds or runs a node takes them from here, so that there is one way.
 */
import { type LineProblem, parseRuleset } from '../kernel/netfilter/language/ruleset-text.ts';
import type { Ruleset } from '../kernel/netfilter/ruleset.ts';
import type { LabNode, NatRule } from './document.ts';

export type Firewall = Pick<LabNode, 'iptables' | 'nat'>;

function natChainOf(rule: NatRule): 'PREROUTING' | 'POSTROUTING' {
	return rule.target === 'DNAT' ? 'PREROUTING' : 'POSTROUTING';
}

/** A simple rule as iptables has it: "-A PREROUTING -p tcp -m tcp --dport 80 -j DNAT ...". */
function natLine(rule: NatRule): string {
	const words = ['-A', natChainOf(rule)];
	if (rule.target === 'DNAT') {
		if (rule.destination !== undefined) words.push(`-d ${rule.destination}`);
		if (rule.in !== undefined) words.push(`-i ${rule.in}`);
		words.push(`-p ${rule.protocol} -m ${rule.protocol} --dport ${rule.port}`);
		words.push(`-j DNAT --to-destination ${rule.to}${rule.toPort === undefined ? '' : `:${rule.toPort}`}`);
	} else {
		if (rule.source !== undefined) words.push(`-s ${rule.source}`);
		if (rule.out !== undefined) words.push(`-o ${rule.out}`);
		words.push(rule.target === 'SNAT' ? `-j SNAT --to-source ${rule.to}` : '-j MASQUERADE');
	}
	return words.join(' ');
}

/** What is wrong with the lines. */
export function problemsOfRules(lines: readonly string[]): LineProblem[] {
	return parseRuleset(lines).problems;
}

/** Rules as data. Lines that have problems have been refused before (checks/firewall.ts). */
export function rulesetOf({ iptables, nat }: Firewall): Ruleset {
	const { ruleset } = parseRuleset(iptables);
	if (nat.length === 0) return ruleset;
	const simple = parseRuleset(['*nat', ...nat.map(natLine), 'COMMIT']).ruleset[0];
	const table = ruleset.find(({ name }) => name === 'nat');
	if (table === undefined) return [...ruleset, simple];
	for (const chain of simple.chains) table.chains.find(({ name }) => name === chain.name)!.rules.push(...chain.rules);
	return ruleset;
}
