/** A veth end, or a network card: one end of a link (drivers/net/veth.c). */
import type { DeviceType } from './types.ts';

export const veth: DeviceType = {
	transmit: (k, ns, device, packet) => k.transmit(ns, device, packet),
	/** Both ends are up and the link is plugged in (veth_open). */
	carrier: (k, ns, device) => device.up && k.peer(ns, device)?.up === true
};
