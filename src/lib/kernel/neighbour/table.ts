/**
 * The neighbour table's state machine (net/core/neighbour.c): who is asked, how often, what waits meanwhile, and
 * when an answer is believed. Read neigh_timer_handler, __neigh_event_send and __neigh_update before touching it.
 */
import { BROADCAST_MAC } from '../../wire/ethernet.ts';
import type { Errno, NudState, StepFacts } from '../../trace/steps/types.ts';
import { neighbourFacts } from '../common-facts.ts';
import type { Kernel } from '../context.ts';
import type { Device } from '../devices/device.ts';
import { deviceAt, type Netns } from '../netns.ts';
import type { Packet } from '../packet.ts';
import { drop } from '../drop.ts';
import { addressType } from '../ip/address-type.ts';
import { solicit } from './arp-send.ts';
import { deviceOfKey, isConnected, isFixed, isValid, neighbourKey, type Neighbour } from './entry.ts';
import { transmitToNeighbour } from './transmit.ts';

/** ns; the kernel never lets a neighbour's timer run shorter than HZ/100. */
const SHORTEST_TIMER = 10_000_000;

type Why = StepFacts['neigh-state']['why'];

/** Told of each packet whose next hop did not answer, before it is dropped (neigh_ops.error_report). Set when the kernel is put together. */
export const onUnreachable: { report: (k: Kernel, ns: Netns, packet: Packet) => void } = { report: () => {} };

export function findNeighbour(ns: Netns, dev: number, address: number): Neighbour | undefined {
	return ns.neighbours.get(neighbourKey(dev, address));
}

/** An entry that stands so long without a change is not worth a new one's place (neigh_forced_gc). ns */
const IDLE = 5_000_000_000;

/** neigh_forced_gc: room for one more. False: there is none. */
function makeRoom(ns: Netns, now: number): boolean {
	for (const [key, entry] of ns.neighbours) {
		if (ns.neighbours.size < ns.sysctls.neighGcThresh3) return true;
		if (entry.state === 'PERMANENT' || entry.deadline >= 0 || entry.queue.length > 0) continue;
		if (entry.state !== 'FAILED' && entry.state !== 'NOARP' && now - entry.updated <= IDLE) continue;
		ns.neighbours.delete(key);
		const device = ns.devices[entry.dev];
		if (device?.recent === entry) device.recent = null;
	}
	return ns.neighbours.size < ns.sysctls.neighGcThresh3;
}

/** null: the table is full (neigh_alloc). @param now ns */
export function createNeighbour(ns: Netns, dev: number, address: number, now = 0): Neighbour | null {
	if (ns.neighbours.size >= ns.sysctls.neighGcThresh3 && !makeRoom(ns, now)) return null;
	const entry = addNeighbour(ns, dev, address);
	// arp_constructor: what is a broadcast address here is asked of nobody, and nobody can say that it is his.
	if (addressType(ns, address, deviceAt(ns, dev)) === 'BROADCAST') {
		entry.state = 'NOARP';
		entry.mac = BROADCAST_MAC;
	}
	return entry;
}

/** Permanent entries are made however many there are (NEIGH_EXEMPT_FROM_GC). */
export function addNeighbour(ns: Netns, dev: number, address: number): Neighbour {
	const entry: Neighbour = {
		dev,
		address,
		mac: 0,
		state: 'NONE',
		updated: 0,
		confirmed: 0,
		used: 0,
		probes: 0,
		deadline: -1,
		queue: [],
		queued: 0,
		cause: -1,
		flow: -1
	};
	ns.neighbours.set(neighbourKey(dev, address), entry);
	return entry;
}

/** What a packet weighs in the queue: its data and the sk_buff around it (SKB_TRUESIZE, x86-64, small allocations in steps of slab sizes). */
function truesize(packet: Packet): number {
	const data = packet.length + 16 + 320;
	let slab = 512;
	while (slab < data) slab *= 2;
	return slab + 256;
}

/**
 * Sends `packet` to the next hop, or keeps it until the next hop's MAC is known (neigh_resolve_output). Owns the packet.
 */
export function resolveOutput(
	k: Kernel,
	ns: Netns,
	device: Device,
	nextHop: number,
	packet: Packet,
	gateway: boolean
): Errno | '' {
	let entry = device.recent;
	if (entry === null || entry.address !== nextHop) {
		entry = ns.neighbours.get(neighbourKey(device.index, nextHop)) ?? createNeighbour(ns, device.index, nextHop, k.now);
		if (entry === null) {
			drop(k, ns, 'neighbour', packet, 'neigh-table-full', device.name, String(ns.sysctls.neighGcThresh3));
			return 'ENOBUFS';
		}
		device.recent = entry;
	}
	entry.used = k.now;
	if (k.rec.on) {
		const facts = neighbourFacts(device.name, entry, gateway);
		k.rec.step(ns, 'neighbour', 'pass', packet, facts);
	}
	if (
		entry.state === 'REACHABLE' ||
		entry.state === 'PERMANENT' ||
		entry.state === 'DELAY' ||
		entry.state === 'PROBE' ||
		entry.state === 'NOARP'
	) {
		transmitToNeighbour(k, ns, device, entry, packet);
		return '';
	}
	if (entry.state === 'STALE') {
		setState(k, ns, device, entry, 'DELAY', 'used', packet);
		arm(k, ns, entry, device.neigh.delayFirstProbeTime);
		transmitToNeighbour(k, ns, device, entry, packet);
		return '';
	}
	const starts = entry.state !== 'INCOMPLETE';
	if (starts && device.neigh.appSolicit + device.neigh.mcastSolicit === 0) {
		// Nobody would be asked (__neigh_event_send).
		setState(k, ns, device, entry, 'FAILED', 'no-answer', packet);
		drop(k, ns, 'neighbour', packet, 'neigh-failed', device.name);
		return '';
	}
	if (starts) {
		entry.cause = packet.cause;
		entry.flow = packet.flow;
		incomplete(k, ns, device, entry, packet);
	}
	enqueue(k, ns, device, entry, packet);
	if (starts) {
		arm(k, ns, entry, Math.max(device.neigh.retransTime, SHORTEST_TIMER));
		probe(k, ns, device, entry);
	}
	return '';
}

function incomplete(k: Kernel, ns: Netns, device: Device, entry: Neighbour, packet: Packet | null): void {
	entry.probes = device.neigh.ucastSolicit;
	setState(k, ns, device, entry, 'INCOMPLETE', 'created', packet);
}

/** neigh_event_send without a packet: asks for a MAC that will be needed. */
export function resolve(k: Kernel, ns: Netns, device: Device, address: number): void {
	const entry = findNeighbour(ns, device.index, address) ?? createNeighbour(ns, device.index, address, k.now);
	if (entry === null || isValid(entry.state) || entry.state === 'INCOMPLETE') return;
	incomplete(k, ns, device, entry, null);
	arm(k, ns, entry, Math.max(device.neigh.retransTime, SHORTEST_TIMER));
	probe(k, ns, device, entry);
}

function enqueue(k: Kernel, ns: Netns, device: Device, entry: Neighbour, packet: Packet): void {
	const weight = truesize(packet);
	while (entry.queue.length > 0 && entry.queued + weight > device.neigh.unresQlenBytes) {
		const oldest = entry.queue.shift()!;
		entry.queued -= truesize(oldest);
		drop(k, ns, 'neighbour', oldest, 'neigh-queue-full', device.name);
	}
	entry.queue.push(packet);
	entry.queued += weight;
	if (k.rec.on) {
		k.rec.step(ns, 'neighbour', 'queue', packet, {
			kind: 'neigh-queue',
			dev: device.name,
			address: entry.address,
			waiting: entry.queue.length,
			limit: Math.floor(device.neigh.unresQlenBytes / weight)
		});
	}
}

function arm(k: Kernel, ns: Netns, entry: Neighbour, delay: number): void {
	entry.deadline = k.now + delay;
	k.schedule(ns, delay, 'neigh', entry.dev, entry.address, -1);
}

/** neigh_max_probes: how many questions there are before an entry is given up. */
function mostProbes({ neigh }: Device, state: NudState): number {
	return neigh.ucastSolicit + neigh.appSolicit + (state === 'PROBE' ? neigh.mcastResolicit : neigh.mcastSolicit);
}

/**
 * neigh_probe and arp_solicit: asks once, in the name of the youngest packet that waits. First the one that is known, then a program
 * (app_solicit; none listens here, so that nothing is sent), then everybody.
 */
function probe(k: Kernel, ns: Netns, device: Device, entry: Neighbour): void {
	const { ucastSolicit, appSolicit } = device.neigh;
	const youngest = entry.queue.length > 0 ? entry.queue[entry.queue.length - 1] : null;
	const asked = entry.probes++;
	if (asked < ucastSolicit) {
		solicit(k, ns, device, entry, youngest, isValid(entry.state), asked + 1, ucastSolicit);
	} else if (asked >= ucastSolicit + appSolicit) {
		const first = ucastSolicit + appSolicit;
		const of = mostProbes(device, entry.state) - first;
		solicit(k, ns, device, entry, youngest, false, asked - first + 1, of);
	}
}

function setState(
	k: Kernel,
	ns: Netns,
	device: Device,
	entry: Neighbour,
	state: NudState,
	why: Why,
	packet: Packet | null,
	mac = entry.mac
): void {
	const before = entry.state;
	const macBefore = entry.mac;
	entry.state = state;
	entry.mac = mac;
	entry.updated = k.now;
	if (k.rec.on) {
		const id = k.rec.step(
			ns,
			'neighbour',
			'note',
			packet,
			{
				kind: 'neigh-state',
				dev: device.name,
				address: entry.address,
				before,
				after: state,
				macBefore,
				macAfter: mac,
				why
			},
			packet === null ? entry.cause : undefined
		);
		entry.cause = id;
	}
}

/** neigh_timer_handler. */
export function neighbourTimer(k: Kernel, ns: Netns, dev: number, address: number): void {
	const entry = findNeighbour(ns, dev, address);
	const device = deviceAt(ns, dev);
	if (entry === undefined || device === null || entry.deadline !== k.now) return;
	const { delayFirstProbeTime, retransTime, baseReachableTime } = device.neigh;
	entry.deadline = -1;
	let next = k.now + Math.max(retransTime, SHORTEST_TIMER);
	if (entry.state === 'REACHABLE') {
		if (k.now < entry.confirmed + baseReachableTime) {
			next = entry.confirmed + baseReachableTime;
		} else if (k.now <= entry.used + delayFirstProbeTime) {
			setState(k, ns, device, entry, 'DELAY', 'used', null);
			next = k.now + delayFirstProbeTime;
		} else {
			setState(k, ns, device, entry, 'STALE', 'unused', null);
			return;
		}
	} else if (entry.state === 'DELAY') {
		if (k.now <= entry.confirmed + delayFirstProbeTime) {
			setState(k, ns, device, entry, 'REACHABLE', 'confirmed', null);
			next = entry.confirmed + baseReachableTime;
		} else {
			entry.probes = 0;
			setState(k, ns, device, entry, 'PROBE', 'delay-over', null);
		}
	} else if (entry.state !== 'PROBE' && entry.state !== 'INCOMPLETE') {
		return;
	}
	const probing = entry.state === 'PROBE' || entry.state === 'INCOMPLETE';
	if (probing && entry.probes >= mostProbes(device, entry.state)) {
		fail(k, ns, device, entry, entry.state === 'PROBE' ? 'probe-failed' : 'no-answer');
		return;
	}
	arm(k, ns, entry, Math.max(next - k.now, SHORTEST_TIMER));
	if (probing) probe(k, ns, device, entry);
}

/** neigh_invalidate: nobody answered; whoever sent what waits is told. */
function fail(k: Kernel, ns: Netns, device: Device, entry: Neighbour, why: Why): void {
	setState(k, ns, device, entry, 'FAILED', why, null);
	const waiting = entry.queue;
	entry.queue = [];
	entry.queued = 0;
	for (const packet of waiting) {
		if (k.rec.on) packet.cause = entry.cause;
		onUnreachable.report(k, ns, packet);
		drop(k, ns, 'neighbour', packet, 'neigh-failed', device.name);
	}
}

/**
 * __neigh_update: somebody said that `address` is at `mac`.
 * @param override A different MAC may take the place of the one that is known.
 */
export function update(
	k: Kernel,
	ns: Netns,
	device: Device,
	entry: Neighbour,
	mac: number,
	wanted: NudState,
	override: boolean,
	why: Why,
	packet: Packet | null
): void {
	const old = entry.state;
	if (isFixed(old)) return;
	let state = wanted;
	if (isConnected(state)) entry.confirmed = k.now;
	if (isValid(old)) {
		if (mac !== entry.mac && !override) return;
		if (mac === entry.mac && state === 'STALE') state = old;
	}
	const moved = mac !== entry.mac;
	if (state === old && !moved) return;
	if (moved && !isConnected(state)) entry.confirmed = k.now - 2 * device.neigh.baseReachableTime;
	if (state !== old) entry.deadline = -1;
	setState(k, ns, device, entry, state, why, packet, mac);
	if (state !== old && state === 'REACHABLE') arm(k, ns, entry, device.neigh.baseReachableTime);
	if (!isValid(old)) flush(k, ns, device, entry, packet);
}

/** An administrator says where `address` is: no answer changes it any more (neigh_add). False: it was so already. */
export function makeFixed(
	k: Kernel,
	ns: Netns,
	device: Device,
	address: number,
	mac: number,
	state: 'PERMANENT' | 'NOARP',
	cause: number
): boolean {
	const entry = findNeighbour(ns, device.index, address) ?? addNeighbour(ns, device.index, address);
	if (entry.state === state && entry.mac === mac) return false;
	const old = entry.state;
	entry.cause = cause;
	entry.deadline = -1;
	entry.confirmed = k.now;
	setState(k, ns, device, entry, state, 'static', null, mac);
	if (!isValid(old)) flush(k, ns, device, entry, null);
	return true;
}

/** neigh_delete: whoever sent what waits is told. False: there is no such entry. */
export function removeNeighbour(k: Kernel, ns: Netns, device: Device, address: number, cause: number): boolean {
	const entry = findNeighbour(ns, device.index, address);
	if (entry === undefined) return false;
	if (device.recent === entry) device.recent = null;
	entry.deadline = -1;
	entry.cause = cause;
	fail(k, ns, device, entry, 'removed');
	ns.neighbours.delete(neighbourKey(device.index, address));
	return true;
}

/** Sends what waited for the MAC, oldest first. */
function flush(k: Kernel, ns: Netns, device: Device, entry: Neighbour, answer: Packet | null): void {
	if (entry.queue.length === 0) return;
	const waiting = entry.queue;
	entry.queue = [];
	entry.queued = 0;
	if (k.rec.on) {
		k.rec.step(
			ns,
			'neighbour',
			'pass',
			answer,
			{ kind: 'neigh-flush', dev: device.name, address: entry.address, mac: entry.mac, sent: waiting.length },
			entry.cause
		);
	}
	for (const packet of waiting) {
		if (entry.state === 'STALE') {
			setState(k, ns, device, entry, 'DELAY', 'used', packet);
			arm(k, ns, entry, device.neigh.delayFirstProbeTime);
		}
		transmitToNeighbour(k, ns, device, entry, packet);
	}
}

/** dst_confirm_neigh: an upper layer saw the neighbour answer. */
export function confirm(k: Kernel, ns: Netns, dev: number, address: number): void {
	const entry = findNeighbour(ns, dev, address);
	if (entry !== undefined) entry.confirmed = k.now;
}

/** Gives up every question that is still open on `device`. */
export function forgetQuestions(k: Kernel, ns: Netns, device: Device): void {
	device.recent = null;
	for (const [key, entry] of ns.neighbours) {
		if (entry.dev !== device.index || entry.state !== 'INCOMPLETE') continue;
		for (const packet of entry.queue) drop(k, ns, 'neighbour', packet, 'storm-stopped', device.name);
		ns.neighbours.delete(key);
	}
}

/** pneigh_ifdown_and_unlock: an interface that goes down answers for nobody any more, and doesn't again when it comes up. */
export function forgetProxies(ns: Netns, device: Device): void {
	for (const key of ns.proxyNeighbours) if (deviceOfKey(key) === device.index) ns.proxyNeighbours.delete(key);
}

/** neigh_ifdown, and a changed MAC: the interface's entries go, but the permanent ones stay while it only lost its carrier. */
export function forgetNeighbours(k: Kernel, ns: Netns, device: Device, keepPermanent: boolean): void {
	device.recent = null;
	for (const [key, entry] of ns.neighbours) {
		if (entry.dev !== device.index || (keepPermanent && entry.state === 'PERMANENT')) continue;
		for (const packet of entry.queue) drop(k, ns, 'neighbour', packet, 'dev-down', device.name);
		ns.neighbours.delete(key);
	}
}
