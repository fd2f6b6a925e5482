/** Interfaces that go up and down, and gain or lose their carrier (net/core/dev.c, drivers/net/veth.c, net/ipv4/fib_frontend.c). */
import type { Kernel } from '../context.ts';
import { addAddressRoutes, hopUsable, removeRoutes } from '../fib.ts';
import { forgetNeighbours, forgetProxies } from '../neighbour/table.ts';
import type { Netns } from '../netns.ts';
import type { Device } from './device.ts';
import { deviceNotifiers } from './types.ts';

/** `ip link set DEV up|down`: down takes the routes through it along (fib_disable_ip), up brings back only those that addresses make. */
export function setUp(k: Kernel, ns: Netns, device: Device, up: boolean): void {
	if (device.up === up) return;
	device.up = up;
	if (up) {
		for (const own of device.addresses) addAddressRoutes(ns.fib, device, own);
	} else {
		removeRoutes(
			ns.fib,
			(route) =>
				(route.hops === null
					? route.dev === device.index
					: !route.hops.some((hop) => hopUsable(hop, ns.devices, true))) && route.type !== 'local'
		);
		forgetNeighbours(k, ns, device, false);
		forgetProxies(ns, device);
	}
	record(k, ns, device);
	for (const notified of deviceNotifiers) notified(k, ns, device);
}

/** The other end came or went. */
export function setCarrier(k: Kernel, ns: Netns, device: Device, carrier: boolean): void {
	if (device.carrier === carrier) return;
	device.carrier = carrier;
	if (!carrier && device.conf.arpEvictNocarrier !== 0) forgetNeighbours(k, ns, device, true);
	record(k, ns, device);
	for (const notified of deviceNotifiers) notified(k, ns, device);
}

function record(k: Kernel, ns: Netns, device: Device): void {
	if (!k.rec.on) return;
	k.rec.step(
		ns,
		'device',
		'note',
		null,
		{ kind: 'device-change', dev: device.name, up: device.up, carrier: device.carrier },
		-1
	);
}
