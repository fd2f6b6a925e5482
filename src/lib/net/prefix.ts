/** Arithmetic of IPv4 prefixes. Addresses are unsigned 32-bit numbers in host order, lengths 0 to 32 bits. */

/** 255.255.255.255 */
export const LIMITED_BROADCAST = 0xffffffff;

/** Netmask: the first `length` bits set. */
export function maskOf(length: number): number {
	// A shift by 32 is a shift by 0 in JavaScript.
	return length === 0 ? 0 : (0xffffffff << (32 - length)) >>> 0;
}

/** `address` with its host bits cleared. */
export function networkOf(address: number, length: number): number {
	return (address & maskOf(length)) >>> 0;
}

/** `address` with its host bits set. A /31 or /32 has no broadcast address; the caller must know (RFC 3021). */
export function broadcastOf(address: number, length: number): number {
	return (address | ~maskOf(length)) >>> 0;
}

/** Whether `address` has the first `length` bits of `network`. */
export function contains(network: number, length: number, address: number): boolean {
	return ((network ^ address) & maskOf(length)) === 0;
}

/** Number of leading bits that two addresses have in common, 0 to 32. */
export function commonLength(a: number, b: number): number {
	return Math.clz32(a ^ b);
}

/** Prefix length of a netmask, or -1 when its set bits are not one run from the left. */
export function lengthOfMask(mask: number): number {
	const length = Math.clz32(~mask);
	return maskOf(length) === mask >>> 0 ? length : -1;
}

/** 224.0.0.0/4 */
export function isMulticast(address: number): boolean {
	return address >>> 28 === 0xe;
}

/** 127.0.0.0/8 */
export function isLoopback(address: number): boolean {
	return address >>> 24 === 127;
}

/** 0.0.0.0/8, "this network" (RFC 1122): only ever a source. */
export function isThisNetwork(address: number): boolean {
	return address >>> 24 === 0;
}

/** 169.254.0.0/16 (RFC 3927) */
export function isLinkLocal(address: number): boolean {
	return address >>> 16 === 0xa9fe;
}

/** 10/8, 172.16/12, 192.168/16 (RFC 1918): not routed in the internet. */
export function isPrivate(address: number): boolean {
	return address >>> 24 === 10 || address >>> 20 === 0xac1 || address >>> 16 === 0xc0a8;
}

export function isLimitedBroadcast(address: number): boolean {
	return address >>> 0 === LIMITED_BROADCAST;
}
