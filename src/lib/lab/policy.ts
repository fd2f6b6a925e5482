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

export const ruleSchema = v.strictObject({
	/** Tried in this order; the rules that are always there have 0 (local), 32766 (main) and 32767 (default). */
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
	action: v.optional(v.picklist(['lookup', 'blackhole', 'unreachable', 'prohibit']), 'lookup'),
	/** Asked by `lookup`. */
	table: v.optional(tableSchema, 'main'),
	/** A route that is found counts only when its prefix is longer. */
	suppressPrefixLength: v.optional(number(32))
});
export type PolicyRule = v.InferOutput<typeof ruleSchema>;

/** An address that a node answers ARP for, though it is another's (`ip neigh add proxy`). */
export const proxySchema = v.strictObject({ address, dev: interfaceName });
export type ProxyNeighbour = v.InferOutput<typeof proxySchema>;

/** For `ip -batch`. */
export function ruleLine(verb: 'add' | 'del', rule: PolicyRule): string {
	const { priority, not, from, to, iif, oif, fwmark, fwmask, tos, action, table, suppressPrefixLength } = rule;
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
		`priority ${priority}`,
		action === 'lookup' ? `lookup ${table}` : action,
		suppressPrefixLength === undefined ? '' : `suppress_prefixlength ${suppressPrefixLength}`
	];
	return words.filter((word) => word !== '').join(' ');
}

/** For `ip -batch`. */
export function proxyLine(verb: 'add' | 'del', { address: one, dev }: ProxyNeighbour): string {
	return `neigh ${verb} proxy ${one} dev ${dev}`;
}
