/** Interfaces and bridges of a netns, as the lab says. */
import type { LabDevice } from '../../lab/topology.ts';
import { parseCidr, parseMac } from '../../net/text.ts';
import { networkOf } from '../../net/prefix.ts';
import type { Device, InterfaceAddress } from '../../kernel/devices/device.ts';
import { forgetPort, syncLocalEntries } from '../../kernel/devices/fdb.ts';
import { hasLivePort, setCarrier, setUp } from '../../kernel/devices/state.ts';
import { forgetNeighbours } from '../../kernel/neighbour/table.ts';
import type { Netns } from '../../kernel/netns.ts';
import { defaultConf, defaultNeighParms } from '../../kernel/sysctl.ts';
import type { Simulation } from '../simulation.ts';

/** Addresses of a subnet that the interface has one in already are secondary (net/ipv4/devinet.c, __inet_insert_ifa). */
function readAddresses(texts: string[]): InterfaceAddress[] {
	const read: InterfaceAddress[] = [];
	for (const text of texts) {
		const { address, length } = parseCidr(text);
		const network = networkOf(address, length);
		const secondary = read.some(
			(other) => other.length === length && networkOf(other.address, other.length) === network
		);
		read.push({ address, length, secondary });
	}
	return read;
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
		bridge: wanted.kind === 'bridge' ? { ports: [], fdb: new Map(), ageing: wanted.ageing } : null,
		heard: null,
		recent: null,
		rxPackets: 0,
		txPackets: 0,
		dropped: 0,
		backlog: []
	};
	ns.devices.push(device);
	ns.deviceByName.set(device.name, device);
	return device;
}

function removeDevice(sim: Simulation, ns: Netns, device: Device): void {
	forgetNeighbours(sim, ns, device, false);
	leaveBridge(ns, device);
	for (const index of device.bridge?.ports ?? []) {
		const port = ns.devices[index];
		if (port) port.master = 0;
	}
	ns.devices[device.index] = null;
	ns.deviceByName.delete(device.name);
}

function leaveBridge(ns: Netns, device: Device): void {
	const bridge = device.master === 0 ? null : ns.devices[device.master];
	device.master = 0;
	if (!bridge?.bridge) return;
	bridge.bridge.ports = bridge.bridge.ports.filter((index) => index !== device.index);
	forgetPort(bridge.bridge, device.index);
}

/** Makes, changes and removes devices until they are as `wanted`; carriers come later, with the links. */
export function applyDevices(sim: Simulation, ns: Netns, wanted: readonly LabDevice[]): void {
	const names = new Map(wanted.map((one) => [one.name, one]));
	for (const device of [...ns.deviceByName.values()]) {
		if (names.get(device.name)?.kind !== device.kind) removeDevice(sim, ns, device);
	}
	for (const one of wanted) {
		const device = ns.deviceByName.get(one.name) ?? create(ns, one);
		device.node = one.node;
		const mac = one.mac === '' ? 0 : parseMac(one.mac);
		if (device.mac !== mac) {
			device.mac = mac;
			forgetNeighbours(sim, ns, device, true);
		}
		device.mtu = one.mtu;
		device.addresses = readAddresses(one.addresses);
		if (device.bridge) device.bridge.ageing = one.ageing;
		setUp(sim, ns, device, one.up);
		const master = one.master === '' ? 0 : ns.deviceByName.get(one.master)!.index;
		if (device.master === master) continue;
		leaveBridge(ns, device);
		device.master = master;
		if (master !== 0) ns.devices[master]!.bridge!.ports.push(device.index);
	}
	for (const device of ns.devices) if (device?.bridge) syncLocalEntries(ns, device);
}

/** Carriers as the links make them. A veth has one while both ends are up and the cable is in. */
function wireDevices(sim: Simulation, ns: Netns): void {
	for (const device of ns.devices) {
		if (!device || device.kind !== 'veth') continue;
		const link = device.link < 0 ? null : sim.world.links[device.link];
		const far = link?.ends[device.end === 0 ? 1 : 0];
		const peer = far && far.ns >= 0 ? sim.world.namespaces[far.ns]?.devices[far.dev] : null;
		setCarrier(sim, ns, device, Boolean(link?.up && peer?.up && device.up));
	}
	for (const device of ns.devices) if (device?.bridge) setCarrier(sim, ns, device, hasLivePort(ns, device));
}

/** Carriers follow what has changed, in every netns. */
export function rewire(sim: Simulation): void {
	for (const ns of sim.world.namespaces) if (ns !== null) wireDevices(sim, ns);
}
