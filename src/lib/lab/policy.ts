/** Tables of routes and the rules that choose among them, as the document has them (`ip rule`). */
import * as v from 'valibot';
import { address, interfaceName, prefix } from './fields.ts';

const number = (most: number) => v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(most));
const mask32 = number(4294967295);

/** Names that every Linux has for a table; any other is a number (/etc/iproute2/rt_tables). */
const tableNumbers = { default: 253, main: 254, local: 255 };

export const tableSchema = v.union([
	v.picklist(['main', 'default', 'local']),
	v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(4294967295))
]);
export type TableName = v.InferOutput<typeof tableSchema>;

export function tableNumber(table: TableName): number {
	return typeof table === 'number' ? table : tableNumbers[table];
}

/** The rules that every netns begins with, by their priority (net/ipv4/fib_rules.c, fib_default_rules_init). */
export const firstRules: Readonly<Record<number, TableName>> = { 0: 'local', 32766: 'main', 32767: 'default' };

const portsPattern = /^([1-9]\d{0,4})(?:-([1-9]\d{0,4}))?$/;

/** "80" or "8000-8080"; null: it is neither. 65535 is refused (include/net/fib_rules.h, fib_rule_port_range_valid). */
export function portsOf(text: string): { from: number; to: number } | null {
	const [, first, last = first] = portsPattern.exec(text) ?? [];
	const [from, to] = [Number(first), Number(last)];
	return first !== undefined && from <= to && to < 65535 ? { from, to } : null;
}

const ports = v.pipe(v.string(), v.regex(portsPattern, 'it is neither a port nor a range of ports such as 8000-8080'));

/** Names that `ip` has for protocols; any other is a number. */
const protocolNumbers = { icmp: 1, tcp: 6, udp: 17, gre: 47, sctp: 132 };

export function protocolNumber(protocol: keyof typeof protocolNumbers | number): number {
	return typeof protocol === 'number' ? protocol : protocolNumbers[protocol];
}

export const ruleSchema = v.strictObject({
	/** Tried in this order; the rules that are there from the beginning have 0 (local), 32766 (main) and 32767 (default). */
	priority: number(4294967295),
	/** Everything but what it says. */
	not: v.optional(v.boolean(), false),
	from: v.optional(prefix),
	to: v.optional(prefix),
	/** "lo" is what this node makes itself. */
	iif: v.optional(interfaceName),
	oif: v.optional(interfaceName),
	fwmark: v.optional(mask32),
	/** The bits of the mark that are compared. */
	fwmask: v.optional(mask32),
	tos: v.optional(number(252)),
	ipproto: v.optional(
		v.union([
			v.picklist(['icmp', 'tcp', 'udp', 'gre', 'sctp']),
			v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(255))
		])
	),
	sport: v.optional(ports),
	dport: v.optional(ports),
	/** `delete` takes the rule away that is there from the beginning with this priority. */
	action: v.optional(v.picklist(['lookup', 'goto', 'blackhole', 'unreachable', 'prohibit', 'delete']), 'lookup'),
	/** Asked by `lookup`. */
	table: v.optional(tableSchema, 'main'),
	/** A route that is found counts only when its prefix is longer. */
	suppressPrefixLength: v.optional(number(32)),
	/** Of `goto`: the rules go on with that of this priority, which is higher than its own. */
	goto: v.optional(number(4294967295))
});
export type PolicyRule = v.InferOutput<typeof ruleSchema>;

/** An address that a node answers ARP for, though it is another's (`ip neigh add proxy`). */
export const proxySchema = v.strictObject({ address, dev: interfaceName });
export type ProxyNeighbour = v.InferOutput<typeof proxySchema>;

function actionWords({ action, table, goto }: PolicyRule): string {
	if (action === 'lookup') return `lookup ${table}`;
	return action === 'goto' ? `goto ${goto}` : action;
}

/** For `ip -batch`. */
export function ruleLine(verb: 'add' | 'del', rule: PolicyRule): string {
	const { priority, not, from, to, iif, oif, fwmark, fwmask, tos, ipproto, sport, dport } = rule;
	const { action, suppressPrefixLength } = rule;
	if (action === 'delete')
		return verb === 'add'
			? `rule del priority ${priority}`
			: `rule add priority ${priority} lookup ${firstRules[priority]}`;
	const mark = fwmark === undefined && fwmask === undefined ? '' : `fwmark ${fwmark ?? 0}`;
	const words = [
		`rule ${verb}`,
		not ? 'not' : '',
		from === undefined || from === 'default' ? '' : `from ${from}`,
		to === undefined || to === 'default' ? '' : `to ${to}`,
		iif === undefined ? '' : `iif ${iif}`,
		oif === undefined ? '' : `oif ${oif}`,
		mark === '' || fwmask === undefined ? mark : `${mark}/0x${fwmask.toString(16)}`,
		tos === undefined || tos === 0 ? '' : `tos 0x${tos.toString(16)}`,
		ipproto === undefined ? '' : `ipproto ${ipproto}`,
		sport === undefined ? '' : `sport ${sport}`,
		dport === undefined ? '' : `dport ${dport}`,
		`priority ${priority}`,
		actionWords(rule),
		suppressPrefixLength === undefined ? '' : `suppress_prefixlength ${suppressPrefixLength}`
	];
	return words.filter((word) => word !== '').join(' ');
}

/** For `ip -batch`. */
export function proxyLine(verb: 'add' | 'del', { address: one, dev }: ProxyNeighbour): string {
	return `neigh ${verb} proxy ${one} dev ${dev}`;
}
