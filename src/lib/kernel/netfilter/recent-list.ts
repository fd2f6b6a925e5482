/** The lists of -m recent (net/netfilter/xt_recent.c, struct recent_table). /proc/net/xt_recent shows them. */
import type { Netfilter } from './tables.ts';

export interface SeenAddress {
	address: number;
	ttl: number;
	/** ns when it was seen, a ring of `size` at the most. */
	stamps: number[];
	/** Place of the next stamp. */
	next: number;
}

export interface RecentList {
	/** The least recently seen first. */
	entries: SeenAddress[];
	/** Stamps kept of each address: what the rule with the highest --hitcount needs. */
	size: number;
}

/** ip_list_tot: addresses in a list; then the least recently seen goes. */
const LONGEST = 100;

export function listOf(netfilter: Netfilter, name: string): RecentList {
	let list = netfilter.recent.get(name);
	if (list === undefined) {
		list = { entries: [], size: 1 };
		netfilter.recent.set(name, list);
	}
	return list;
}

/** @param ttl 0: any. */
export function findSeen(list: RecentList, address: number, ttl: number): SeenAddress | null {
	const entry = list.entries.find((one) => one.address === address);
	if (entry === undefined || (ttl !== 0 && entry.ttl !== 0 && entry.ttl !== ttl)) return null;
	return entry;
}

export function remember(list: RecentList, address: number, ttl: number, now: number): void {
	if (list.entries.length >= LONGEST) list.entries.shift();
	list.entries.push({ address, ttl, stamps: [now], next: 1 });
}

export function noteSeen(list: RecentList, entry: SeenAddress, ttl: number, now: number): void {
	entry.stamps[entry.next % list.size] = now;
	entry.next = (entry.next % list.size) + 1;
	entry.ttl = ttl;
	list.entries.push(...list.entries.splice(list.entries.indexOf(entry), 1));
}

export function forgetSeen(list: RecentList, entry: SeenAddress): void {
	list.entries.splice(list.entries.indexOf(entry), 1);
}

/** recent_entry_reap: the least recently seen goes when its last stamp is older than `since` (ns). */
export function reap(list: RecentList, since: number): void {
	const [oldest] = list.entries;
	if (oldest === undefined) return;
	const last = oldest.stamps[oldest.next - 1] ?? 0;
	if (last < since) list.entries.shift();
}
