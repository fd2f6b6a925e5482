/** `-m set`: whether an ipset holds what the packet has (net/netfilter/xt_set.c, set_match_v4; ipset/ip_set_core.c, ip_set_match_extensions). */
import { RuleError, type Match, type Option } from '../extension.ts';
import { setTypes } from '../ipset/registry.ts';
import { type IpSet, isLiving, type SetEntry } from '../ipset/set.ts';
import type { Direction } from '../ipset/set-type.ts';
import type { ActionParam } from '../action-param.ts';
import { count } from '../count.ts';
import { no, numberOf, oneOf } from '../language/values.ts';
import type { ExtensionData } from '../rule.ts';

type Operator = 'eq' | 'lt' | 'gt';

/** What a counter of the entry is asked for (struct ip_set_counter_match). */
interface CounterMatch {
	op: '' | 'ne' | Operator;
	value: number;
	/** The same in decimal digits: the kernel's counters have 64 bits. */
	text: string;
}

interface SetMatch extends ExtensionData {
	set: string;
	directions: Direction[];
	not: boolean;
	returnNomatch: boolean;
	/** The entry counts what it matches. */
	updates: boolean;
	/** Only sets of sets would ask. */
	updatesMembers: boolean;
	packets: CounterMatch;
	bytes: CounterMatch;
}

/** IPSET_DIM_MAX */
const MOST_DIRECTIONS = 6;
const MOST_COUNTED = 2 ** 64;

function counterOption(field: 'packets' | 'bytes', op: Operator): Option<SetMatch> {
	return {
		words: 1,
		invertible: op === 'eq',
		read: (data, [word], not) => {
			const value = numberOf(word, MOST_COUNTED);
			if (data[field].op !== '') throw new RuleError(`only one of --${field}-eq, -lt and -gt can be asked for`);
			data[field] = { op: not ? 'ne' : op, value, text: BigInt(word).toString() };
		}
	};
}

/** `name` is done unless "!" stands before it. */
function flag(key: 'updates' | 'updatesMembers'): Option<SetMatch> {
	return { words: 0, invertible: true, read: (data, _words, not) => void (data[key] = !not) };
}

function anyCounter(): CounterMatch {
	return { op: '', value: 0, text: '' };
}

function counterText(field: 'packets' | 'bytes', { op, text }: CounterMatch): string[] {
	return op === '' ? [] : [`${no(op === 'ne')}--${field}-${op === 'ne' ? 'eq' : op} ${text}`];
}

/** match_counter */
function counterMatches(count: number, { op, value }: CounterMatch): boolean {
	switch (op) {
		case '':
			return true;
		case 'eq':
			return count === value;
		case 'ne':
			return count !== value;
		case 'lt':
			return count < value;
		case 'gt':
			return count > value;
	}
}

/** ip_set_match_extensions: what has expired is not there; a packet is counted before the counters are asked. */
function accepts(data: SetMatch, at: ActionParam, set: IpSet, entry: SetEntry): boolean {
	if (!isLiving(entry, at.k.now)) return false;
	if (!set.counters) return true;
	if (data.updates) {
		count(entry, at.packet, at.length);
	}
	return counterMatches(entry.packets, data.packets) && counterMatches(entry.bytes, data.bytes);
}

/** ip_set_test */
function isIn(data: SetMatch, at: ActionParam): boolean {
	const set = at.ns.netfilter.sets.get(data.set);
	if (set === undefined) return false;
	const { find, dimensions, hasNomatch } = setTypes[set.type];
	// A set of more parts than the rule gives has no answer.
	if (data.directions.length < dimensions) return false;
	const entry = find(set, at, data.directions, (one) => accepts(data, at, set, one));
	return entry !== undefined && entry.nomatch === (hasNomatch && data.returnNomatch);
}

export const set: Match<SetMatch> = {
	name: 'set',
	create: () => ({
		set: '',
		directions: [],
		not: false,
		returnNomatch: false,
		updates: true,
		updatesMembers: true,
		packets: anyCounter(),
		bytes: anyCounter()
	}),
	options: {
		'match-set': {
			words: 2,
			invertible: true,
			read: (data, [name, flags], not) => {
				data.set = name;
				data.directions = flags.split(',').map((one) => oneOf(one, ['src', 'dst']));
				if (data.directions.length > MOST_DIRECTIONS) throw new RuleError(`"${flags}" has too many parts`);
				data.not = not;
			}
		},
		'return-nomatch': { words: 0, read: (data) => void (data.returnNomatch = true) },
		'update-counters': flag('updates'),
		'update-subcounters': flag('updatesMembers'),
		'packets-eq': counterOption('packets', 'eq'),
		'packets-lt': counterOption('packets', 'lt'),
		'packets-gt': counterOption('packets', 'gt'),
		'bytes-eq': counterOption('bytes', 'eq'),
		'bytes-lt': counterOption('bytes', 'lt'),
		'bytes-gt': counterOption('bytes', 'gt')
	},
	check: (data) => {
		if (data.set === '') throw new RuleError('-m set needs --match-set', 'such as --match-set blocked src');
	},
	print: (data) =>
		[
			`${no(data.not)}--match-set ${data.set} ${data.directions.join(',')}`,
			...(data.returnNomatch ? ['--return-nomatch'] : []),
			...(data.updates ? [] : ['! --update-counters']),
			...(data.updatesMembers ? [] : ['! --update-subcounters']),
			...counterText('packets', data.packets),
			...counterText('bytes', data.bytes)
		].join(' '),
	sets: (data) => [data.set],
	test: (data, at) => isIn(data, at) !== data.not
};
