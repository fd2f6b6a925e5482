/** What an address is to a netns (net/ipv4/fib_frontend.c, __inet_dev_addr_type). */
import { isLimitedBroadcast, isMulticast, isThisNetwork } from '../../net/prefix.ts';
import { longest } from '../../net/prefix-trie.ts';
import type { Device } from '../devices/device.ts';
import type { Netns } from '../netns.ts';

type AddressType = 'UNICAST' | 'LOCAL' | 'BROADCAST' | 'MULTICAST';

/** @param dev Only what is an address of this interface counts; null: of any. */
export function addressType(ns: Netns, address: number, dev: Device | null): AddressType {
	if (isThisNetwork(address) || isLimitedBroadcast(address)) return 'BROADCAST';
	if (isMulticast(address)) return 'MULTICAST';
	const { local } = ns.fib;
	const value = longest(local.trie, address);
	if (value < 0) return 'UNICAST';
	const [route] = local.buckets[value];
	if (dev !== null && route.dev !== dev.index) return 'UNICAST';
	return route.type === 'local' ? 'LOCAL' : route.type === 'broadcast' ? 'BROADCAST' : 'UNICAST';
}
