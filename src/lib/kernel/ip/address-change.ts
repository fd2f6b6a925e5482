/** Addresses that come and go while the netns runs (net/ipv4/devinet.c, inet_insert_ifa and inet_del_ifa; fib_frontend.c). */
import { networkOf } from '../../net/prefix.ts';
import type { Kernel } from '../context.ts';
import type { Device } from '../devices/device.ts';
import { addRoute, addressRoutes, removeRoutes } from '../fib.ts';
import { forgetNeighbours } from '../neighbour/table.ts';
import type { Netns } from '../netns.ts';

/** `ip addr add`; false: the interface has it already (EEXIST). */
export function addAddress(ns: Netns, device: Device, address: number, length: number): boolean {
	if (device.addresses.some((own) => own.address === address && own.length === length)) return false;
	const network = networkOf(address, length);
	const secondary = device.addresses.some((own) => own.length === length && networkOf(own.address, length) === network);
	device.addresses.push({ address, length, secondary });
	for (const route of addressRoutes(device, address, length, secondary)) {
		if (device.up || route.type === 'local') addRoute(ns.fib, route);
	}
	return true;
}

/** `ip addr flush`: with the last address all routes through the interface and its neighbours go (fib_disable_ip). */
export function flushAddresses(k: Kernel, ns: Netns, device: Device): boolean {
	if (device.addresses.length === 0) return false;
	device.addresses = [];
	removeRoutes(ns.fib, (route) => route.dev === device.index);
	forgetNeighbours(k, ns, device, false);
	return true;
}
