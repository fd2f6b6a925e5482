/** A neighbour entry (net/core/neighbour.c, struct neighbour), as data. */
import type { NudState } from '../../trace/steps/types.ts';
import type { Packet } from '../packet.ts';

export interface Neighbour {
	/** ifindex */
	dev: number;
	address: number;
	/** 0: not known yet. */
	mac: number;
	state: NudState;
	/** ns; when the state or MAC last changed. */
	updated: number;
	/** ns; when somebody last proved that it answers. */
	confirmed: number;
	/** ns; when it was last sent to. */
	used: number;
	probes: number;
	/** ns; when its timer runs out, -1: no timer. */
	deadline: number;
	/** Packets that wait for the MAC, oldest first. */
	queue: Packet[];
	/** truesize of the queue, bytes. */
	queued: number;
	/** Record and flow that made the entry be resolved: probes name them as their cause. */
	cause: number;
	flow: number;
}

/** Valid: its MAC may be used (NUD_VALID). */
export function isValid(state: NudState): boolean {
	return isConnected(state) || state === 'STALE' || state === 'DELAY' || state === 'PROBE';
}

/** Connected: its MAC may be used without a thought (NUD_CONNECTED). */
export function isConnected(state: NudState): boolean {
	return state === 'REACHABLE' || isFixed(state);
}

/** A person's word: no answer changes it (NUD_PERMANENT, NUD_NOARP). */
export function isFixed(state: NudState): boolean {
	return state === 'PERMANENT' || state === 'NOARP';
}

export function neighbourKey(dev: number, address: number): number {
	return dev * 0x1_0000_0000 + address;
}

/** ifindex of a neighbour's key. */
export function deviceOfKey(key: number): number {
	return Math.floor(key / 0x1_0000_0000);
}

/** Address of a neighbour's key, host order. */
export function addressOfKey(key: number): number {
	return key % 0x1_0000_0000;
}
