/** A frame leaves a netns by one of its interfaces (net/core/dev.c, __dev_queue_xmit). */
import type { Kernel } from '../context.ts';
import { drop } from '../drop.ts';
import type { Netns } from '../netns.ts';
import type { Packet } from '../packet.ts';
import type { Device } from './device.ts';
import { deviceTypes } from './types.ts';

/** Owns the packet: an Ethernet frame, complete. */
export function deviceTransmit(k: Kernel, ns: Netns, device: Device, packet: Packet): void {
	if (!device.up) return drop(k, ns, 'device', packet, 'dev-down', device.name);
	if (!device.carrier) return drop(k, ns, 'device', packet, 'no-carrier', device.name);
	device.txPackets++;
	if (k.tap !== null) k.tap(ns, device, 'out', packet, k.now);
	// A veth's own transmit, without the look-up: nearly every frame leaves by one.
	if (device.kind === 'veth') k.transmit(ns, device, packet);
	else deviceTypes[device.kind].transmit(k, ns, device, packet);
}
