/** The flags of a record on the timeline. */
export const traits = {
	arp: 1 << 0,
	icmp: 1 << 1,
	udp: 1 << 2,
	tcp: 1 << 3,
	dns: 1 << 4,
	http: 1 << 5,
	other: 1 << 6,
	/** A packet was lost. */
	drop: 1 << 7,
	/** A table says something else from here on. */
	change: 1 << 8,
	/** An input began. */
	input: 1 << 9,
	/** A packet came to whom it was for. */
	delivery: 1 << 10
} as const;

/** Any frame on a link. */
export const HOPS = traits.arp | traits.icmp | traits.udp | traits.tcp | traits.dns | traits.http | traits.other;
