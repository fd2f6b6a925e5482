/** lo: what is sent comes back, after what is now being processed (drivers/net/loopback.c). */
import type { Kernel } from '../context.ts';
import type { Netns } from '../netns.ts';
import type { Packet } from '../packet.ts';
import type { Device } from './device.ts';
import { deviceReceive } from './receive.ts';

export function loopbackTransmit(k: Kernel, ns: Netns, device: Device, packet: Packet): void {
	device.backlog.push(packet);
	k.schedule(ns, 0, 'loopback', device.index, 0, packet.cause);
}

export function loopbackTimer(k: Kernel, ns: Netns, index: number): void {
	const device = ns.devices[index];
	const packet = device?.backlog.shift();
	if (device && packet) deviceReceive(k, ns, device, packet);
}
