/** Frames that come in by a device after what is now being processed (net/core/dev.c, netif_rx and process_backlog). */
import type { Kernel } from '../context.ts';
import type { Netns } from '../netns.ts';
import type { Packet } from '../packet.ts';
import type { Device } from './device.ts';
import { deviceReceive } from './receive.ts';

/** Owns the packet. */
export function netifRx(k: Kernel, ns: Netns, device: Device, packet: Packet): void {
	device.backlog.push(packet);
	k.schedule(ns, 0, 'backlog', device.index, 0, packet.cause);
}

export function backlogTimer(k: Kernel, ns: Netns, index: number): void {
	const device = ns.devices[index];
	const packet = device?.backlog.shift();
	if (device && packet) deviceReceive(k, ns, device, packet);
}
