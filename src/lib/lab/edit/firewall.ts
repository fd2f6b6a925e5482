/**
 * Changes of a node's iptables lines, as `iptables` makes them: rules added, moved and removed, policies, chains. Lines
 * come back as iptables-save prints them; tables that say nothing any more are left out.
 */
import type { TableName } from '../../kernel/netfilter/hook.ts';
import {
	emptyTable,
	isTableName,
	parseRuleset,
	printTable,
	tableNames
} from '../../kernel/netfilter/language/ruleset-text.ts';
import { quoted, wordsOf } from '../../kernel/netfilter/language/words.ts';
import { told } from '../problem.ts';
import type { Chain } from '../../kernel/netfilter/rule.ts';
import type { Ruleset, Table } from '../../kernel/netfilter/ruleset.ts';

/** A rule, by its place in its chain, from 0. */
export interface RulePlace {
	table: TableName;
	chain: string;
	index: number;
}

/** The lines after a command, with the command's name for undo; or what is wrong with it. */
export type CommandResult = { ok: true; lines: string[]; what: string } | { ok: false; wrong: string };

function says({ chains }: Table): boolean {
	return chains.some(({ policy, rules }) => policy !== 'ACCEPT' || rules.length > 0);
}

function print(ruleset: Ruleset): string[] {
	return [...ruleset]
		.sort((a, b) => tableNames.indexOf(a.name) - tableNames.indexOf(b.name))
		.filter(says)
		.flatMap((table) => printTable(table));
}

/** The rules and chains of `table`, which is made where it says nothing yet. */
function tableOf(ruleset: Ruleset, name: TableName): Table {
	const known = ruleset.find((table) => table.name === name);
	if (known !== undefined) return known;
	const made = emptyTable(name);
	ruleset.push(made);
	return made;
}

function changed(lines: readonly string[], table: TableName, change: (table: Table) => void): string[] {
	const { ruleset } = parseRuleset(lines);
	change(tableOf(ruleset, table));
	return print(ruleset);
}

function inChain(lines: readonly string[], { table, chain }: Omit<RulePlace, 'index'>, change: (chain: Chain) => void) {
	return changed(lines, table, ({ chains }) => {
		const found = chains.find(({ name }) => name === chain);
		if (found !== undefined) change(found);
	});
}

export function removeRule(lines: readonly string[], place: RulePlace): string[] {
	return inChain(lines, place, ({ rules }) => void rules.splice(place.index, 1));
}

/** @param by -1: earlier, 1: later. */
export function moveRule(lines: readonly string[], place: RulePlace, by: -1 | 1): string[] {
	return inChain(lines, place, ({ rules }) => {
		const [rule] = rules.splice(place.index, 1);
		if (rule !== undefined) rules.splice(place.index + by, 0, rule);
	});
}

export function setPolicy(
	lines: readonly string[],
	table: TableName,
	chain: string,
	policy: 'ACCEPT' | 'DROP'
): string[] {
	return inChain(lines, { table, chain }, (found) => void (found.policy = policy));
}

/** `text` is the rule without "-A CHAIN". */
export function replaceRule(lines: readonly string[], { table, chain, index }: RulePlace, text: string): CommandResult {
	return runCommand(lines, `-t ${table} -R ${chain} ${index + 1} ${text}`);
}

const COMMANDS = 'it begins with -A CHAIN, -I CHAIN, -D CHAIN, -R CHAIN, -P CHAIN, -N CHAIN, -F or -X';

/** A line that a person would type: "iptables -t nat -A POSTROUTING -o eth0 -j MASQUERADE". The table is filter unless said. */
export function runCommand(lines: readonly string[], command: string): CommandResult {
	const words = splitWords(command);
	if (typeof words === 'string') return { ok: false, wrong: words };
	if (words[0] === 'sudo') words.shift();
	if (words[0] === 'iptables') words.shift();
	let name = 'filter';
	for (const option of ['-t', '--table']) {
		const at = words.indexOf(option);
		if (at < 0) continue;
		name = words[at + 1] ?? '';
		words.splice(at, 2);
	}
	if (!isTableName(name))
		return { ok: false, wrong: `there is no table "${name}": it is one of ${tableNames.join(', ')}` };
	const [verb, chain, ...rest] = words;
	const long = { '--append': '-A', '--insert': '-I', '--delete': '-D', '--replace': '-R', '--policy': '-P', '--new-chain': '-N', '--flush': '-F', '--delete-chain': '-X' } as const; // prettier-ignore
	const short = long[verb as keyof typeof long] ?? verb;
	const change = verbs[short as keyof typeof verbs];
	if (change === undefined)
		return { ok: false, wrong: verb === undefined ? COMMANDS : `"${verb}" is no command here: ${COMMANDS}` };
	const { ruleset } = parseRuleset(lines);
	const table = tableOf(ruleset, name);
	const wrong = change(table, chain ?? '', rest);
	if (wrong !== undefined) return { ok: false, wrong };
	const result = print(ruleset);
	const [problem] = parseRuleset(result).problems;
	if (problem !== undefined) return { ok: false, wrong: told(problem) };
	return {
		ok: true,
		lines: result,
		what: `iptables ${name === 'filter' ? '' : `-t ${name} `}${short} ${chain ?? ''}`.trim()
	};
}

function splitWords(command: string): string[] | string {
	try {
		return [...wordsOf(command.trim())];
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
}

/** Each changes the table, and answers what is wrong. */
type Verb = (table: Table, chain: string, rest: string[]) => string | undefined;

function chainNamed(table: Table, name: string): Chain | string {
	if (name === '') return 'it needs a chain, such as INPUT';
	const found = table.chains.find((chain) => chain.name === name);
	return found ?? `${table.name} has no chain ${name}: it has ${table.chains.map((chain) => chain.name).join(', ')}`;
}

/** The rules that a text makes; several, where it lists addresses. */
function rulesOf(table: Table, chain: string, words: readonly string[]): Chain['rules'] | string {
	const own = table.chains.filter(({ policy }) => policy === '').map(({ name }) => `:${name} -`);
	const lines = [`*${table.name}`, ...own, `-A ${chain} ${words.map(quoted).join(' ')}`.trim(), 'COMMIT'];
	const { ruleset, problems } = parseRuleset(lines);
	if (problems.length > 0) return told(problems[0]);
	const rules = ruleset[0].chains.find(({ name }) => name === chain)?.rules ?? [];
	return rules.map((rule) => ({ ...rule, to: -1 }));
}

/** A rule's number, from 1, at the front of `rest`. */
function numberIn(chain: Chain, rest: string[], fallback?: number): number | string {
	if (rest[0] === undefined || !/^\d+$/.test(rest[0]))
		return fallback ?? `it needs a rule's number: ${chain.name} has ${chain.rules.length}`;
	const number = Number(rest.shift());
	return number >= 1 && number <= chain.rules.length + (fallback === undefined ? 0 : 1)
		? number
		: `${chain.name} has no rule ${number}: it has ${chain.rules.length}`;
}

const withRules =
	(place: (chain: Chain, rest: string[]) => { at: number; instead: number } | string): Verb =>
	(table, name, rest) => {
		const chain = chainNamed(table, name);
		if (typeof chain === 'string') return chain;
		const where = place(chain, rest);
		if (typeof where === 'string') return where;
		const rules = rulesOf(table, name, rest);
		if (typeof rules === 'string') return rules;
		chain.rules.splice(where.at, where.instead, ...rules);
		return undefined;
	};

const verbs: Record<'-A' | '-I' | '-R' | '-D' | '-P' | '-N' | '-F' | '-X', Verb> = {
	'-A': withRules((chain) => ({ at: chain.rules.length, instead: 0 })),
	'-I': withRules((chain, rest) => {
		const number = numberIn(chain, rest, 1);
		return typeof number === 'string' ? number : { at: number - 1, instead: 0 };
	}),
	'-R': withRules((chain, rest) => {
		const number = numberIn(chain, rest);
		return typeof number === 'string' ? number : { at: number - 1, instead: 1 };
	}),
	'-D': (table, name, rest) => {
		const chain = chainNamed(table, name);
		if (typeof chain === 'string') return chain;
		if (/^\d+$/.test(rest[0] ?? '') && rest.length === 1) {
			const number = numberIn(chain, rest);
			if (typeof number === 'string') return number;
			chain.rules.splice(number - 1, 1);
			return undefined;
		}
		const rules = rulesOf(table, name, rest);
		if (typeof rules === 'string') return rules;
		const at = chain.rules.findIndex(({ text }) => text === rules[0]?.text);
		if (at < 0) return `${name} has no such rule`;
		chain.rules.splice(at, 1);
		return undefined;
	},
	'-P': (table, name, [policy]) => {
		const chain = chainNamed(table, name);
		if (typeof chain === 'string') return chain;
		if (chain.policy === '') return `${name} is a chain of your own: only built-in chains have a policy`;
		if (policy !== 'ACCEPT' && policy !== 'DROP') return `a policy is ACCEPT or DROP, not ${policy ?? 'nothing'}`;
		chain.policy = policy;
		return undefined;
	},
	'-N': (table, name) => {
		if (name === '') return 'a chain needs a name';
		if (typeof chainNamed(table, name) !== 'string') return `${table.name} has a chain ${name} already`;
		table.chains.push({ name, policy: '', packets: 0, bytes: 0, rules: [] });
		return undefined;
	},
	'-F': (table, name) => {
		const chain = name === '' ? undefined : chainNamed(table, name);
		if (typeof chain === 'string') return chain;
		for (const one of chain === undefined ? table.chains : [chain]) one.rules = [];
		return undefined;
	},
	'-X': (table, name) => {
		const chain = name === '' ? undefined : chainNamed(table, name);
		if (typeof chain === 'string') return chain;
		if (chain !== undefined && chain.policy !== '') return `${name} is built in: it stays`;
		const gone = chain === undefined ? table.chains.filter(({ policy }) => policy === '') : [chain];
		for (const { name: one, rules } of gone) {
			if (rules.length > 0) return `${one} still has rules: remove them first`;
			const leads = table.chains.find((other) => other.rules.some((rule) => rule.chain === one));
			if (leads !== undefined) return `a rule of ${leads.name} leads to ${one}: remove it first`;
		}
		table.chains = table.chains.filter((one) => !gone.includes(one));
		return undefined;
	}
};
