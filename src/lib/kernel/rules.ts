/** Rules say which table is asked for a route (`ip rule`; net/core/fib_rules.c, net/ipv4/fib_rules.c). */
import { contains } from '../net/prefix.ts';
import { type Flow } from './flow.ts';
import { lookup, lookupTable, tableName } from './fib.ts';
import type { Netns } from './netns.ts';
import { createRoute, type RouteEntry, TABLE_DEFAULT, TABLE_LOCAL, TABLE_MAIN } from './route-entry.ts';

export interface Rule {
	/** The smallest is tried first; of equals the one that was added first. */
	priority: number;
	/** Everything but what it says. */
	not: boolean;
	/** Length 0: any. */
	from: { network: number; length: number };
	to: { network: number; length: number };
	/** Names of interfaces, "": any. lo as `input` means what is made here. */
	input: string;
	output: string;
	/** The bits of the mark under `mask` must be these. */
	mark: number;
	mask: number;
	/** 0: any. */
	tos: number;
	/** 0: any. */
	protocol: number;
	/** `from` 0: any. What has no ports has port 0. */
	sourcePorts: { from: number; to: number };
	destinationPorts: { from: number; to: number };
	action: 'lookup' | 'goto' | 'blackhole' | 'unreachable' | 'prohibit';
	/** For `goto`: the priority of the rule that comes next. */
	target: number;
	/** For `lookup`. */
	table: number;
	/** A route that is found counts only if its prefix is longer; -1: every one does. */
	suppress: number;
}

const any = { network: 0, length: 0 };
const anyPort = { from: 0, to: 0 };

/** A rule that matches everything. */
export function plainRule(priority: number, table: number): Rule {
	return {
		priority,
		not: false,
		from: any,
		to: any,
		input: '',
		output: '',
		mark: 0,
		mask: 0,
		tos: 0,
		protocol: 0,
		sourcePorts: anyPort,
		destinationPorts: anyPort,
		action: 'lookup',
		target: 0,
		table,
		suppress: -1
	};
}

/** fib_default_rules_init */
export function defaultRules(): Rule[] {
	return [plainRule(0, TABLE_LOCAL), plainRule(32_766, TABLE_MAIN), plainRule(32_767, TABLE_DEFAULT)];
}

/** fib_rule_match and fib4_rule_match: the first of a rule's conditions that the flow does not meet, "" for none. */
function failing(ns: Netns, rule: Rule, flow: Flow): keyof Rule | '' {
	if (rule.input !== '' && ns.deviceByName.get(rule.input)?.index !== flow.input) return 'input';
	if (rule.output !== '' && ns.deviceByName.get(rule.output)?.index !== flow.output) return 'output';
	if (((rule.mark ^ flow.mark) & rule.mask) !== 0) return 'mark';
	if (!contains(rule.from.network, rule.from.length, flow.source)) return 'from';
	if (!contains(rule.to.network, rule.to.length, flow.destination)) return 'to';
	if (rule.tos !== 0 && rule.tos !== (flow.tos & 0xfc)) return 'tos';
	if (rule.protocol !== 0 && rule.protocol !== flow.protocol) return 'protocol';
	if (!isIn(rule.sourcePorts, flow.sourcePort)) return 'sourcePorts';
	return isIn(rule.destinationPorts, flow.destinationPort) ? '' : 'destinationPorts';
}

/** fib_rule_port_inrange */
function isIn({ from, to }: Rule['sourcePorts'], port: number): boolean {
	return from === 0 || (port >= from && port <= to);
}

/** The place of the rule that a `goto` leads to, -1: there is none, and the rule does nothing (unresolved). */
export function targetOf(rules: readonly Rule[], rule: Rule): number {
	return rules.findIndex(({ priority }) => priority === rule.target);
}

/** The actions of a rule as the routes that they are like; what a sender is told differs from those of routes. */
const refusing: Record<Exclude<Rule['action'], 'lookup' | 'goto'>, RouteEntry> = {
	blackhole: refusal('blackhole', 'EINVAL'),
	unreachable: refusal('unreachable', 'ENETUNREACH'),
	prohibit: refusal('prohibit', 'EACCES')
};

function refusal(type: 'blackhole' | 'unreachable' | 'prohibit', error: RouteEntry['error']): RouteEntry {
	return createRoute({
		table: 0,
		network: 0,
		length: 0,
		type,
		error,
		dev: 0,
		scope: 'global',
		origin: 'static'
	});
}

/** How a rule was tried. */
export interface RuleVisit {
	rule: Rule;
	/** The condition that was not met; "" where all were. */
	failed: keyof Rule | '';
	outcome: 'no-match' | 'no-route' | 'suppressed' | 'route' | 'refused' | 'goto' | 'unresolved';
}

/** fib_rules_lookup. null: ENETUNREACH. @param visits Filled for the trace. */
export function lookupByRules(
	ns: Netns,
	rules: readonly Rule[],
	flow: Flow,
	anyLink: boolean,
	visits: RuleVisit[] | null
): RouteEntry | null {
	for (let i = 0; i < rules.length; i++) {
		const rule = rules[i];
		const failed = failing(ns, rule, flow);
		if ((failed === '') === rule.not) {
			visits?.push({ rule, failed, outcome: 'no-match' });
			continue;
		}
		if (rule.action === 'goto') {
			const target = targetOf(rules, rule);
			visits?.push({ rule, failed, outcome: target < 0 ? 'unresolved' : 'goto' });
			if (target >= 0) i = target - 1;
			continue;
		}
		if (rule.action !== 'lookup') {
			visits?.push({ rule, failed, outcome: 'refused' });
			return refusing[rule.action];
		}
		const table = ns.fib.tables.get(rule.table);
		const found =
			table === undefined ? null : lookupTable(table, ns.devices, flow.destination, flow.output, flow.tos, anyLink);
		if (found === null || found.type === 'throw') {
			visits?.push({ rule, failed, outcome: 'no-route' });
		} else if (found.error === '' && found.length <= rule.suppress) {
			visits?.push({ rule, failed, outcome: 'suppressed' });
		} else {
			visits?.push({ rule, failed, outcome: 'route' });
			return found;
		}
	}
	return null;
}

/** The rules that a flow meets, up to the first that refuses; `goto` is followed. */
export function rulesFor(ns: Netns, rules: readonly Rule[], flow: Flow): Rule[] {
	const met: Rule[] = [];
	for (let i = 0; i < rules.length; i++) {
		const rule = rules[i];
		if ((failing(ns, rule, flow) === '') === rule.not) continue;
		if (rule.action === 'goto') {
			const target = targetOf(rules, rule);
			if (target >= 0) i = target - 1;
			continue;
		}
		met.push(rule);
		if (rule.action !== 'lookup') break;
	}
	return met;
}

/** fib_lookup: the route of a flow, whose `error` is '' where it leads on. Of several ways the choice is still to be made. */
export function routeOf(ns: Netns, flow: Flow, anyLink = false): RouteEntry | null {
	const { rules } = ns.fib;
	if (rules !== null) return lookupByRules(ns, rules, flow, anyLink, null);
	return lookup(ns.fib, ns.devices, flow.destination, flow.output, flow.tos, anyLink);
}

/** As `ip` names them (iproute2, inet_proto_n2a). */
const protocolNames: Record<number, string> = { 1: 'icmp', 6: 'tcp', 17: 'udp', 47: 'gre', 132: 'sctp' };

function portsText(word: string, { from, to }: Rule['sourcePorts']): string {
	return from === 0 ? '' : `${word} ${from}${to === from ? '' : `-${to}`}`;
}

function actionText(rule: Rule, rules: readonly Rule[]): string {
	if (rule.action === 'lookup') return `lookup ${tableName(rule.table)}`;
	if (rule.action !== 'goto') return rule.action;
	return `goto ${rule.target}${targetOf(rules, rule) < 0 ? ' [unresolved]' : ''}`;
}

/** A rule as `ip rule show` writes it, without its priority. @param rules All of them. */
export function ruleText(
	rule: Rule,
	rules: readonly Rule[],
	formatCidr: (address: number, length: number) => string
): string {
	const prefix = ({ network, length }: Rule['from']) => formatCidr(network, length).replace(/\/32$/, '');
	// C's %#x, which puts nothing before a 0.
	const hex = (n: number) => (n === 0 ? '0' : `0x${n.toString(16)}`);
	const words = [
		rule.not ? 'not' : '',
		`from ${rule.from.length === 0 ? 'all' : prefix(rule.from)}`,
		rule.to.length === 0 ? '' : `to ${prefix(rule.to)}`,
		rule.tos === 0 ? '' : `tos 0x${rule.tos.toString(16).padStart(2, '0')}`,
		rule.mask === 0 ? '' : `fwmark ${hex(rule.mark)}${rule.mask === 0xffff_ffff ? '' : `/${hex(rule.mask)}`}`,
		rule.input === '' ? '' : `iif ${rule.input}`,
		rule.output === '' ? '' : `oif ${rule.output}`,
		rule.protocol === 0 ? '' : `ipproto ${protocolNames[rule.protocol] ?? `ipproto-${rule.protocol}`}`,
		portsText('sport', rule.sourcePorts),
		portsText('dport', rule.destinationPorts),
		actionText(rule, rules),
		rule.suppress < 0 ? '' : `suppress_prefixlength ${rule.suppress}`
	];
	return words.filter((word) => word !== '').join(' ');
}
