/**
 * The Linux bridge without STP (net/bridge/br_input.c, br_forward.c, br_device.c): learn, look up, forward or flood.
 * Nothing stops a loop, as nothing does on Linux by default.
 */
import { BROADCAST_MAC, etherDestination, etherSource, isGroupMac } from '../../wire/ethernet.ts';
import type { Kernel } from '../context.ts';
import { drop } from '../drop.ts';
import type { Netns } from '../netns.ts';
import { clone, release, type Packet } from '../packet.ts';
import { running, type Device } from './device.ts';
import { findStation } from './fdb.ts';
import { receiveUp } from './receive.ts';
import { deviceTransmit } from './transmit.ts';

/** 01:80:c2:00:00:00, the bridge group address, goes through a bridge without STP; 01 to 0f after it never do (IEEE 802.1D, table 7-10). */
const LINK_LOCAL = 0x0180c2000000;

function isLinkLocal(mac: number): boolean {
	return mac > LINK_LOCAL && mac <= LINK_LOCAL + 0x0f;
}

/** A frame came in by a port (br_handle_frame). Owns the packet. */
export function bridgeReceive(k: Kernel, ns: Netns, port: Device, packet: Packet): void {
	const bridge = ns.devices[port.master]!;
	const state = bridge.bridge!;
	const source = etherSource(packet.bytes, 0);
	const destination = etherDestination(packet.bytes, 0);
	if (k.rec.on)
		k.rec.step(ns, 'bridge', 'pass', packet, {
			kind: 'bridge-receive',
			bridge: bridge.name,
			port: port.name,
			source,
			destination
		});
	if (!bridge.up) return drop(k, ns, 'bridge', packet, 'bridge-port-down', port.name);
	if (isGroupMac(source)) return drop(k, ns, 'bridge', packet, 'bad-frame', port.name);
	learn(k, ns, bridge, port, source, packet);
	if (isLinkLocal(destination)) return drop(k, ns, 'bridge', packet, 'bridge-link-local', port.name);
	if (isGroupMac(destination)) {
		flood(k, ns, bridge, port, packet, destination === BROADCAST_MAC ? 'broadcast' : 'multicast', true);
		return passUp(k, ns, bridge, packet, false);
	}
	const found = findStation(state, destination, k.now);
	recordLookup(k, ns, bridge, destination, found?.port ?? 0, found?.local ?? false, packet);
	if (found === null) {
		flood(k, ns, bridge, port, packet, 'unknown', false);
		return release(packet);
	}
	if (found.local) return passUp(k, ns, bridge, packet, true);
	if (found.port === port.index) return drop(k, ns, 'bridge', packet, 'bridge-same-port', port.name);
	forward(k, ns, ns.devices[found.port]!, packet);
}

/** A frame sent by the bridge's own interface (br_dev_xmit). Owns the packet. */
export function bridgeTransmit(k: Kernel, ns: Netns, bridge: Device, packet: Packet): void {
	const destination = etherDestination(packet.bytes, 0);
	if (isGroupMac(destination)) {
		flood(k, ns, bridge, null, packet, destination === BROADCAST_MAC ? 'broadcast' : 'multicast', false);
		return release(packet);
	}
	const found = findStation(bridge.bridge!, destination, k.now);
	recordLookup(k, ns, bridge, destination, found?.port ?? 0, found?.local ?? false, packet);
	if (found === null || found.local) {
		flood(k, ns, bridge, null, packet, 'unknown', false);
		return release(packet);
	}
	forward(k, ns, ns.devices[found.port]!, packet);
}

function recordLookup(
	k: Kernel,
	ns: Netns,
	bridge: Device,
	mac: number,
	port: number,
	local: boolean,
	packet: Packet
): void {
	if (!k.rec.on) return;
	k.rec.step(ns, 'bridge', 'pass', packet, {
		kind: 'fdb-lookup',
		bridge: bridge.name,
		mac,
		port: ns.devices[port]?.name ?? '',
		local
	});
}

/** br_fdb_update: the station `mac` is behind `port`. */
function learn(k: Kernel, ns: Netns, bridge: Device, port: Device, mac: number, packet: Packet): void {
	const state = bridge.bridge!;
	const known = findStation(state, mac, k.now);
	if (known !== null) {
		if (known.local) return;
		known.updated = k.now;
		if (known.port === port.index) return;
	}
	const was = known === null ? '' : (ns.devices[known.port]?.name ?? '');
	if (known === null) state.fdb.set(mac, { mac, port: port.index, updated: k.now, local: false });
	else known.port = port.index;
	if (k.rec.on)
		k.rec.step(ns, 'bridge', 'note', packet, { kind: 'fdb-learn', bridge: bridge.name, mac, port: port.name, was });
}

/** Sends copies by every running port but the one it came by, the youngest port first (br_flood walks a list that grows at its head). Keeps the packet. */
function flood(
	k: Kernel,
	ns: Netns,
	bridge: Device,
	from: Device | null,
	packet: Packet,
	why: 'broadcast' | 'multicast' | 'unknown',
	toSelf: boolean
): void {
	const { ports } = bridge.bridge!;
	if (k.rec.on) {
		const names: string[] = [];
		for (const index of ports) {
			const port = ns.devices[index]!;
			if (port !== from && running(port)) names.push(port.name);
		}
		k.rec.step(ns, 'bridge', 'pass', packet, {
			kind: 'bridge-flood',
			bridge: bridge.name,
			from: from?.name ?? '',
			ports: names,
			why,
			toSelf: toSelf && bridge.addresses.length > 0
		});
	}
	for (let i = ports.length - 1; i >= 0; i--) {
		const port = ns.devices[ports[i]]!;
		if (port !== from && running(port)) forward(k, ns, port, clone(packet));
	}
}

/** __br_forward: a frame too long for the port is dropped, not fragmented. Owns the packet. */
function forward(k: Kernel, ns: Netns, port: Device, packet: Packet): void {
	if (packet.length > port.mtu + 18) return drop(k, ns, 'bridge', packet, 'mtu-exceeded', port.name, String(port.mtu));
	deviceTransmit(k, ns, port, packet);
}

/** br_pass_frame_up: to the bridge's own interface. Owns the packet. */
function passUp(k: Kernel, ns: Netns, bridge: Device, packet: Packet, local: boolean): void {
	bridge.rxPackets++;
	packet.input = bridge.index;
	if (k.tap !== null) k.tap(ns, bridge, 'in', packet, k.now);
	// A bridge without an address has no use for what everybody hears: not worth a step.
	if (!local && bridge.addresses.length === 0) return release(packet);
	receiveUp(k, ns, bridge, packet, local);
}
