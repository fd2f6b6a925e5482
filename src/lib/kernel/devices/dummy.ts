/** dummy: has addresses, and swallows what is sent by it (drivers/net/dummy.c). */
import { drop } from '../drop.ts';
import type { DeviceType } from './types.ts';

export const dummy: DeviceType = {
	transmit: (k, ns, device, packet) => drop(k, ns, 'device', packet, 'dummy', device.name),
	carrier: () => true,
	noArp: true
};
