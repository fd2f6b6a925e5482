/** `-m set`: whether an ipset holds what the packet has (net/netfilter/xt_set.c). */
import { RuleError, type Match } from '../extension.ts';
import { setTypes } from '../ipset/registry.ts';
import { isLiving } from '../ipset/set.ts';
import type { Direction } from '../ipset/set-type.ts';
import { no, oneOf } from '../language/values.ts';
import type { ExtensionData } from '../rule.ts';

interface SetMatch extends ExtensionData {
	set: string;
	directions: Direction[];
	not: boolean;
	returnNomatch: boolean;
}

/** IPSET_DIM_MAX */
const MOST_DIRECTIONS = 6;

export const set: Match<SetMatch> = {
	name: 'set',
	create: () => ({ set: '', directions: [], not: false, returnNomatch: false }),
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
		'return-nomatch': { words: 0, read: (data) => void (data.returnNomatch = true) }
	},
	check: (data) => {
		if (data.set === '') throw new RuleError('-m set needs --match-set', 'such as --match-set blocked src');
	},
	print: (data) =>
		`${no(data.not)}--match-set ${data.set} ${data.directions.join(',')}${data.returnNomatch ? ' --return-nomatch' : ''}`,
	sets: (data) => [data.set],
	test: (data, at) => {
		const asked = at.ns.netfilter.sets.get(data.set);
		if (asked === undefined) return false;
		const { find, dimensions } = setTypes[asked.type];
		// A set of more parts than the rule gives has no answer.
		if (data.directions.length < dimensions) return false;
		const entry = find(asked, at, data.directions);
		const found = entry !== undefined && isLiving(entry, at.k.now) && entry.nomatch === data.returnNomatch;
		return found !== data.not;
	}
};
