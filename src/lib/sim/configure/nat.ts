/** The nat table, from the lab's rules. Connections that are known keep their translation, as on Linux. */
import { natChainOf, type SettingsChange } from '../../lab/change.ts';
import type { LabNode, NatRule } from '../../lab/document.ts';
import { networkOf } from '../../net/prefix.ts';
import { parseCidr, parseIpv4 } from '../../net/text.ts';
import type { Netns } from '../../kernel/netns.ts';
import type { Match, Rule } from '../../kernel/netfilter/rule.ts';
import type { NatChain } from '../../kernel/netfilter/tables.ts';
import { PROTOCOL_TCP, PROTOCOL_UDP } from '../../wire/ipv4.ts';

export function applyNat(ns: Netns, node: LabNode): void {
	const { netfilter } = ns;
	for (const chain of Object.keys(netfilter.nat) as NatChain[]) netfilter.nat[chain] = [];
	for (const rule of node.nat) netfilter.nat[natChainOf(rule)].push(readRule(rule));
	watch(ns);
}

/** Changes one chain; rules that stand keep their counters. */
export function changeChain(ns: Netns, { chain, flush, rules }: SettingsChange['nat'][number]): void {
	const standing = flush ? [] : ns.netfilter.nat[chain];
	ns.netfilter.nat[chain] = [...standing, ...rules.map(readRule)];
	watch(ns);
}

/**
 * Connections are tracked while a rule needs it (nf_ct_netns_get). When the last one goes, those that are known stay in the table
 * until their time is over, but no packet is held against them.
 */
function watch({ netfilter }: Netns): void {
	netfilter.active = Object.values(netfilter.nat).some((rules) => rules.length > 0);
}

function address(kind: 'source' | 'destination', text: string): Match {
	const { address: number, length } = parseCidr(text.includes('/') ? text : `${text}/32`);
	return { kind, a: networkOf(number, length), b: length, dev: '' };
}

function readRule(rule: NatRule): Rule {
	const matches: Match[] = [];
	if (rule.target === 'DNAT') {
		if (rule.destination !== undefined) matches.push(address('destination', rule.destination));
		if (rule.in !== undefined) matches.push({ kind: 'inInterface', a: 0, b: 0, dev: rule.in });
		matches.push({
			kind: 'destinationPort',
			a: rule.protocol === 'tcp' ? PROTOCOL_TCP : PROTOCOL_UDP,
			b: rule.port,
			dev: ''
		});
		return {
			matches,
			target: { kind: 'DNAT', address: parseIpv4(rule.to), port: rule.toPort ?? 0 },
			packets: 0,
			bytes: 0
		};
	}
	if (rule.source !== undefined) matches.push(address('source', rule.source));
	if (rule.out !== undefined) matches.push({ kind: 'outInterface', a: 0, b: 0, dev: rule.out });
	const to = rule.target === 'SNAT' ? parseIpv4(rule.to) : 0;
	return { matches, target: { kind: rule.target, address: to, port: 0 }, packets: 0, bytes: 0 };
}
