/** -i and -o: the interface that the packet came by or leaves by. */
import type { MatchKind } from '../rule.ts';

export const inInterface: MatchKind = {
	text: (m) => `-i ${m.dev}`,
	test: (m, _packet, input) => input !== null && input.name === m.dev
};

export const outInterface: MatchKind = {
	text: (m) => `-o ${m.dev}`,
	test: (m, _packet, _input, output) => output !== null && output.name === m.dev
};
