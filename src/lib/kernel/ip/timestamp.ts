/** The clock of IP's and ICMP's timestamps (net/ipv4/af_inet.c, inet_current_timestamp). */

const DAY = 86_400_000;

/** ms since midnight. Virtual time begins at midnight. */
export function timestampNow(now: number): number {
	return Math.floor(now / 1_000_000) % DAY;
}
