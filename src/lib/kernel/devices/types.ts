/** Kinds of devices. Each is a file beside this one, entered when the kernel is put together. */
import type { Kernel } from '../context.ts';
import type { Netns } from '../netns.ts';
import type { Packet } from '../packet.ts';
import type { Device, DeviceRef } from './device.ts';

export interface DeviceType {
	/** What becomes of a frame that is sent by it (ndo_start_xmit). Owns the packet. */
	transmit(k: Kernel, ns: Netns, device: Device, packet: Packet): void;
	/** Whether there is something below that carries its frames (netif_carrier_ok). Asked whenever something may have changed. */
	carrier(k: Kernel, ns: Netns, device: Device): boolean;
	/** IFF_NOARP */
	noArp?: true;
	/** Makes or changes its own state (newlink, changelink). `settings` are those of its kind in the lab's topology. */
	configure?(k: Kernel, ns: Netns, device: Device, settings: unknown): void;
	/** As `configure`, when all devices of the netns are there and are ports where they shall be. */
	complete?(k: Kernel, ns: Netns, device: Device, settings: unknown, lower: DeviceRef | null): void;
	/** It goes, or is made anew (dellink): what other devices know of it. */
	remove?(k: Kernel, ns: Netns, device: Device): void;
}

export const deviceTypes: Record<string, DeviceType> = {};

/** Owns the packet; true: it was taken. False: it goes up as if there were no handler (RX_HANDLER_PASS). */
export type RxHandler = (k: Kernel, ns: Netns, device: Device, packet: Packet) => boolean;

/** Who takes the frames of devices that are part of another one, by `Device.rxHandler`. */
export const rxHandlers: Record<string, RxHandler> = {};

/** Told of each device that goes up or down, or gains or loses its carrier (call_netdevice_notifiers). */
export const deviceNotifiers: ((k: Kernel, ns: Netns, device: Device) => void)[] = [];
