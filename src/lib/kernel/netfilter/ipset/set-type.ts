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
	/** The entry that the packet's address and port are in. `directions`: "src" or "dst" for each part. */
	find(set: IpSet, at: ActionParam, directions: readonly Direction[]): SetEntry | undefined;
}

export type Direction = 'src' | 'dst';
