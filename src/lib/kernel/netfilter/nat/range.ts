/** Where a translation may go (include/uapi/linux/netfilter/nf_nat.h, struct nf_nat_range2). */

export interface NatRange {
	/** 0 and 0: the address stays. */
	from: number;
	to: number;
	/** Ports, or ids of pings; 0 and 0: the port stays if it can. */
	fromPort: number;
	toPort: number;
	/** A port by chance, whether or not the old one is free (NF_NAT_RANGE_PROTO_RANDOM_ALL). */
	random: boolean;
	/** The address depends on the client's alone, not on the server's. */
	persistent: boolean;
	/** The first port of the old range, where each port keeps its distance from it (NF_NAT_RANGE_PROTO_OFFSET); -1: not so. */
	basePort: number;
}

export function rangeTo(address: number): NatRange {
	return {
		from: address,
		to: address,
		fromPort: 0,
		toPort: 0,
		random: false,
		persistent: false,
		basePort: -1
	};
}

export type Side = 'source' | 'destination';
