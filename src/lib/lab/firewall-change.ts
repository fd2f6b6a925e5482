/** What lies between two rulesets, as lines for `iptables-restore --noflush`: chains that stay as they are keep their counters. */
import { ruleLine } from '../kernel/netfilter/language/ruleset-text.ts';
import type { Chain } from '../kernel/netfilter/rule.ts';
import type { Ruleset, Table } from '../kernel/netfilter/ruleset.ts';

type TableName = Table['name'];

/** One table's changes. */
export interface TableChange {
	table: TableName;
	/** Built-in chains that a table which is new begins with, with their policies. */
	made: { name: string; policy: string }[];
	/** Chains with what becomes of them, in the order in which it is done. */
	chains: ChainChange[];
}

export interface ChainChange {
	name: string;
	/** "": none is set; "-": the chain is made. */
	policy: string;
	flush: boolean;
	/** Rules that are added at the end, as their text. */
	rules: string[];
	/** It goes, once no rule leads to it. */
	remove: boolean;
}

function texts(chain: Chain | undefined): string[] {
	return chain?.rules.map(({ text }) => text) ?? [];
}

function chainChange(before: Chain | undefined, after: Chain | undefined): ChainChange | null {
	const [old, wanted] = [texts(before), texts(after)];
	const grows = old.every((text, i) => text === wanted[i]);
	const policy = after?.policy === (before?.policy ?? 'ACCEPT') ? '' : after?.policy || '-';
	const made = before === undefined && after !== undefined && after.policy === '';
	const change: ChainChange = {
		name: (after ?? before)!.name,
		policy: made ? '-' : after === undefined || policy === '-' ? '' : policy,
		flush: !grows,
		rules: grows ? wanted.slice(old.length) : wanted,
		remove: after === undefined
	};
	const nothing = change.policy === '' && !change.flush && change.rules.length === 0 && !change.remove;
	return nothing ? null : change;
}

function tableChange(name: TableName, before: Table | undefined, after: Table | undefined): TableChange | null {
	const chainsOf = (table: Table | undefined) => table?.chains ?? [];
	// Built-in chains can't go: a table that is no longer named is emptied.
	const wanted = after ?? {
		name,
		chains: chainsOf(before)
			.filter(({ policy }) => policy !== '')
			.map((chain): Chain => ({ ...chain, policy: 'ACCEPT', rules: [] }))
	};
	const names = [...new Set([...chainsOf(wanted), ...chainsOf(before)].map((chain) => chain.name))];
	const chains = names.flatMap((one) => {
		const change = chainChange(
			chainsOf(before).find((chain) => chain.name === one),
			wanted.chains.find((chain) => chain.name === one)
		);
		return change === null ? [] : [change];
	});
	const made = before !== undefined ? [] : wanted.chains.filter(({ policy }) => policy !== '');
	if (chains.length + made.length === 0) return null;
	return { table: name, made: made.map((chain) => ({ name: chain.name, policy: chain.policy })), chains };
}

export function changeOfRules(before: Ruleset, after: Ruleset): TableChange[] {
	const names = [...new Set([...after, ...before].map(({ name }) => name))];
	return names.flatMap((name) => {
		const find = (ruleset: Ruleset) => ruleset.find((table) => table.name === name);
		const change = tableChange(name, find(before), find(after));
		return change === null ? [] : [change];
	});
}

/** The lines of one table's change, without the table's own. */
function linesOf({ chains }: TableChange): string[] {
	return [
		...chains.filter(({ policy }) => policy === '-').map(({ name }) => `-N ${name}`),
		...chains.filter(({ policy }) => policy !== '' && policy !== '-').map(({ name, policy }) => `-P ${name} ${policy}`),
		...chains.filter(({ flush }) => flush).map(({ name }) => `-F ${name}`),
		...chains.flatMap(({ name, rules }) => rules.map((text) => ruleLine(name, { text }))),
		...chains.filter(({ remove }) => remove).map(({ name }) => `-X ${name}`)
	];
}

/** For `iptables-restore --noflush`. */
export function restoreLines(changes: readonly TableChange[]): string[] {
	return changes.flatMap((change) => [
		`*${change.table}`,
		...change.made.map(({ name, policy }) => `:${name} ${policy} [0:0]`),
		...linesOf(change),
		'COMMIT'
	]);
}

/** The same as commands that a person would type. */
export function commandsOf(changes: readonly TableChange[]): string[] {
	return changes.flatMap((change) =>
		linesOf(change).map((line) => `iptables ${change.table === 'filter' ? '' : `-t ${change.table} `}${line}`)
	);
}
