/** A bridge, as a device: what is sent by it goes out of its ports (net/bridge/br_device.c). */
import { bridgeTransmit } from './bridge/forward.ts';
import { bridgeResume } from './bridge/input.ts';
import { type BridgeOptions, configureBridge, configureFdb, removePort } from './bridge/ports.ts';
import type { DeviceType } from './types.ts';

export const bridge: DeviceType = {
	transmit: (k, ns, device, packet) =>
		packet.bridgedSource === 0 ? bridgeTransmit(k, ns, device, packet) : bridgeResume(k, ns, device, packet),
	/** While a port forwards; STP keeps that up to date (br_port_state_selection). */
	carrier: (_k, _ns, device) => device.carrier,
	configure: (k, ns, device, settings) => configureBridge(k, ns, device, settings as BridgeOptions),
	/** Its ports are there by now. */
	complete: (k, ns, device, settings) => configureFdb(k, ns, device, (settings as BridgeOptions).fdb),
	remove(k, ns, device) {
		for (const index of [...device.bridge!.ports]) removePort(k, ns, ns.devices[index]!);
	}
};
