/** A frame leaves a netns by one of its interfaces (net/core/dev.c, __dev_queue_xmit). */
import type { Kernel } from '../context.ts';
import { drop } from '../drop.ts';
import type { Netns } from '../netns.ts';
import type { Packet } from '../packet.ts';
import type { Device, DeviceKind } from './device.ts';

/** What a kind of device does with a frame that is sent by it. Owns the packet. */
export type Transmit = (k: Kernel, ns: Netns, device: Device, packet: Packet) => void;

/** By kind of device; each kind enters itself when the kernel is put together. */
export const transmitters = {} as Record<DeviceKind, Transmit>;

/** Owns the packet: an Ethernet frame, complete. */
export function deviceTransmit(k: Kernel, ns: Netns, device: Device, packet: Packet): void {
	if (!device.up) return drop(k, ns, 'device', packet, 'dev-down', device.name);
	if (!device.carrier) return drop(k, ns, 'device', packet, 'no-carrier', device.name);
	device.txPackets++;
	if (k.tap !== null) k.tap(ns, device, 'out', packet, k.now);
	if (device.kind === 'veth') k.transmit(ns, device, packet);
	else transmitters[device.kind](k, ns, device, packet);
}
