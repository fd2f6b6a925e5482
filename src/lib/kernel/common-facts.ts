/**
 * Facts that the packets of one stream have in common. Nobody changes facts once they are recorded, so one object serves all
 * steps that say the same: recording a stream makes no garbage and a trace of it holds one copy.
 *
 * What was said last is looked for in small tables by a hash of its numbers. A miss makes new facts and forgets the old ones:
 * only memory depends on what the tables hold, never what a trace says.
 */
import type { StepFacts } from '../trace/steps/types.ts';
import { BROADCAST_MAC, etherDestination, etherSource, isForGroup } from '../wire/ethernet.ts';
import type { Neighbour } from './neighbour/entry.ts';

type Common<K extends 'receive' | 'neigh-lookup' | 'ttl'> = { kind: K } & StepFacts[K];

/** A power of two. */
const PLACES = 256;

function table<T>(): (T | null)[] {
	return new Array<T | null>(PLACES).fill(null);
}

/** Mixes two numbers into a place; of MACs the lower 32 bits count. */
function placeOf(a: number, b: number): number {
	const hash = Math.imul(a ^ Math.imul(b, 31), 0x9e3779b1);
	return (hash >>> 20) & (PLACES - 1);
}

const received = table<Common<'receive'>>();

/** @param mine It is for this netns. */
export function receiveFacts(dev: string, frame: Uint8Array, etherType: number, mine: boolean): Common<'receive'> {
	const source = etherSource(frame, 0);
	const destination = etherDestination(frame, 0);
	const group = isForGroup(frame, 0);
	const toUs = destination === BROADCAST_MAC ? 'broadcast' : group ? 'multicast' : mine ? 'unicast' : 'other';
	const place = placeOf(source, destination);
	const last = received[place];
	if (
		last !== null &&
		last.source === source &&
		last.destination === destination &&
		last.etherType === etherType &&
		last.toUs === toUs &&
		last.dev === dev
	)
		return last;
	return (received[place] = { kind: 'receive', dev, source, destination, etherType, toUs });
}

const lookedUp = table<Common<'neigh-lookup'>>();

export function neighbourFacts(
	dev: string,
	{ address, state, mac }: Neighbour,
	gateway: boolean
): Common<'neigh-lookup'> {
	const place = placeOf(address, mac);
	const last = lookedUp[place];
	if (
		last !== null &&
		last.address === address &&
		last.mac === mac &&
		last.state === state &&
		last.gateway === gateway &&
		last.dev === dev
	)
		return last;
	return (lookedUp[place] = { kind: 'neigh-lookup', dev, address, state, mac, gateway });
}

/** By the TTL before, 0 to 255. */
const decremented = table<Common<'ttl'>>();

/** The TTL goes down by one. */
export function ttlFacts(before: number): Common<'ttl'> {
	return (decremented[before] ??= { kind: 'ttl', before, after: before - 1 });
}
