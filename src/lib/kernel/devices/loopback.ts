/** lo: what is sent comes back, after what is now being processed (drivers/net/loopback.c). */
import { netifRx } from './backlog.ts';
import type { DeviceType } from './types.ts';

export const loopback: DeviceType = {
	transmit: netifRx,
	noArp: true,
	carrier: () => true
};
