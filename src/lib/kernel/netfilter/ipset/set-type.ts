/** What a type of set is: the syntax of its entries, and how a packet is looked up in it. */
import type { ActionParam } from '../action-param.ts';
import type { IpSet, SetEntry } from './set.ts';

export interface SetType {
	/** "hash:ip" */
	name: string;
	/** Parts of an entry: how many of "src" and "dst" a rule gives. */
	dimensions: number;
	/** Keys and texts of an entry as a person writes it; throws a RuleError. One line may be several entries. */
	read(set: IpSet, word: string): { key: number; text: string; length: number }[];
	/** Entries can be exceptions from larger ones (IPSET_TYPE_NOMATCH). */
	hasNomatch: boolean;
	/** The first entry that the packet's address and port are in and that `accepts` is true for. `directions`: "src" or "dst" for each part. */
	find(
		set: IpSet,
		at: ActionParam,
		directions: readonly Direction[],
		accepts: (entry: SetEntry) => boolean
	): SetEntry | undefined;
}

/** For the types that have one entry for a packet at the most. */
export function acceptedAt(set: IpSet, key: number, accepts: (entry: SetEntry) => boolean): SetEntry | undefined {
	const entry = set.entries.get(key);
	return entry !== undefined && accepts(entry) ? entry : undefined;
}

export type Direction = 'src' | 'dst';
