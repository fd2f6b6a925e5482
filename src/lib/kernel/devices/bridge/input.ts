/** The way into a bridge: learn, look up, forward or flood (net/bridge/br_input.c). */
import { BROADCAST_MAC, etherDestination, etherSource, isGroupMac, setEtherSource } from '../../../wire/ethernet.ts';
import type { Kernel } from '../../context.ts';
import { drop } from '../../drop.ts';
import type { Netns } from '../../netns.ts';
import { clone, release, type Packet } from '../../packet.ts';
import type { Device } from '../device.ts';
import { receiveUp } from '../receive.ts';
import { rxHandlers } from '../types.ts';
import { findStation, holdTime } from './fdb.ts';
import { flood, forward, recordLookup } from './forward.ts';
import { bridgePreRouting, isFiltered } from './netfilter.ts';
import { isSilent } from './silent.ts';
import { learnsIn } from './state.ts';

/** 01:80:c2:00:00:00 to 0f: for the bridge itself, not for what is behind it (IEEE 802.1D, table 7-10). */
const LINK_LOCAL = 0x0180c2000000;
/** 01:80:c2:00:00:01: pause frames, which no bridge forwards. */
const PAUSE = 1;

/** A frame came in by a port (br_handle_frame). Owns the packet unless it answers false. */
export function bridgeReceive(k: Kernel, ns: Netns, port: Device, packet: Packet): boolean {
	const bridge = ns.devices[port.master]!;
	const source = etherSource(packet.bytes, 0);
	const destination = etherDestination(packet.bytes, 0);
	const part = port.port!;
	if (k.rec.on)
		k.rec.step(ns, 'bridge', 'pass', packet, {
			kind: 'bridge-receive',
			bridge: bridge.name,
			port: port.name,
			source,
			destination,
			state: part.state
		});
	if (isGroupMac(source) || source === 0) {
		drop(k, ns, 'bridge', packet, 'bad-frame', port.name);
		return true;
	}
	const group = destination - LINK_LOCAL;
	if (group >= 0 && group <= 0x0f && !passesOn(bridge, port, group)) {
		if (group === PAUSE) {
			drop(k, ns, 'bridge', packet, 'bridge-link-local', port.name);
			return true;
		}
		// To the port itself, whatever STP says of it: a blocked port must hear BPDUs (__br_handle_local_finish).
		if (learnsIn(part.state) && part.learning) learn(k, ns, bridge, port, source, packet);
		return false;
	}
	if (!learnsIn(part.state)) {
		const reason = part.state === 'disabled' ? 'bridge-port-down' : 'bridge-ingress-state';
		drop(k, ns, 'bridge', packet, reason, port.name, part.state);
		return true;
	}
	if (isFiltered(ns, packet)) {
		const passed = bridgePreRouting(k, ns, bridge, port, packet);
		if (passed !== null) finish(k, ns, bridge, port, source, etherDestination(passed.bytes, 0), passed);
	} else finish(k, ns, bridge, port, source, destination, packet);
	return true;
}

/** Whether a reserved group address goes through. The bridge group address does without STP, so that others can find loops. */
function passesOn(bridge: Device, port: Device, group: number): boolean {
	const { stp, groupForwardMask } = bridge.bridge!;
	if (group === PAUSE) return false;
	if (((groupForwardMask | port.port!.groupForwardMask) >> group) & 1) return true;
	return group === 0 && !stp;
}

/** A packet whose destination the rules have changed goes on, with the MAC of that and its own source (br_nf_pre_routing_finish_bridge_slow). */
export function bridgeResume(k: Kernel, ns: Netns, bridge: Device, packet: Packet): void {
	const port = ns.devices[packet.physIn];
	if (!port?.port) return drop(k, ns, 'bridge', packet, 'bridge-port-down', bridge.name);
	const source = packet.bridgedSource;
	packet.bridgedSource = 0;
	setEtherSource(packet.bytes, 0, source);
	finish(k, ns, bridge, port, source, etherDestination(packet.bytes, 0), packet);
}

/** br_handle_frame_finish. Owns the packet. */
function finish(
	k: Kernel,
	ns: Netns,
	bridge: Device,
	port: Device,
	source: number,
	destination: number,
	packet: Packet
): void {
	const part = port.port!;
	if (part.learning) learn(k, ns, bridge, port, source, packet);
	if (part.state === 'learning') return drop(k, ns, 'bridge', packet, 'bridge-ingress-state', port.name, part.state);
	if (isGroupMac(destination)) {
		flood(k, ns, bridge, port, packet, destination === BROADCAST_MAC ? 'broadcast' : 'multicast', true);
		return passUp(k, ns, bridge, packet, false);
	}
	// What is for the MAC of another port goes up too, but as somebody else's (PACKET_OTHERHOST).
	const mine = destination === bridge.mac || destination === port.mac;
	const found = findStation(bridge.bridge!, destination, k.now);
	recordLookup(k, ns, bridge, destination, found?.port ?? 0, found?.local ?? false, found?.static ?? false, packet);
	if (found?.local === true) return passUp(k, ns, bridge, packet, mine);
	// A device that stands on the bridge has a MAC of its own, for which the bridge hears everything (__dev_set_rx_mode).
	const promiscuous = bridge.rxHandler !== '';
	if (found === null) {
		flood(k, ns, bridge, port, packet, 'unknown', false);
		return promiscuous ? passUp(k, ns, bridge, packet, false) : release(packet);
	}
	const out = ns.devices[found.port];
	if (!out?.port) return drop(k, ns, 'bridge', packet, 'bridge-port-down', port.name);
	if (!promiscuous) return forward(k, ns, port, out, packet);
	forward(k, ns, port, out, clone(packet));
	passUp(k, ns, bridge, packet, false);
}

/** br_fdb_update: the station `mac` is behind `port`. */
function learn(k: Kernel, ns: Netns, bridge: Device, port: Device, mac: number, packet: Packet): void {
	const state = bridge.bridge!;
	// With an ageing time of 0 nothing is learnt: everything is flooded.
	if (holdTime(state) === 0) return;
	const known = findStation(state, mac, k.now);
	if (known !== null) {
		if (known.local) return;
		known.updated = k.now;
		if (known.port === port.index) return;
	}
	const was = known === null ? '' : (ns.devices[known.port]?.name ?? '');
	if (known === null)
		state.fdb.set(mac, { mac, port: port.index, updated: k.now, local: false, static: false, byUser: false });
	else known.port = port.index;
	if (k.rec.on)
		k.rec.step(ns, 'bridge', 'note', packet, { kind: 'fdb-learn', bridge: bridge.name, mac, port: port.name, was });
}

/** br_pass_frame_up: to the bridge's own interface. Owns the packet. @param mine Its address is the bridge's or the port's. */
function passUp(k: Kernel, ns: Netns, bridge: Device, packet: Packet, mine: boolean): void {
	bridge.rxPackets++;
	packet.input = bridge.index;
	if (k.tap !== null) k.tap(ns, bridge, 'in', packet, k.now);
	if (bridge.rxHandler !== '' && rxHandlers[bridge.rxHandler](k, ns, bridge, packet)) return;
	if (!mine && isSilent(ns)) return release(packet);
	receiveUp(k, ns, bridge, packet, mine);
}
