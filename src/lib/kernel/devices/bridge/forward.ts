/** The way out of a bridge (net/bridge/br_forward.c). */
import { BROADCAST_MAC, etherDestination, isGroupMac } from '../../../wire/ethernet.ts';
import { ipv4TotalLength } from '../../../wire/ipv4.ts';
import type { Kernel } from '../../context.ts';
import { drop } from '../../drop.ts';
import { fragment } from '../../ip/fragment.ts';
import type { Netns } from '../../netns.ts';
import { clone, L3, release, type Packet } from '../../packet.ts';
import type { Device } from '../device.ts';
import { deviceTransmit } from '../transmit.ts';
import { findStation } from './fdb.ts';
import { bridgeForwardHooks, isFiltered } from './netfilter.ts';
import { isSilent } from './silent.ts';
import type { BridgePort } from './state.ts';

type Flooded = 'broadcast' | 'multicast' | 'unknown';

/** Why a frame that came in by `from` (null: the bridge's own) may not leave by a port; "": it may (should_deliver). */
function refusal(port: BridgePort, from: BridgePort | null): '' | 'same-port' | 'state' | 'isolated' {
	if (port === from && !port.hairpin) return 'same-port';
	if (port.state !== 'forwarding') return 'state';
	return from !== null && from.isolated && port.isolated ? 'isolated' : '';
}

/** Flags that keep a port out of a flood; what the bridge itself sends to all goes out of all (br_flood). */
function floods(port: BridgePort, why: Flooded, own: boolean): boolean {
	if (why === 'unknown') return port.flood;
	return own || (why === 'broadcast' ? port.broadcastFlood : port.multicastFlood);
}

/** A frame sent by the bridge's own interface (br_dev_xmit). Owns the packet. */
export function bridgeTransmit(k: Kernel, ns: Netns, bridge: Device, packet: Packet): void {
	packet.physIn = 0;
	const destination = etherDestination(packet.bytes, 0);
	if (isGroupMac(destination)) {
		flood(k, ns, bridge, null, packet, destination === BROADCAST_MAC ? 'broadcast' : 'multicast', false);
		return release(packet);
	}
	const found = findStation(bridge.bridge!, destination, k.now);
	recordLookup(k, ns, bridge, destination, found?.port ?? 0, found?.local ?? false, found?.static ?? false, packet);
	if (found === null) {
		flood(k, ns, bridge, null, packet, 'unknown', false);
		return release(packet);
	}
	const out = ns.devices[found.port];
	if (!out?.port) return drop(k, ns, 'bridge', packet, 'bridge-same-port', bridge.name);
	forward(k, ns, null, out, packet);
}

export function recordLookup(
	k: Kernel,
	ns: Netns,
	bridge: Device,
	mac: number,
	port: number,
	local: boolean,
	set: boolean,
	packet: Packet
): void {
	if (!k.rec.on) return;
	k.rec.step(ns, 'bridge', 'pass', packet, {
		kind: 'fdb-lookup',
		bridge: bridge.name,
		mac,
		port: ns.devices[port]?.name ?? '',
		local,
		static: set
	});
}

/** By the port that the FDB names (br_forward). Owns the packet. */
export function forward(k: Kernel, ns: Netns, from: Device | null, to: Device, packet: Packet): void {
	const why = refusal(to.port!, from?.port ?? null);
	if (why !== '') {
		const reason =
			why === 'same-port' ? 'bridge-same-port' : why === 'isolated' ? 'bridge-isolated' : 'bridge-egress-state';
		return drop(k, ns, 'bridge', packet, reason, to.name, to.port!.state);
	}
	if (k.rec.on && from === to) {
		k.rec.step(ns, 'bridge', 'pass', packet, {
			kind: 'bridge-hairpin',
			bridge: ns.devices[to.master]?.name ?? '',
			port: to.name
		});
	}
	queue(k, ns, to, packet);
}

/** Sends copies by the ports that take it, the youngest port first (br_flood walks a list that grows at its head). Keeps the packet. */
export function flood(
	k: Kernel,
	ns: Netns,
	bridge: Device,
	from: Device | null,
	packet: Packet,
	why: Flooded,
	toSelf: boolean
): void {
	const { ports } = bridge.bridge!;
	const source = from?.port ?? null;
	if (k.rec.on) recordFlood(k, ns, bridge, from, packet, why, toSelf);
	for (let i = ports.length - 1; i >= 0; i--) {
		const port = ns.devices[ports[i]]!;
		if (floods(port.port!, why, from === null) && refusal(port.port!, source) === '') queue(k, ns, port, clone(packet));
	}
}

function recordFlood(
	k: Kernel,
	ns: Netns,
	bridge: Device,
	from: Device | null,
	packet: Packet,
	why: Flooded,
	toSelf: boolean
): void {
	const names: string[] = [];
	const kept: { port: string; why: 'isolated' | 'flag' | 'listening' | 'learning' | 'blocking' }[] = [];
	for (const index of bridge.bridge!.ports) {
		const { name, port } = ns.devices[index]!;
		const no = refusal(port!, from?.port ?? null);
		if (no === '' && floods(port!, why, from === null)) names.push(name);
		else if (no === '') kept.push({ port: name, why: 'flag' });
		else if (no === 'isolated') kept.push({ port: name, why: no });
		else if (no === 'state' && port!.state !== 'disabled' && port!.state !== 'forwarding')
			kept.push({ port: name, why: port!.state });
	}
	k.rec.step(ns, 'bridge', 'pass', packet, {
		kind: 'bridge-flood',
		bridge: bridge.name,
		from: from?.name ?? '',
		ports: names,
		kept,
		why,
		toSelf: toSelf && !isSilent(ns)
	});
}

/** __br_forward and br_dev_queue_push_xmit: a frame too long for the port is dropped, not fragmented. Owns the packet. */
function queue(k: Kernel, ns: Netns, port: Device, packet: Packet): void {
	// The bridge's own frames have no port that they came by, and have passed iptables as any that are sent.
	if (packet.physIn !== 0 && isFiltered(ns, packet)) {
		if (!bridgeForwardHooks(k, ns, port, packet)) return;
		// What was put together for the rules is cut again (br_nf_dev_queue_xmit).
		if (packet.gathered !== null && ipv4TotalLength(packet.bytes, L3) > port.mtu) {
			for (const piece of fragment(k, ns, port.mtu, packet)) deviceTransmit(k, ns, port, piece);
			return;
		}
	}
	if (packet.length > port.mtu + 18) return drop(k, ns, 'bridge', packet, 'mtu-exceeded', port.name, String(port.mtu));
	deviceTransmit(k, ns, port, packet);
}
