/**
 * Advice: what Linux would build as it stands, but what will lose packets. Found by looking at the whole network, before
 * a packet finds out. Each piece says what is wrong, why that matters, and what would mend it.
 */
import type { Lab } from '../document.ts';
import type { Problem } from '../problem.ts';
import type { Network } from './network.ts';

/** A change of the lab that mends it. */
export interface Mend {
	/** As on a button: "Give eth0 of host2 10.0.0.3/24". */
	text: string;
	apply(lab: Lab): Lab;
}

export interface Advice extends Problem {
	severity: 'warning';
	/** What it is called, for tests and for telling two kinds apart. */
	kind: string;
	/** The concept, in a sentence or two. */
	why: string;
	/** The best one first; none where only a person can decide. */
	mends: Mend[];
}

/** Looks for one kind of trouble. */
export type Adviser = (network: Network) => Advice[];

/** What checks and advice say together. Where both speak of one place, advice says more; errors stay. */
export function withAdvice<P extends Problem>(checked: readonly P[], advice: readonly Advice[]): (P | Advice)[] {
	const advised = new Set(advice.map(({ path }) => path));
	return [...checked.filter(({ path, severity }) => severity === 'error' || !advised.has(path)), ...advice];
}
