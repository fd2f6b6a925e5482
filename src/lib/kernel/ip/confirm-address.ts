/** Which of our addresses somebody may speak of (net/ipv4/devinet.c, inet_confirm_addr). */
import { contains, isLoopback } from '../../net/prefix.ts';
import type { Device, InterfaceAddress } from '../devices/device.ts';
import type { Netns } from '../netns.ts';

/** The scope of an address: the loopback's own count for this host alone. */
function isHostScope({ address }: InterfaceAddress): boolean {
	return isLoopback(address);
}

function matches(own: InterfaceAddress, address: number): boolean {
	return contains(own.subnet, own.length, address);
}

/**
 * confirm_addr_indev: whether `device` has the address `own`.
 * @param peer It must be in a subnet of the address; 0: wherever it is.
 * @param local 0: any address.
 */
function confirmOn(device: Device, peer: number, local: number, hostToo: boolean): boolean {
	let found: InterfaceAddress | null = null;
	let same = false;
	for (const own of device.addresses) {
		const speaks = hostToo || !isHostScope(own);
		if (found === null && (local === 0 || local === own.address) && speaks) {
			found = own;
			if (same) break;
		}
		if (same) continue;
		same = (local === 0 || matches(own, local)) && (peer === 0 || matches(own, peer));
		if (!same || found === null) continue;
		if (local !== 0 || peer === 0 || matches(own, found.address)) break;
		if (speaks) {
			found = own;
			break;
		}
		same = false;
	}
	return same && found !== null;
}

/** @param device null: any interface. @param hostToo Addresses of scope host count. */
export function confirmAddress(
	ns: Netns,
	device: Device | null,
	peer: number,
	local: number,
	hostToo: boolean
): boolean {
	if (device !== null) return confirmOn(device, peer, local, hostToo);
	return ns.devices.some((one) => one !== null && confirmOn(one, peer, local, hostToo));
}
