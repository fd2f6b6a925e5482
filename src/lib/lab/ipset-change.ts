/** What lies between two lists of ipsets, as lines for `ipset restore`. */
import { parseSets, printSets } from '../kernel/netfilter/language/ipset-text.ts';
import type { IpSet } from '../kernel/netfilter/ipset/set.ts';

/** A node's sets as data. Lines that have problems have been refused before (checks/firewall.ts). */
export function setsOf(lines: readonly string[]): Map<string, IpSet> {
	return parseSets(lines).sets;
}

export interface SetsChange {
	/** Before the rules change. */
	first: string[];
	/** After: nothing asks for these any more. */
	last: string[];
}

function linesOf(set: IpSet): string[] {
	return printSets(new Map([[set.name, set]]));
}

/** A set that keeps its type is filled anew; one that has another is another set. */
export function changeOfSets(before: readonly string[], after: readonly string[]): SetsChange {
	const [old, wanted] = [setsOf(before), setsOf(after)];
	const first = [...wanted.values()].flatMap((set) => {
		const standing = old.get(set.name);
		const [create, ...entries] = linesOf(set);
		if (standing === undefined) return [create, ...entries];
		const [sameCreate, ...sameEntries] = linesOf(standing);
		if (create !== sameCreate) return [`destroy ${set.name}`, create, ...entries];
		return entries.join('\n') === sameEntries.join('\n') ? [] : [`flush ${set.name}`, ...entries];
	});
	return { first, last: [...old.keys()].filter((name) => !wanted.has(name)).map((name) => `destroy ${name}`) };
}
