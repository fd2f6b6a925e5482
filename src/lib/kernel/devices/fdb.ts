/** The bridge's forwarding database (net/bridge/br_fdb.c). */
import type { BridgeState, Device, FdbEntry } from './device.ts';
import type { Netns } from '../netns.ts';

/** The entry for `mac`, unless it has aged out. */
export function findStation(state: BridgeState, mac: number, now: number): FdbEntry | null {
	const entry = state.fdb.get(mac);
	if (entry === undefined) return null;
	if (!entry.local && now - entry.updated > state.ageing) {
		state.fdb.delete(mac);
		return null;
	}
	return entry;
}

/** Makes the bridge's own MAC and those of its ports local entries, and forgets local entries that are gone. */
export function syncLocalEntries(ns: Netns, bridge: Device): void {
	const state = bridge.bridge!;
	for (const [mac, entry] of state.fdb) if (entry.local) state.fdb.delete(mac);
	for (const index of [bridge.index, ...state.ports]) {
		const device = ns.devices[index];
		if (device) state.fdb.set(device.mac, { mac: device.mac, port: index, updated: 0, local: true });
	}
}

/** br_fdb_delete_by_port: a port that goes, or loses its carrier, takes what was learnt behind it along. */
export function forgetPort(state: BridgeState, port: number): void {
	for (const [mac, entry] of state.fdb) if (entry.port === port && !entry.local) state.fdb.delete(mac);
}
