/** Interfaces and bridges of a netns, as the lab says. */
import type { LabDevice } from '../../lab/topology.ts';
import { parseOwnCidr, parseMac } from '../../net/text.ts';
import { networkOf } from '../../net/prefix.ts';
import type { Device, InterfaceAddress } from '../../kernel/devices/device.ts';
import { syncLocalEntries } from '../../kernel/devices/bridge/fdb.ts';
import { addPort, configurePort, recalculateId, removePort } from '../../kernel/devices/bridge/ports.ts';
import { setCarrier, setUp } from '../../kernel/devices/state.ts';
import { withAddress } from '../../kernel/ip/addresses.ts';
import { deviceTypes } from '../../kernel/devices/types.ts';
import { forgetNeighbours } from '../../kernel/neighbour/table.ts';
import type { Netns } from '../../kernel/netns.ts';
import { defaultConf, defaultNeighParms } from '../../kernel/sysctl.ts';
import type { Simulation } from '../simulation.ts';

/** Addresses of a subnet that the interface has one in already are secondary (net/ipv4/devinet.c, __inet_insert_ifa). */
function readAddresses(texts: string[]): InterfaceAddress[] {
	return texts.reduce<InterfaceAddress[]>((read, text) => {
		const { address, length, subnet } = parseOwnCidr(text);
		const network = networkOf(subnet, length);
		const secondary = read.some((other) => other.length === length && networkOf(other.subnet, length) === network);
		return withAddress(read, { address, length, subnet, secondary });
	}, []);
}

function create(ns: Netns, wanted: LabDevice): Device {
	const device: Device = {
		index: ns.devices.length,
		name: wanted.name,
		kind: wanted.kind,
		node: wanted.node,
		mac: 0,
		mtu: wanted.mtu,
		up: false,
		carrier: wanted.kind === 'lo',
		addresses: [],
		conf: defaultConf(),
		ownConf: defaultConf(),
		neigh: defaultNeighParms(),
		master: 0,
		link: -1,
		end: 0,
		noArp: deviceTypes[wanted.kind].noArp === true,
		own: null,
		bridge: null,
		port: null,
		rxHandler: '',
		rxData: null,
		heard: null,
		recent: null,
		rxPackets: 0,
		txPackets: 0,
		dropped: 0,
		proxyQueue: [],
		pieces: [],
		ownBroadcasts: [],
		backlog: []
	};
	ns.devices.push(device);
	ns.deviceByName.set(device.name, device);
	return device;
}

function removeDevice(sim: Simulation, ns: Netns, device: Device): void {
	forgetNeighbours(sim, ns, device, false);
	removePort(sim, ns, device);
	deviceTypes[device.kind].remove?.(sim, ns, device);
	ns.devices[device.index] = null;
	ns.deviceByName.delete(device.name);
}

/** Makes, changes and removes devices until they are as `wanted`; what they need of others comes with `completeDevices`, carriers with the links. */
export function applyDevices(sim: Simulation, ns: Netns, wanted: readonly LabDevice[]): void {
	const names = new Map(wanted.map((one) => [one.name, one]));
	for (const device of [...ns.deviceByName.values()]) {
		if (names.get(device.name)?.kind !== device.kind) removeDevice(sim, ns, device);
	}
	for (const one of wanted) {
		const device = ns.deviceByName.get(one.name) ?? create(ns, one);
		device.node = one.node;
		deviceTypes[one.kind].configure?.(sim, ns, device, one.settings);
		if (device.bridge === null) setMac(sim, ns, device, one.mac === '' ? 0 : parseMac(one.mac));
		device.mtu = one.mtu;
		device.addresses = readAddresses(one.addresses);
		const bridge = one.master === '' ? null : ns.deviceByName.get(one.master)!;
		if (device.master !== (bridge?.index ?? 0)) {
			removePort(sim, ns, device);
			if (bridge !== null) addPort(sim, ns, bridge, device);
		}
		if (one.port !== null) configurePort(sim, ns, device, one.port);
		setUp(sim, ns, device, one.up);
	}
}

function setMac(sim: Simulation, ns: Netns, device: Device, mac: number): void {
	if (device.mac === mac) return;
	device.mac = mac;
	forgetNeighbours(sim, ns, device, true);
	const bridge = ns.devices[device.master];
	if (!bridge?.bridge) return;
	recalculateId(sim, ns, bridge);
	syncLocalEntries(ns, bridge, sim.now);
}

/** What devices say of others, in this netns or another one. All are there by now. */
export function completeDevices(
	sim: Simulation,
	ns: Netns,
	wanted: readonly LabDevice[],
	netnsIndex: (node: string) => number
): void {
	for (const { kind, name, settings, lower } of wanted) {
		const at = lower === null ? -1 : netnsIndex(lower.node);
		const below = lower === null ? undefined : sim.world.namespaces[at]?.deviceByName.get(lower.name);
		const ref = below === undefined ? null : { ns: at, dev: below.index };
		deviceTypes[kind].complete?.(sim, ns, ns.deviceByName.get(name)!, settings, ref);
	}
}

/** Carriers follow what has changed, in every netns: those of links first, then of what stands on them. */
export function rewire(sim: Simulation): void {
	for (const links of [true, false]) {
		for (const ns of sim.world.namespaces) {
			for (const device of ns?.devices ?? []) {
				if (device && (device.kind === 'veth') === links)
					setCarrier(sim, ns!, device, deviceTypes[device.kind].carrier(sim, ns!, device));
			}
		}
	}
}
