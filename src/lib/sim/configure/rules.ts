/** Rules of routing, as the lab has them. */
import { type PolicyRule, portsOf, protocolNumber, tableNumber } from '../../lab/policy.ts';
import { routePrefix } from '../../lab/routes.ts';
import type { Netns } from '../../kernel/netns.ts';
import { defaultRules, plainRule, type Rule } from '../../kernel/rules.ts';

function portsIn(text: string | undefined): Rule['sourcePorts'] {
	return (text === undefined ? null : portsOf(text)) ?? { from: 0, to: 0 };
}

function kernelRule(rule: PolicyRule, action: Rule['action']): Rule {
	const prefix = (text: string | undefined) => {
		const { address, length } = routePrefix(text ?? 'default');
		return { network: address, length };
	};
	const { fwmark, fwmask } = rule;
	return {
		...plainRule(rule.priority, tableNumber(rule.table)),
		not: rule.not,
		from: prefix(rule.from),
		to: prefix(rule.to),
		input: rule.iif ?? '',
		output: rule.oif ?? '',
		mark: fwmark ?? 0,
		// Without a mask all bits are compared, but a mark of 0 alone asks for nothing.
		mask: fwmask ?? (fwmark === undefined || fwmark === 0 ? 0 : 0xffff_ffff),
		tos: rule.tos ?? 0,
		protocol: rule.ipproto === undefined ? 0 : protocolNumber(rule.ipproto),
		sourcePorts: portsIn(rule.sport),
		destinationPorts: portsIn(rule.dport),
		action,
		target: rule.goto ?? 0,
		suppress: rule.suppressPrefixLength ?? -1
	};
}

/** All of them anew. Once there was one, `local` and `main` stay two tables (fib_has_custom_rules). */
export function applyRules(ns: Netns, rules: readonly PolicyRule[]): void {
	const { fib } = ns;
	fib.version++;
	if (rules.length === 0 && fib.rules === null) return;
	const kept = defaultRules().filter(
		({ priority }) => !rules.some((rule) => rule.action === 'delete' && rule.priority === priority)
	);
	const made = rules.flatMap((rule) => (rule.action === 'delete' ? [] : [kernelRule(rule, rule.action)]));
	const all = [...kept, ...made];
	// A sort keeps the order of equals: a rule stands after those that were there with its priority.
	fib.rules = all.sort((a, b) => a.priority - b.priority);
	fib.plain = false;
}
