/** `-m state`: the older form of `-m conntrack --ctstate` (net/netfilter/xt_state.c). */
import { RuleError, type Match } from '../extension.ts';
import { no, oneOf } from '../language/values.ts';
import type { ExtensionData } from '../rule.ts';
import { ctStateOf, type CtState } from './ct-state.ts';

interface State extends ExtensionData {
	states: CtState[];
	not: boolean;
}

const known = ['INVALID', 'NEW', 'RELATED', 'ESTABLISHED', 'UNTRACKED'] as const;

export const state: Match<State> = {
	name: 'state',
	needsConntrack: true,
	create: () => ({ states: [], not: false }),
	options: {
		state: {
			words: 1,
			invertible: true,
			read: (data, [word], not) => {
				const wanted = word.split(',').map((one) => oneOf(one, known));
				data.states = known.filter((one) => wanted.includes(one));
				data.not = not;
			}
		}
	},
	check: ({ states }) => {
		if (states.length === 0) throw new RuleError('-m state needs --state', 'such as --state NEW');
	},
	print: ({ states, not }) => `${no(not)}--state ${states.join(',')}`,
	test: (data, at) => data.states.includes(ctStateOf(at.packet)) !== data.not
};
