/** `-m limit`: a bucket of tokens, which fills with time (net/netfilter/nft_limit.c, net/netfilter/xt_limit.c). */
import { RuleError, type Match } from '../extension.ts';
import { numberOf } from '../language/values.ts';
import type { ExtensionData } from '../rule.ts';

interface Limit extends ExtensionData {
	/** Packets in `unit` seconds. */
	rate: number;
	unit: number;
	burst: number;
	/** ns worth of tokens that are left, and when they were counted; -1: not yet, the bucket is full. */
	tokens: number;
	last: number;
}

const units: readonly (readonly [name: string, seconds: number])[] = [
	['day', 86_400],
	['hour', 3600],
	['min', 60],
	['sec', 1]
];
const longNames: Record<string, string> = { minute: 'min', second: 'sec' };
/** XT_LIMIT_SCALE: the finest fraction of a second that a rate is kept in. */
const SCALE = 10_000;
const BURST = 5;
const S = 1_000_000_000;

/** Stored as the time between two packets, from which the rate is read back (libxt_limit.c, print_rate). */
function rateOf(word: string): { rate: number; unit: number } {
	const [count, name = 'sec', ...more] = word.split('/');
	const unit = units.find(
		([one]) => one.startsWith(name) || longNames[name] === one || (name.length > 0 && `${one}s`.startsWith(name))
	);
	const known =
		unit ??
		units.find(([one]) => Object.entries(longNames).some(([long, short]) => short === one && long.startsWith(name)));
	if (more.length > 0 || known === undefined || !/^\d+$/.test(count))
		throw new RuleError(`"${word}" is not a rate`, 'such as 5/sec, 10/min, 3/hour or 1/day');
	const period = Math.floor((SCALE * known[1]) / Math.max(1, Number(count)));
	if (period === 0 || Number(count) === 0)
		throw new RuleError(`the rate ${word} is out of range`, `1/day to ${SCALE}/sec`);
	let i = 1;
	for (; i < units.length; i++) {
		const scaled = units[i][1] * SCALE;
		if (period > scaled || Math.floor(scaled / period) < scaled % period) break;
	}
	const seconds = units[i - 1][1];
	return { rate: Math.floor((seconds * SCALE) / period), unit: seconds };
}

export const limit: Match<Limit> = {
	name: 'limit',
	create: () => ({ rate: 3, unit: 3600, burst: BURST, tokens: -1, last: 0 }),
	options: {
		limit: { words: 1, read: (data, [word]) => void Object.assign(data, rateOf(word)) },
		'limit-burst': { words: 1, read: (data, [word]) => void (data.burst = numberOf(word, 10_000, 1)) }
	},
	print: ({ rate, unit, burst }) => {
		const name = units.find(([, seconds]) => seconds === unit)![0];
		return `--limit ${rate}/${name}${burst === BURST ? '' : ` --limit-burst ${burst}`}`;
	},
	test: (data, at) => {
		const cost = Math.floor((data.unit * S) / data.rate);
		const most = cost * data.burst;
		const { now } = at.k;
		const tokens = data.tokens < 0 ? most : Math.min(most, data.tokens + now - data.last);
		data.last = now;
		data.tokens = tokens >= cost ? tokens - cost : tokens;
		return tokens >= cost;
	}
};
