/** Sets of addresses that rules look into (net/netfilter/ipset/ip_set_core.c), as data. */

export interface SetEntry {
	/** As `ipset save` writes it: "10.0.0.1", "10.0.0.1,tcp:80", "10.0.0.0/8". */
	text: string;
	/** hash:net: not in the set, though a larger network is. */
	nomatch: boolean;
	/** Seconds that it was given; 0: for ever. */
	timeout: number;
	/** ns when it goes; -1: not running yet, 0: never. */
	expires: number;
	comment: string;
	/** What it was added with. */
	given: { packets: number; bytes: number };
	/** What has matched it since, and that. */
	packets: number;
	bytes: number;
}

export interface IpSet {
	name: string;
	/** Place in the registry of types. */
	type: number;
	/** Settings as `ipset save` writes them behind the type: "family inet hashsize 1024 maxelem 65536". */
	hashSize: number;
	maxElements: number;
	/** hash:ip: bits of the addresses that are kept. */
	netmask: number;
	/** Default for entries, seconds; -1: entries have none. */
	timeout: number;
	counters: boolean;
	comments: boolean;
	/** By the type's own key. */
	entries: Map<number, SetEntry>;
	/** hash:net: prefix lengths in use, longest first. */
	lengths: number[];
}

/** ns since the set was made, where an entry's time begins with it. */
export function isLiving(entry: SetEntry, now: number): boolean {
	return entry.timeout === 0 || now < entry.expires;
}
