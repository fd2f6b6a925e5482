/** The bridge's forwarding database (net/bridge/br_fdb.c). */
import type { Netns } from '../../netns.ts';
import type { Device } from '../device.ts';
import type { BridgeState, FdbEntry } from './state.ts';

/** ns; the clean-up is never due sooner than this after the last (br_fdb_cleanup). */
const GC_MINIMUM = 10_000_000;

/** ns after which a learnt entry is thrown out (hold_time). */
export function holdTime(state: BridgeState): number {
	return state.topologyChange ? state.forwardDelay : state.ageing;
}

/**
 * The entry for `mac`. Linux throws expired ones out by a clean-up of its own and asks no entry for its age; here the
 * clean-ups that were due are made up for when somebody looks.
 */
export function findStation(state: BridgeState, mac: number, now: number): FdbEntry | null {
	if (now >= state.gcAt) cleanUp(state, now);
	return state.fdb.get(mac) ?? null;
}

/** br_fdb_cleanup, as often as it was due until `now`. */
function cleanUp(state: BridgeState, now: number): void {
	while (state.gcAt <= now) {
		const at = state.gcAt;
		const delay = holdTime(state);
		let next = delay;
		let ageing = false;
		for (const [mac, entry] of state.fdb) {
			if (entry.static) continue;
			const left = entry.updated + delay - at;
			if (left <= 0) {
				state.fdb.delete(mac);
				continue;
			}
			ageing = true;
			if (left < next) next = left;
		}
		const step = Math.max(next, GC_MINIMUM);
		// With nothing that ages only the rhythm goes on.
		state.gcAt = ageing ? at + step : at + Math.ceil((now + 1 - at) / step) * step;
	}
}

/** The entries as they stand at `now`, of a bridge that is only looked at. */
export function entriesAt(state: BridgeState, now: number): FdbEntry[] {
	if (now < state.gcAt) return [...state.fdb.values()];
	const copy = { ...state, fdb: new Map(state.fdb) };
	cleanUp(copy, now);
	return [...copy.fdb.values()];
}

export function localEntry(mac: number, port: number, now: number): FdbEntry {
	return { mac, port, updated: now, local: true, static: true, byUser: false };
}

/** Makes the bridge's own MAC and those of its ports local entries, and forgets such entries that are gone (br_fdb_changeaddr). */
export function syncLocalEntries(ns: Netns, bridge: Device, now: number): void {
	const state = bridge.bridge!;
	for (const [mac, entry] of state.fdb) if (entry.local && !entry.byUser) state.fdb.delete(mac);
	for (const index of [...state.ports, bridge.index]) {
		const device = ns.devices[index];
		if (device && device.mac !== 0 && state.fdb.get(device.mac)?.local !== true)
			state.fdb.set(device.mac, localEntry(device.mac, index, now));
	}
}

/** br_fdb_delete_by_port: what was learnt behind a port that goes; `all`: what a person has set, too. */
export function forgetPort(state: BridgeState, port: number, all: boolean): void {
	for (const [mac, entry] of state.fdb) {
		if (entry.port === port && !(entry.local && !entry.byUser) && (all || !entry.static)) state.fdb.delete(mac);
	}
}
