/** Addresses that come and go while the netns runs (net/ipv4/devinet.c, inet_insert_ifa and inet_del_ifa; fib_frontend.c). */
import { networkOf } from '../../net/prefix.ts';
import type { Kernel } from '../context.ts';
import type { Device, InterfaceAddress } from '../devices/device.ts';
import { addAddressRoutes, addressRoutes, removeRoutes } from '../fib.ts';
import { withAddress } from './addresses.ts';
import { forgetNeighbours, forgetProxies } from '../neighbour/table.ts';
import { masqueradeLost } from '../netfilter/nat/masquerade-notified.ts';
import type { Netns } from '../netns.ts';

function sameSubnet(a: InterfaceAddress, length: number, subnet: number): boolean {
	return a.length === length && networkOf(a.subnet, length) === networkOf(subnet, length);
}

/** `ip addr add`; false: the interface has it already (EEXIST). @param subnet The peer's address where there is one. */
export function addAddress(ns: Netns, device: Device, address: number, length: number, subnet = address): boolean {
	if (device.addresses.some((own) => own.address === address && sameSubnet(own, length, subnet))) return false;
	const secondary = device.addresses.some((own) => sameSubnet(own, length, subnet));
	const own = { address, length, subnet, secondary };
	device.addresses = withAddress(device.addresses, own);
	addAddressRoutes(ns.fib, device, own);
	return true;
}

/**
 * `ip addr del`; false: there is no such address (EADDRNOTAVAIL). The secondary addresses of its subnet go with a primary one, or the
 * first of them takes its place where promote_secondaries says so (__inet_del_ifa).
 */
export function removeAddress(k: Kernel, ns: Netns, device: Device, address: number, length: number): boolean {
	const gone = device.addresses.find((own) => own.address === address && own.length === length);
	if (gone === undefined) return false;
	const followers = gone.secondary
		? []
		: device.addresses.filter((own) => own.secondary && sameSubnet(own, length, gone.subnet));
	const promotes = followers.length > 0 && device.conf.promoteSecondaries !== 0;
	const leaving = [gone, ...followers];
	device.addresses = device.addresses.filter((own) => !leaving.includes(own));
	for (const one of leaving) {
		forgetRoutes(ns, device, one);
		masqueradeLost(ns, device, one.subnet);
	}
	if (promotes) promote(ns, device, followers);
	else if (device.addresses.length === 0) disable(k, ns, device);
	return true;
}

/** The first of the secondary addresses stands behind the last primary one from now on, and brings the subnet along again. */
function promote(ns: Netns, device: Device, [first, ...others]: InterfaceAddress[]): void {
	const primary = { ...first, secondary: false };
	device.addresses = [...withAddress(device.addresses, primary), ...others];
	for (const own of [primary, ...others]) addAddressRoutes(ns.fib, device, own);
}

/** fib_del_ifaddr: what it brought along goes, as far as no other address brings the same, and routes that prefer it as their source. */
function forgetRoutes(ns: Netns, device: Device, gone: InterfaceAddress): void {
	const kept = device.addresses.flatMap((own) => addressRoutes(device, own));
	for (const route of addressRoutes(device, gone)) {
		const same = (other: typeof route) =>
			other.table === route.table &&
			other.network === route.network &&
			other.length === route.length &&
			other.type === route.type;
		if (kept.some(same)) continue;
		removeRoutes(ns.fib, (other) => other.dev === device.index && other.origin === 'kernel' && same(other));
	}
	const elsewhere = ns.devices.some((other) => other?.addresses.some((own) => own.address === gone.address));
	if (!elsewhere) removeRoutes(ns.fib, (route) => route.preferredSource === gone.address);
}

/** fib_disable_ip: with its last address all routes through an interface and its neighbours go. */
function disable(k: Kernel, ns: Netns, device: Device): void {
	removeRoutes(ns.fib, (route) => route.dev === device.index);
	forgetNeighbours(k, ns, device, false);
	forgetProxies(ns, device);
}

/** `ip addr flush` */
export function flushAddresses(k: Kernel, ns: Netns, device: Device): boolean {
	if (device.addresses.length === 0) return false;
	const gone = device.addresses;
	device.addresses = [];
	disable(k, ns, device);
	for (const { subnet } of gone) masqueradeLost(ns, device, subnet);
	return true;
}
