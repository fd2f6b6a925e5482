/**
 * MACVLAN: further MACs on an interface that is there already (drivers/net/macvlan.c). The device below hands frames for
 * these MACs on; what is sent leaves by it. In mode bridge they reach each other directly, in mode private never.
 */
import { BROADCAST_MAC, etherDestination, etherSource, isGroupMac } from '../../wire/ethernet.ts';
import type { MacvlanMode } from '../../trace/steps/types.ts';
import type { Kernel } from '../context.ts';
import { drop } from '../drop.ts';
import type { Netns } from '../netns.ts';
import { clone, release, scrub, type Packet } from '../packet.ts';
import { netifRx } from './backlog.ts';
import type { Device, DeviceRef } from './device.ts';
import { deviceReceive } from './receive.ts';
import { setCarrier } from './state.ts';
import { deviceTransmit } from './transmit.ts';
import type { DeviceType } from './types.ts';

interface Macvlan {
	mode: MacvlanMode;
	lower: DeviceRef | null;
}

/** What the device below knows of those that share it (struct macvlan_port). */
interface MacvlanPort {
	vlans: DeviceRef[];
	/** Group frames that wait for the worker that spreads them (bc_queue), and which of the vlans sent them. */
	queue: { packet: Packet; source: DeviceRef | null }[];
}

/** 01:00:5e:00:00:01, 224.0.0.1: the only group that everybody is in; of others no copy is made (mc_filter). */
const ALL_HOSTS = 0x01005e000001;

/** ns until the worker (macvlan_process_broadcast) runs: after the frames that are under way, before programs. */
const WORKER = 5_000;

function own(device: Device): Macvlan {
	return device.own as Macvlan;
}

function portOf(lower: Device): MacvlanPort {
	return lower.rxData as MacvlanPort;
}

function at(k: Kernel, ref: DeviceRef | null): { ns: Netns; device: Device } | null {
	const ns = ref === null ? null : k.netns(ref.ns);
	const device = ns?.devices[ref!.dev];
	return ns && device ? { ns, device } : null;
}

/** Those that are up, in the order of the kernel's table of them (hash of the MAC, the youngest first). */
function others(k: Kernel, port: MacvlanPort, except: DeviceRef | null): { ns: Netns; device: Device }[] {
	const found = port.vlans.flatMap((ref) => {
		const one = same(ref, except) ? null : at(k, ref);
		return one?.device.up ? [one] : [];
	});
	return found.reverse().sort((a, b) => hashOf(a.device.mac) - hashOf(b.device.mac));
}

/** macvlan_eth_hash: the MAC as a little-endian number, times the golden ratio, the upper 8 bits of 64. */
function hashOf(mac: number): number {
	let value = 0n;
	const digits = mac.toString(16).padStart(12, '0');
	for (let i = 5; i >= 0; i--) value = (value << 8n) | BigInt(Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16));
	return Number(BigInt.asUintN(64, (value << 16n) * 0x61c8864680b583ebn) >> 56n);
}

function same(a: DeviceRef, b: DeviceRef | null): boolean {
	return b !== null && a.ns === b.ns && a.dev === b.dev;
}

function findVlan(k: Kernel, port: MacvlanPort, mac: number): { ns: Netns; device: Device } | null {
	for (const ref of port.vlans) {
		const one = at(k, ref);
		if (one !== null && one.device.up && one.device.mac === mac) return one;
	}
	return null;
}

/** macvlan_queue_xmit. Owns the packet. */
function transmit(k: Kernel, ns: Netns, device: Device, packet: Packet): void {
	const { mode, lower } = own(device);
	const below = at(k, lower);
	if (below === null) return drop(k, ns, 'device', packet, 'no-carrier', device.name);
	const port = portOf(below.device);
	const destination = etherDestination(packet.bytes, 0);
	if (mode === 'bridge') {
		if (isGroupMac(destination)) {
			const sender = { ns: ns.index, dev: device.index };
			const all = destination === BROADCAST_MAC || destination === ALL_HOSTS;
			const near = all ? others(k, port, sender).filter((one) => own(one.device).mode === 'bridge') : [];
			if (k.rec.on) record(k, ns, device, below.device, mode, near, true, packet);
			for (const one of near) {
				const copy = clone(packet);
				scrub(copy);
				netifRx(k, one.ns, one.device, copy);
			}
			return deviceTransmit(k, below.ns, below.device, packet);
		}
		const found = findVlan(k, port, destination);
		if (found !== null && own(found.device).mode === 'bridge') {
			if (k.rec.on) record(k, ns, device, below.device, mode, [found], false, packet);
			// By the device below first, for what listens there (dev_forward_skb).
			scrub(packet);
			return netifRx(k, below.ns, below.device, packet);
		}
	}
	if (k.rec.on) record(k, ns, device, below.device, mode, [], true, packet);
	deviceTransmit(k, below.ns, below.device, packet);
}

function record(
	k: Kernel,
	ns: Netns,
	device: Device,
	lower: Device,
	mode: MacvlanMode,
	near: readonly { ns: Netns; device: Device }[],
	out: boolean,
	packet: Packet
): void {
	const to = near.map((one) => (one.ns === ns ? one.device.name : `${one.device.name} of ${one.ns.name}`));
	k.rec.step(ns, 'device', 'pass', packet, {
		kind: 'macvlan-send',
		dev: device.name,
		lower: lower.name,
		mode,
		to,
		out
	});
}

/** macvlan_handle_frame: a frame came in by the device below. Owns the packet when it answers true. */
export function macvlanReceive(k: Kernel, ns: Netns, lower: Device, packet: Packet): boolean {
	const port = portOf(lower);
	const destination = etherDestination(packet.bytes, 0);
	if (isGroupMac(destination)) {
		const sender = findVlan(k, port, etherSource(packet.bytes, 0));
		const mode = sender === null ? null : own(sender.device).mode;
		if (sender !== null && mode !== 'vepa' && mode !== 'bridge') {
			// Its own frame has come back: nobody's but its.
			netifRx(k, sender.ns, sender.device, packet);
			return true;
		}
		if (destination !== BROADCAST_MAC && destination !== ALL_HOSTS) return false;
		const source = sender === null ? null : { ns: sender.ns.index, dev: sender.device.index };
		port.queue.push({ packet: clone(packet), source });
		k.schedule(ns, WORKER, 'macvlan', lower.index, 0, packet.cause);
		return false;
	}
	const found = isPassthru(k, port) ? at(k, port.vlans[0]) : findVlan(k, port, destination);
	if (found === null) return false;
	if (k.rec.on) recordReceived(k, ns, lower, found, packet);
	if (!found.device.up) drop(k, found.ns, 'device', packet, 'dev-down', found.device.name);
	else deviceReceive(k, found.ns, found.device, packet);
	return true;
}

function isPassthru(k: Kernel, port: MacvlanPort): boolean {
	const first = at(k, port.vlans[0] ?? null);
	return first !== null && own(first.device).mode === 'passthru';
}

function recordReceived(k: Kernel, ns: Netns, lower: Device, to: { ns: Netns; device: Device }, packet: Packet): void {
	k.rec.step(ns, 'device', 'pass', packet, {
		kind: 'macvlan-receive',
		dev: lower.name,
		to: to.device.name,
		node: to.ns === ns ? '' : to.ns.name,
		mac: etherDestination(packet.bytes, 0),
		mode: own(to.device).mode
	});
}

/** macvlan_process_broadcast: those that have not seen it on its way out get a copy. */
export function macvlanTimer(k: Kernel, ns: Netns, index: number): void {
	const lower = ns.devices[index];
	if (!lower || lower.rxHandler !== 'macvlan') return;
	const port = portOf(lower);
	for (const { packet, source } of port.queue.splice(0)) {
		const from = source === null ? null : (at(k, source)?.device ?? null);
		const mode = from === null ? null : own(from).mode;
		for (const one of others(k, port, source)) {
			const theirs = own(one.device).mode;
			if (mode === null || theirs === 'vepa' || (mode === 'vepa' && theirs === 'bridge'))
				netifRx(k, one.ns, one.device, clone(packet));
		}
		release(packet);
	}
}

function leave(k: Kernel, ns: Netns, device: Device): void {
	const lower = at(k, own(device)?.lower ?? null)?.device;
	if (lower === undefined || lower.rxHandler !== 'macvlan') return;
	const port = portOf(lower);
	port.vlans = port.vlans.filter((ref) => !same(ref, { ns: ns.index, dev: device.index }));
	if (port.vlans.length > 0) return;
	lower.rxHandler = '';
	lower.rxData = null;
}

export const macvlan: DeviceType = {
	transmit,
	/** While the one below is up and has one (netif_stacked_transfer_operstate). */
	carrier(k, _ns, device) {
		const lower = at(k, own(device)?.lower ?? null)?.device;
		return lower !== undefined && lower.up && lower.carrier;
	},
	complete(k, ns, device, settings, lower) {
		const { mode } = settings as { mode: MacvlanMode };
		leave(k, ns, device);
		device.own = { mode, lower } satisfies Macvlan;
		const below = at(k, lower)?.device;
		if (below === undefined) return;
		if (below.rxHandler === '') {
			below.rxHandler = 'macvlan';
			below.rxData = { vlans: [], queue: [] } satisfies MacvlanPort;
		}
		portOf(below).vlans.push({ ns: ns.index, dev: device.index });
	},
	remove: leave
};

/** The carrier of the device below is theirs too (macvlan_device_event). */
export function macvlanNotified(k: Kernel, _ns: Netns, lower: Device): void {
	if (lower.rxHandler !== 'macvlan') return;
	for (const ref of portOf(lower).vlans) {
		const one = at(k, ref);
		if (one !== null) setCarrier(k, one.ns, one.device, macvlan.carrier(k, one.ns, one.device));
	}
}
