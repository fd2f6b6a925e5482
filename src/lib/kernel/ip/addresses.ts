/** Which addresses are ours, and which of them speaks (net/ipv4/devinet.c). */
import { contains, isLoopback } from '../../net/prefix.ts';
import type { Device, InterfaceAddress } from '../devices/device.ts';
import { longest } from '../../net/prefix-trie.ts';
import type { Netns } from '../netns.ts';

/** The address is one of this netns' own, on whichever interface. */
export function isOwnAddress(ns: Netns, address: number): boolean {
	const { local } = ns.fib;
	const value = longest(local.trie, address);
	return value >= 0 && local.buckets[value][0].type === 'local';
}

/** An interface's addresses with another one: a primary one behind the last primary, a secondary one at the end (__inet_insert_ifa). */
export function withAddress(addresses: readonly InterfaceAddress[], own: InterfaceAddress): InterfaceAddress[] {
	const place = own.secondary ? addresses.length : addresses.findLastIndex((other) => !other.secondary) + 1;
	return addresses.toSpliced(place, 0, own);
}

/**
 * inet_select_addr: the address of `device` in whose subnet `target` (0: none) is, else its first, else the first of
 * any other interface, lo before all. Addresses of 127.0.0.0/8 have the scope of this host and speak to nobody else. 0: there is none.
 */
export function selectSource(ns: Netns, device: Device | null, target: number): number {
	if (device !== null) {
		let first = 0;
		for (const own of device.addresses) {
			if (own.secondary || isLoopback(own.address)) continue;
			if (target === 0 || contains(own.subnet, own.length, target)) return own.address;
			if (first === 0) first = own.address;
		}
		if (first !== 0) return first;
	}
	for (const other of ns.devices) {
		const first = other?.addresses.find((own) => !own.secondary && !isLoopback(own.address));
		if (first !== undefined) return first.address;
	}
	return 0;
}
