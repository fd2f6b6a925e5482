/** What iptables-save prints, to data and back (iptables/iptables-restore.c, iptables-save.c). */
import { closest } from '../../../net/closest.ts';
import { RuleError, type Where } from '../extension.ts';
import { builtInChains, type Hook, isTableName, tableNames, type TableName } from '../hook.ts';
import { matches } from '../matches/registry.ts';
import type { Chain, Rule } from '../rule.ts';
import { chainIn, type Ruleset, type Table } from '../ruleset.ts';
import { targets } from '../targets/registry.ts';
import { parseRule, targetMeant, WordError } from './parse-rule.ts';
import { wordsOf } from './words.ts';

export { isTableName, tableNames } from '../hook.ts';

/** What is wrong with a line. */
export interface LineProblem {
	/** From 0. */
	line: number;
	/** Word of the line that it is about, "" for the whole. */
	word: string;
	message: string;
	mend?: string;
}

export interface ParsedRuleset {
	ruleset: Ruleset;
	problems: LineProblem[];
}

const LONGEST_CHAIN_NAME = 28;

interface Reader {
	ruleset: Ruleset;
	table: Table | null;
	/** Line of each rule, for what can only be said at the table's end. */
	lines: Map<Rule, number>;
	line: number;
	problems: LineProblem[];
}

export function emptyTable(name: TableName): Table {
	return {
		name,
		chains: builtInChains[name].map((chain) => ({ name: chain, policy: 'ACCEPT', packets: 0, bytes: 0, rules: [] }))
	};
}

function meant(word: string, words: readonly string[]): string | undefined {
	const near = closest(word, words) ?? words.find((one) => one.toLowerCase() === word.toLowerCase());
	return near === undefined ? undefined : `did you mean ${near}?`;
}

function beginTable(reader: Reader, name: string): void {
	if (!isTableName(name))
		throw new WordError(
			name,
			`there is no table "${name}"`,
			meant(name, tableNames) ?? `one of ${tableNames.join(', ')}`
		);
	if (reader.table !== null) throw new RuleError(`the table ${reader.table.name} has not ended`, 'write COMMIT before');
	if (reader.ruleset.some((table) => table.name === name))
		throw new WordError(name, `the table ${name} is there already`, 'put its rules together');
	reader.table = emptyTable(name);
	reader.ruleset.push(reader.table);
}

/** "[12:345]" */
function counters(word: string): { packets: number; bytes: number } {
	const found = /^\[(\d+):(\d+)\]$/.exec(word);
	if (found === null) throw new WordError(word, `"${word}" is no pair of counters`, 'such as [0:0]');
	return { packets: Number(found[1]), bytes: Number(found[2]) };
}

/** ":INPUT DROP [0:0]" or ":mine - [0:0]" */
function declareChain(table: Table, text: string): void {
	const [name, policy, count, ...more] = wordsOf(text);
	if (name === undefined) throw new RuleError('a chain has a name', 'such as :INPUT ACCEPT');
	if (more.length > 0) throw new WordError(more[0], `"${more[0]}" has no meaning here`);
	const numbers = count === undefined ? { packets: 0, bytes: 0 } : counters(count);
	if ((builtInChains[table.name] as readonly string[]).includes(name)) {
		if (policy === undefined || !['ACCEPT', 'DROP', '-'].includes(policy))
			throw new WordError(policy ?? name, `${name} needs a policy`, 'ACCEPT or DROP');
		if (policy === 'DROP' && table.name === 'nat')
			throw new WordError(policy, 'the nat table does not drop', 'drop in the filter table');
		const chain = table.chains[chainIn(table, name)];
		if (policy !== '-') chain.policy = policy as Chain['policy'];
		Object.assign(chain, numbers);
		return;
	}
	if (policy !== undefined && policy !== '-') {
		const near = meant(name, builtInChains[table.name]);
		throw new WordError(name, `${table.name} has no built-in chain ${name}, and no other has a policy`,
			near ?? `its chains are ${builtInChains[table.name].join(', ')}; write - for a chain of your own`); // prettier-ignore
	}
	checkChainName(name);
	if (chainIn(table, name) >= 0) throw new WordError(name, `the chain ${name} is there already`);
	table.chains.push({ name, policy: '', packets: 0, bytes: 0, rules: [] });
}

function checkChainName(name: string): void {
	if (name.length > LONGEST_CHAIN_NAME)
		throw new WordError(name, `the chain's name is longer than ${LONGEST_CHAIN_NAME} characters`);
	if (!/^[^-!\s"'][^\s"']*$/.test(name)) throw new WordError(name, `"${name}" can't be a chain's name`);
	if (targets.some((target) => target.name === name))
		throw new WordError(name, `${name} is a target: a chain can't have its name`);
}

const otherCommands = new Set(['-I', '-D', '-R', '-F', '-X', '-N', '-P', '-Z', '-L', '-S', '-E', '-C']);

function appendRule(reader: Reader, table: Table, words: readonly string[]): void {
	const counted = words[0].startsWith('[') ? counters(words[0]) : { packets: 0, bytes: 0 };
	const [command, chainName, ...rest] = words[0].startsWith('[') ? words.slice(1) : words;
	if (command !== '-A' && command !== '--append') {
		const mend = otherCommands.has(command) ? 'rules stand in their order, each with -A; chains as :NAME -' : undefined;
		throw new WordError(command ?? '', `"${command ?? ''}" can't begin a line`, mend ?? 'a rule begins with -A CHAIN');
	}
	if (chainName === undefined) throw new WordError('-A', '-A needs a chain');
	const chain = table.chains.find(({ name }) => name === chainName);
	if (chain === undefined) {
		const near = meant(chainName, table.chains.map(({ name }) => name)); // prettier-ignore
		throw new WordError(chainName, `${table.name} has no chain ${chainName}`, near ?? `declare it: :${chainName} -`);
	}
	for (const rule of parseRule(rest)) {
		Object.assign(rule, counted);
		chain.rules.push(rule);
		reader.lines.set(rule, reader.line);
	}
}

function readLine(reader: Reader, line: string): void {
	const text = line.trim();
	if (text === '' || text.startsWith('#')) return;
	if (text.startsWith('*')) return beginTable(reader, text.slice(1).trim());
	if (reader.table === null) throw new RuleError('no table has begun', 'write *filter (or another table) before');
	if (text === 'COMMIT') {
		reader.table = null;
		return;
	}
	if (text.startsWith(':')) return declareChain(reader.table, text.slice(1));
	appendRule(reader, reader.table, wordsOf(text));
}

function report(reader: Reader, line: number, read: () => void): void {
	try {
		read();
	} catch (error) {
		if (!(error instanceof RuleError)) throw error;
		const word = error instanceof WordError ? error.word : '';
		const { message, mend } = error;
		reader.problems.push({ line, word, message, ...(mend === undefined ? {} : { mend }) });
	}
}

/** The hooks by which each chain can be reached. A chain that leads to itself is an error. */
function reach(reader: Reader, table: Table): Map<string, Set<Hook>> {
	const reached = new Map<string, Set<Hook>>(table.chains.map(({ name }) => [name, new Set<Hook>()]));
	const looping = new Set<Rule>();
	const visit = (chain: Chain, hook: Hook, path: readonly string[]): void => {
		const known = reached.get(chain.name)!;
		if (known.has(hook) && !path.includes(chain.name)) return;
		known.add(hook);
		for (const rule of chain.rules) {
			if (rule.to < 0) continue;
			const next = table.chains[rule.to];
			if (next.name === chain.name || path.includes(next.name)) looping.add(rule);
			else visit(next, hook, [...path, chain.name]);
		}
	};
	for (const hook of builtInChains[table.name]) visit(table.chains[chainIn(table, hook)], hook, []);
	for (const rule of looping)
		report(reader, reader.lines.get(rule) ?? 0, () => {
			throw new WordError(rule.chain, `the rule leads back to the chain that it comes from: packets would go round`);
		});
	return reached;
}

function checkRule(rule: Rule, chain: Chain, where: Where, table: Table): void {
	const builtIn = chain.policy !== '';
	if (builtIn && rule.input !== '' && (chain.name === 'OUTPUT' || chain.name === 'POSTROUTING'))
		throw new WordError('-i', `a packet in ${chain.name} has no incoming interface to ask for`, 'use -o');
	if (builtIn && rule.output !== '' && (chain.name === 'INPUT' || chain.name === 'PREROUTING'))
		throw new WordError('-o', `where a packet in ${chain.name} will leave is not known yet`, 'use -i');
	for (const data of rule.matches) {
		const match = matches[data.op];
		nameOfError(`-m ${match.name}`, () => match.check?.(data, rule, where));
		checkHooks(`-m ${match.name}`, match.hooks, where);
	}
	if (rule.target === null) return;
	const target = targets[rule.target.op];
	if (target.tables !== undefined && !target.tables.includes(table.name))
		throw new WordError(target.name, `${target.name} is not for the table ${table.name}`,
			`it is for ${target.tables.join(', ')}`); // prettier-ignore
	checkHooks(target.name, target.hooks, where);
	nameOfError(target.name, () => target.check?.(rule.target!, rule, where));
}

function checkHooks(word: string, hooks: readonly Hook[] | undefined, where: Where): void {
	const wrong = where.hooks.find((hook) => hooks !== undefined && !hooks.includes(hook));
	if (wrong === undefined) return;
	throw new WordError(word, `${word} can't stand in a chain that ${wrong} leads to`, `it is for ${hooks!.join(', ')}`);
}

function nameOfError(word: string, check: () => void): void {
	try {
		check();
	} catch (error) {
		if (error instanceof RuleError && !(error instanceof WordError))
			throw new WordError(word, error.message, error.mend);
		throw error;
	}
}

/** Chains are found by their names, and what needs the whole table is checked. */
function finish(reader: Reader, table: Table): void {
	const names = table.chains.map(({ name }) => name);
	for (const { rules } of table.chains)
		for (const rule of rules) {
			if (rule.chain === '') continue;
			rule.to = chainIn(table, rule.chain);
			if (rule.to >= 0 && table.chains[rule.to].policy === '') continue;
			report(reader, reader.lines.get(rule) ?? 0, () => {
				if (rule.to >= 0) throw new WordError(rule.chain, `${rule.chain} is built in: no rule leads to it`);
				throw new WordError(rule.chain, `there is neither a target nor a chain "${rule.chain}"`,
					targetMeant(rule.chain, names) ?? `declare it: :${rule.chain} -`); // prettier-ignore
			});
		}
	if (reader.problems.length > 0) return;
	const reached = reach(reader, table);
	for (const chain of table.chains)
		for (const rule of chain.rules) {
			const where: Where = { table: table.name, hooks: [...reached.get(chain.name)!] };
			report(reader, reader.lines.get(rule) ?? 0, () => checkRule(rule, chain, where, table));
		}
}

/** Lines of iptables-save. Every problem is told, not the first only. */
export function parseRuleset(lines: readonly string[]): ParsedRuleset {
	const reader: Reader = { ruleset: [], table: null, lines: new Map(), line: 0, problems: [] };
	for (const [i, line] of lines.entries()) {
		reader.line = i;
		report(reader, i, () => readLine(reader, line));
	}
	if (reader.table !== null)
		reader.problems.push({
			line: lines.length - 1,
			word: '',
			message: `the table ${reader.table.name} does not end`,
			mend: 'write COMMIT after its rules'
		});
	if (reader.problems.length === 0) for (const table of reader.ruleset) finish(reader, table);
	return { ruleset: reader.ruleset, problems: reader.problems };
}

function chainLine({ name, policy, packets, bytes }: Chain, counted: boolean): string {
	return `:${name} ${policy === '' ? '-' : policy}${counted ? ` [${packets}:${bytes}]` : ''}`;
}

/** Without "-A CHAIN" where a rule says nothing. */
export function ruleLine(chain: string, { text }: Pick<Rule, 'text'>): string {
	return text === '' ? `-A ${chain}` : `-A ${chain} ${text}`;
}

/** As iptables-save prints a table; with counters as `iptables-save -c`, but for those of chains, which it always prints. */
export function printTable(table: Table, counted = false): string[] {
	return [
		`*${table.name}`,
		...table.chains.map((chain) => chainLine(chain, true)),
		...table.chains.flatMap(({ name, rules }) =>
			rules.map((rule) => `${counted ? `[${rule.packets}:${rule.bytes}] ` : ''}${ruleLine(name, rule)}`)
		),
		'COMMIT'
	];
}
