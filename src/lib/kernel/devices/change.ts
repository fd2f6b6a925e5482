/** Devices that get another name or netns, or go, while the network runs (net/core/dev.c, dev_change_name and dev_change_net_namespace). */
import type { Kernel } from '../context.ts';
import { removeRoutes } from '../fib.ts';
import { forgetNeighbours } from '../neighbour/table.ts';
import type { Netns } from '../netns.ts';
import { defaultConf, defaultNeighParms } from '../sysctl.ts';
import { removePort } from './bridge/ports.ts';
import type { Device } from './device.ts';
import { setUp } from './state.ts';
import { deviceTypes } from './types.ts';

/** False: another device has the name (EEXIST). */
export function renameDevice(ns: Netns, device: Device, name: string): boolean {
	if (ns.deviceByName.has(name)) return false;
	ns.deviceByName.delete(device.name);
	ns.deviceByName.set(name, device);
	device.name = name;
	return true;
}

/** Takes it out of its netns: it is down, and its addresses, routes and neighbours are gone. */
export function unlistDevice(k: Kernel, ns: Netns, device: Device): void {
	setUp(k, ns, device, false);
	removePort(k, ns, device);
	device.addresses = [];
	removeRoutes(ns.fib, (route) => route.dev === device.index);
	forgetNeighbours(k, ns, device, false);
	ns.devices[device.index] = null;
	ns.deviceByName.delete(device.name);
}

/** Puts it into another netns, where it is told nothing yet. False: there is one of that name. */
export function moveDevice(k: Kernel, from: Netns, device: Device, to: Netns): boolean {
	if (to.deviceByName.has(device.name)) return false;
	unlistDevice(k, from, device);
	device.index = to.devices.length;
	device.conf = defaultConf();
	device.ownConf = defaultConf();
	device.neigh = defaultNeighParms();
	device.conf.forwarding = device.ownConf.forwarding = to.confAll.forwarding;
	device.recent = null;
	to.devices.push(device);
	to.deviceByName.set(device.name, device);
	return true;
}

/** It goes for good (unregister_netdevice). */
export function deleteDevice(k: Kernel, ns: Netns, device: Device): void {
	unlistDevice(k, ns, device);
	deviceTypes[device.kind].remove?.(k, ns, device);
}
