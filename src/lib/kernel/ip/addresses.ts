/** Which addresses are ours, and which of them speaks (net/ipv4/devinet.c). */
import { contains } from '../../net/prefix.ts';
import type { Device } from '../devices/device.ts';
import { longest } from '../../net/prefix-trie.ts';
import type { Netns } from '../netns.ts';

/** The address is one of this netns' own, on whichever interface. */
export function isOwnAddress(ns: Netns, address: number): boolean {
	const { local } = ns.fib;
	const value = longest(local.trie, address);
	return value >= 0 && local.buckets[value][0].type === 'local';
}

/**
 * inet_select_addr: the address of `device` in whose subnet `target` (0: none) is, else its first, else the first of
 * any other interface but lo. 0: there is none.
 */
export function selectSource(ns: Netns, device: Device | null, target: number): number {
	if (device !== null) {
		let first = 0;
		for (const own of device.addresses) {
			if (own.secondary) continue;
			if (target === 0 || contains(own.address, own.length, target)) return own.address;
			if (first === 0) first = own.address;
		}
		if (first !== 0) return first;
	}
	for (const other of ns.devices) {
		if (other === null || other === undefined || other === device || other.kind === 'lo') continue;
		if (other.addresses.length > 0) return other.addresses[0].address;
	}
	return 0;
}
