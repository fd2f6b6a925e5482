/** The nat table, from the lab's rules. Connections that are known keep their translation, as on Linux. */
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
	for (const rule of node.nat)
		netfilter.nat[rule.target === 'DNAT' ? 'PREROUTING' : 'POSTROUTING'].push(readRule(rule));
	netfilter.active = node.nat.length > 0;
	if (!netfilter.active) {
		netfilter.connections.clear();
		netfilter.bySource.clear();
	}
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
