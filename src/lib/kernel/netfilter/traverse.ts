/** A packet's way through a table, rule by rule (net/ipv4/netfilter/ip_tables.c, ipt_do_table). */
import type { RuleTried } from '../../trace/steps/types.ts';
import type { ActionParam } from './action-param.ts';
import { count } from './count.ts';
import type { Verdict } from './extension.ts';
import { headerText } from './language/rule-text.ts';
import { matches } from './matches/registry.ts';
import type { Chain, Rule, RuleHeader } from './rule.ts';
import type { Table } from './ruleset.ts';
import { targets } from './targets/registry.ts';

/** Chains that wait for the end of one that they have called, innermost last; shared, each walk has its own stretch of it. */
const waiting: { chain: Chain; next: number }[] = [];
let height = 0;

function push(chain: Chain, next: number): void {
	if (waiting.length === height) waiting.push({ chain, next });
	else {
		waiting[height].chain = chain;
		waiting[height].next = next;
	}
	height++;
}

/** A device's name is `name`, or begins so; "" is any. */
function isDevice(name: string, isPrefix: boolean, device: string): boolean {
	return isPrefix ? device.startsWith(name) : device === name;
}

/** ip_packet_match */
function headerMatches(rule: RuleHeader, at: ActionParam): boolean {
	if (rule.sourceMask !== 0 && ((at.source & rule.sourceMask) >>> 0 === rule.source) === rule.notSource) return false;
	if (
		rule.destinationMask !== 0 &&
		((at.destination & rule.destinationMask) >>> 0 === rule.destination) === rule.notDestination
	)
		return false;
	if (rule.protocol !== 0 && (rule.protocol === at.protocol) === rule.notProtocol) return false;
	if (rule.input !== '' && isDevice(rule.input, rule.inputIsPrefix, at.input?.name ?? '') === rule.notInput)
		return false;
	if (rule.output !== '' && isDevice(rule.output, rule.outputIsPrefix, at.output?.name ?? '') === rule.notOutput)
		return false;
	return rule.fragment === 'any' || (rule.fragment === 'further') === (at.fragmentOffset !== 0);
}

/** It matches. */
const ALL = -1;
/** The part that every rule has does not. */
const HEADER = -2;

/** Place of the first match that fails, or one of the two above. */
function firstFailure(rule: Rule, at: ActionParam): number {
	if (!headerMatches(rule, at)) return HEADER;
	const list = rule.matches;
	for (let i = 0; i < list.length; i++) if (!matches[list[i].op].test(list[i], at)) return i;
	return ALL;
}

/** The part of a rule that did not match, in iptables' syntax. */
function failureText(rule: Rule, failure: number, at: ActionParam): string {
	if (failure === ALL) return '';
	if (failure !== HEADER) {
		const data = rule.matches[failure];
		const { name, print } = matches[data.op];
		return `-m ${name} ${print(data)}`.trim();
	}
	return headerText(rule, (part) => !headerMatches(part, at))[0] ?? '';
}

/** What the walk came to, for the step about it. */
interface Way {
	tried: RuleTried[];
}

/** @param start Place of the built-in chain in `table`. */
export function traverse(at: ActionParam, table: Table, start: number): Verdict {
	at.table = table.name;
	const way: Way | null = at.k.rec.on ? { tried: [] } : null;
	const base = height;
	const verdict = walk(at, table, start, base, way);
	height = base;
	return verdict;
}

function walk(at: ActionParam, table: Table, start: number, base: number, way: Way | null): Verdict {
	const first = table.chains[start];
	let chain = first;
	let next = 0;
	for (;;) {
		if (next === chain.rules.length) {
			if (height === base) return policy(at, table, first, way);
			({ chain, next } = waiting[--height]);
			continue;
		}
		const rule = chain.rules[next++];
		const failure = firstFailure(rule, at);
		if (way !== null) note(way, chain, next, rule, failure, at);
		if (at.hotdrop) return end(at, table, first, chain, next, 'DROP', way);
		if (failure !== ALL) continue;
		count(rule, at.packet, at.length);
		if (rule.to >= 0) {
			if (!rule.goto) push(chain, next);
			chain = table.chains[rule.to];
			next = 0;
			continue;
		}
		if (rule.target === null) continue;
		const target = targets[rule.target.op];
		if (target.ends === true) end(at, table, first, chain, next, target.name, way);
		const verdict = target.apply(rule.target, at);
		if (verdict === 'CONTINUE') continue;
		if (verdict === 'RETURN') {
			next = chain.rules.length;
			continue;
		}
		return target.ends === true ? verdict : end(at, table, first, chain, next, target.name, way, verdict);
	}
}

/** No rule has decided. */
function policy(at: ActionParam, table: Table, chain: Chain, way: Way | null): Verdict {
	count(chain, at.packet, at.length);
	const verdict = chain.policy === 'DROP' ? 'DROP' : 'ACCEPT';
	if (way !== null && (way.tried.length > 0 || verdict === 'DROP')) end(at, table, chain, chain, 0, verdict, way);
	return verdict;
}

function note(way: Way, chain: Chain, number: number, rule: Rule, failure: number, at: ActionParam): void {
	way.tried.push({
		chain: chain.name,
		number,
		text: rule.text,
		matched: failure === ALL,
		failed: failureText(rule, failure, at)
	});
}

/** @param number Place of the rule that decided, from 1; 0: the policy did. */
function end(
	at: ActionParam,
	table: Table,
	first: Chain,
	chain: Chain,
	number: number,
	target: string,
	way: Way | null,
	verdict: Verdict = target as Verdict
): Verdict {
	if (way !== null) {
		at.k.rec.step(at.ns, at.stage, 'pass', at.packet, {
			kind: 'chain',
			table: table.name,
			chain: first.name,
			tried: way.tried,
			by: number === 0 ? '' : chain.name,
			number,
			target
		});
	}
	return verdict;
}
