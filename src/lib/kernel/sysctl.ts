/** The values of a netns' sysctls, in the kernel's own units (times in ns), and how they are written. `net/sysctls.ts` lists which there are. */
import {
	type ConfSysctl,
	confSysctls,
	findSysctl,
	type NeighSysctl,
	neighSysctls,
	type NetnsSysctl,
	netnsSysctls
} from '../net/sysctls.ts';
import type { Device } from './devices/device.ts';
import type { Netns } from './netns.ts';

export type Sysctls = Record<NetnsSysctl, number>;
/** struct ipv4_devconf */
export type Conf = Record<ConfSysctl, number>;
/** struct neigh_parms */
export type NeighParms = Record<NeighSysctl, number>;

function initial<K extends string>(rows: Record<K, { initial: number; unit: number }>): Record<K, number> {
	const values = {} as Record<K, number>;
	for (const key of Object.keys(rows) as K[]) values[key] = rows[key].initial * rows[key].unit;
	return values;
}

export const defaultSysctls = (): Sysctls => initial(netnsSysctls);
export const defaultConf = (): Conf => initial(confSysctls);
export const defaultNeighParms = (): NeighParms => initial(neighSysctls);

const confKeys = Object.keys(confSysctls) as ConfSysctl[];

/** What counts on an interface: its own values with those of `all` (IN_DEV_ORCONF and its like). Done when one is written, so that reading costs a field. */
function combine(device: Device, all: Conf): void {
	const { ownConf: own, conf } = device;
	for (const key of confKeys) {
		const how = confSysctls[key].combine;
		if (how === 'own') conf[key] = own[key];
		else if (how === 'max') conf[key] = Math.max(all[key], own[key]);
		else conf[key] = Number(how === 'or' ? all[key] !== 0 || own[key] !== 0 : all[key] !== 0 && own[key] !== 0);
	}
	if (own.forwarding !== 0) conf.acceptRedirects = Number(all.acceptRedirects !== 0 && own.acceptRedirects !== 0);
}

/** As if nobody had ever written one. */
export function resetSysctls(ns: Netns): void {
	ns.sysctls = defaultSysctls();
	ns.confAll = defaultConf();
	for (const device of ns.devices) {
		if (!device) continue;
		device.ownConf = defaultConf();
		device.neigh = defaultNeighParms();
		combine(device, ns.confAll);
	}
}

/** inet_forward_change: one switch for all interfaces, which takes accept_redirects along. */
function switchForwarding(ns: Netns, value: number): void {
	if (ns.confAll.forwarding === value) return;
	ns.confAll.forwarding = value;
	ns.confAll.acceptRedirects = value === 0 ? 1 : 0;
	for (const device of ns.devices) if (device) device.ownConf.forwarding = value;
}

/**
 * `sysctl -w NAME=VALUE`. What `default` is given, every interface gets: nobody has said otherwise for one of them yet
 * (net/ipv4/devinet.c, devinet_copy_dflt_conf), so it must be written first. False: there is none of that name.
 */
export function writeSysctl(ns: Netns, name: string, text: number): boolean {
	const found = findSysctl(name);
	if (found === undefined) return false;
	const value = text * found.row.unit;
	if (found.of === 'netns') {
		ns.sysctls[found.key] = value;
		return true;
	}
	const { target } = found;
	if (found.of === 'conf' && target === 'all') {
		if (found.key === 'forwarding') switchForwarding(ns, value);
		else ns.confAll[found.key] = value;
	}
	for (const device of ns.devices) {
		if (!device || target === 'all' || (target !== 'default' && device.name !== target)) continue;
		if (found.of === 'conf') device.ownConf[found.key] = value;
		else device.neigh[found.key] = value;
	}
	if (found.of === 'conf') for (const device of ns.devices) if (device) combine(device, ns.confAll);
	return true;
}
