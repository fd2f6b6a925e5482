/**
 * Linux sends all ICMP by one socket of the CPU, which is locked until the message has left (net/ipv4/icmp.c, icmp_xmit_lock). So nobody is told
 * of what becomes of an ICMP message on its way out, such as an echo reply that OUTPUT rejects.
 */
let held = false;

export function isIcmpLocked(): boolean {
	return held;
}

export function withIcmpLock(send: () => void): void {
	held = true;
	try {
		send();
	} finally {
		held = false;
	}
}
