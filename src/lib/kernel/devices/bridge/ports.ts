/** Bridges open and close, devices become ports and cease to be (net/bridge/br_if.c, br_device.c, br_stp_if.c). */
import type { Kernel } from '../../context.ts';
import type { Netns } from '../../netns.ts';
import { running, type Device } from '../device.ts';
import { forgetPort, syncLocalEntries } from './fdb.ts';
import {
	becomeDesignated,
	becomeRoot,
	configBpduGeneration,
	configurationUpdate,
	disablePort,
	enablePort,
	isDesignated,
	isRoot,
	portStateSelection
} from './stp.ts';
import { bridgeId, type BridgePort, type BridgeState, portDefaults, type PortSettings } from './state.ts';
import { startTimer } from './timers.ts';

/** ns after which a bridge that opens cleans up for the first time (br_stp_enable_bridge, HZ/10). */
const FIRST_GC = 100_000_000;

/** What a person sets of a bridge (`ip link set type bridge`). Times in ns. */
export interface BridgeOptions {
	/** 0: the lowest of its ports'. */
	mac: number;
	ageing: number;
	groupForwardMask: number;
	stp: boolean;
	priority: number;
	forwardDelay: number;
	helloTime: number;
	maxAge: number;
	/** ifindexes are not known yet: by device name. */
	fdb: { mac: number; dev: string; local: boolean }[];
}

const S = 1_000_000_000;

/** br_dev_setup and br_stp_timer_init. */
export function createBridge(now: number): BridgeState {
	const id = bridgeId(0x8000, 0);
	return {
		ports: [],
		fdb: new Map(),
		bridgeAgeing: 300 * S,
		ageing: 300 * S,
		gcAt: now + FIRST_GC,
		macSet: false,
		groupForwardMask: 0,
		stp: false,
		priority: 0x8000,
		bridgeForwardDelay: 15 * S,
		bridgeHelloTime: 2 * S,
		bridgeMaxAge: 20 * S,
		forwardDelay: 15 * S,
		helloTime: 2 * S,
		maxAge: 20 * S,
		id,
		designatedRoot: id,
		rootPathCost: 0,
		rootPort: 0,
		topologyChange: false,
		topologyChangeDetected: false,
		helloTimer: -1,
		tcnTimer: -1,
		topologyChangeTimer: -1,
		open: false,
		cause: -1
	};
}

/** br_changelink: what differs is set as `ip link set` would set it. */
export function configureBridge(k: Kernel, ns: Netns, bridge: Device, options: BridgeOptions): void {
	bridge.bridge ??= createBridge(k.now);
	const state = bridge.bridge;
	state.groupForwardMask = options.groupForwardMask;
	if (state.bridgeAgeing !== options.ageing) {
		state.bridgeAgeing = options.ageing;
		state.ageing = options.ageing;
		state.gcAt = k.now;
	}
	state.bridgeForwardDelay = options.forwardDelay;
	state.bridgeHelloTime = options.helloTime;
	state.bridgeMaxAge = options.maxAge;
	if (isRoot(state)) {
		state.forwardDelay = options.forwardDelay;
		state.helloTime = options.helloTime;
		state.maxAge = options.maxAge;
	}
	if (state.priority !== options.priority) setPriority(k, ns, bridge, options.priority);
	if (state.stp !== options.stp) setStp(k, ns, bridge, options.stp);
	state.macSet = options.mac !== 0;
	if (state.macSet && bridge.mac !== options.mac) changeId(k, ns, bridge, options.mac);
}

/** br_stp_set_bridge_priority */
function setPriority(k: Kernel, ns: Netns, bridge: Device, priority: number): void {
	const state = bridge.bridge!;
	const wasRoot = isRoot(state);
	const id = bridgeId(priority, bridge.mac);
	for (const port of portsOf(ns, state)) {
		if (port.state !== 'disabled' && isDesignated(state, port)) port.designatedBridge = id;
	}
	state.priority = priority;
	state.id = id;
	configurationUpdate(ns, state);
	portStateSelection(k, ns, bridge);
	if (isRoot(state) && !wasRoot) becomeRoot(k, ns, bridge);
}

/** br_stp_set_enabled: ports that forward go on doing so until a BPDU says better. */
function setStp(k: Kernel, ns: Netns, bridge: Device, on: boolean): void {
	const state = bridge.bridge!;
	state.stp = on;
	if (on && bridge.up) state.helloTimer = startTimer(k, ns, bridge.index, 'hello', state.helloTime);
	if (!on) {
		state.helloTimer = -1;
		state.tcnTimer = -1;
	}
	portStateSelection(k, ns, bridge);
}

function portsOf(ns: Netns, state: BridgeState): BridgePort[] {
	return state.ports.map((index) => ns.devices[index]!.port!);
}

/** br_stp_change_bridge_id */
function changeId(k: Kernel, ns: Netns, bridge: Device, mac: number): void {
	const state = bridge.bridge!;
	const wasRoot = isRoot(state);
	const [before, after] = [state.id.slice(4), bridgeId(0, mac).slice(4)];
	const moved = (id: string) => (id.slice(4) === before ? id.slice(0, 4) + after : id);
	bridge.mac = mac;
	state.id = bridgeId(state.priority, mac);
	for (const port of portsOf(ns, state)) {
		port.designatedBridge = moved(port.designatedBridge);
		port.designatedRoot = moved(port.designatedRoot);
	}
	syncLocalEntries(ns, bridge, k.now);
	configurationUpdate(ns, state);
	portStateSelection(k, ns, bridge);
	if (isRoot(state) && !wasRoot) becomeRoot(k, ns, bridge);
}

/** br_stp_recalculate_bridge_id: a bridge without a MAC of its own has the lowest of its ports. */
export function recalculateId(k: Kernel, ns: Netns, bridge: Device): void {
	const state = bridge.bridge!;
	if (state.macSet) return;
	const macs = state.ports.map((index) => ns.devices[index]!.mac);
	const lowest = macs.length === 0 ? 0 : Math.min(...macs);
	if (lowest !== bridge.mac) changeId(k, ns, bridge, lowest);
}

/** br_add_if */
export function addPort(k: Kernel, ns: Netns, bridge: Device, device: Device): void {
	const state = bridge.bridge!;
	const taken = new Set(portsOf(ns, state).map(({ number }) => number));
	let number = 1;
	while (taken.has(number)) number++;
	device.master = bridge.index;
	device.rxHandler = 'bridge';
	device.port = {
		...portDefaults,
		number,
		state: 'disabled',
		id: (portDefaults.priority << 10) | number,
		pathCost: costOf(device),
		designatedRoot: '',
		designatedCost: 0,
		designatedBridge: '',
		designatedPort: 0,
		designatedAge: 0,
		topologyChangeAck: false,
		configPending: false,
		messageAgeTimer: -1,
		forwardDelayTimer: -1,
		holdTimer: -1
	};
	state.ports.push(device.index);
	becomeDesignated(state, device.port);
	recalculateId(k, ns, bridge);
	syncLocalEntries(ns, bridge, k.now);
	checkPort(k, ns, device);
}

/** br_del_if */
export function removePort(k: Kernel, ns: Netns, device: Device): void {
	const bridge = ns.devices[device.master];
	if (device.port === null || !bridge?.bridge) return;
	if (device.port.state !== 'disabled') disablePort(k, ns, bridge, device);
	const state = bridge.bridge;
	state.ports = state.ports.filter((index) => index !== device.index);
	device.master = 0;
	device.port = null;
	device.rxHandler = '';
	forgetPort(state, device.index, true);
	recalculateId(k, ns, bridge);
	syncLocalEntries(ns, bridge, k.now);
	portStateSelection(k, ns, bridge);
}

/** port_cost: by the speed that the driver tells; a veth says 10 Gbit/s, a tunnel nothing. */
function costOf(device: Device): number {
	return device.kind === 'veth' || device.kind === 'vxlan' ? 2 : 100;
}

/** br_setport */
export function configurePort(k: Kernel, ns: Netns, device: Device, settings: PortSettings): void {
	const bridge = ns.devices[device.master]!;
	const port = device.port!;
	const { state } = port;
	Object.assign(port, settings);
	const pathCost = settings.cost === 0 ? costOf(device) : settings.cost;
	const id = (settings.priority << 10) | port.number;
	if (pathCost === port.pathCost && id === port.id) return;
	if (isDesignated(bridge.bridge!, port)) port.designatedPort = id;
	port.id = id;
	port.pathCost = pathCost;
	if (state === 'disabled') return;
	configurationUpdate(ns, bridge.bridge!);
	portStateSelection(k, ns, bridge);
}

/** Sets a person's entries; those that a person has set before and are no longer wanted go (`bridge fdb add`, `del`). */
export function configureFdb(k: Kernel, ns: Netns, bridge: Device, wanted: BridgeOptions['fdb']): void {
	const state = bridge.bridge!;
	const macs = new Set(wanted.map(({ mac }) => mac));
	for (const [mac, entry] of state.fdb) if (entry.byUser && !macs.has(mac)) state.fdb.delete(mac);
	for (const { mac, dev, local } of wanted) {
		const port = ns.deviceByName.get(dev)?.index ?? 0;
		const known = state.fdb.get(mac);
		if (known?.byUser && known.port === port && known.local === local) continue;
		state.fdb.set(mac, { mac, port, updated: k.now, local, static: true, byUser: true });
	}
	syncLocalEntries(ns, bridge, k.now);
}

/** br_port_carrier_check: a port works while its device has a carrier and its bridge is up. */
function checkPort(k: Kernel, ns: Netns, device: Device): void {
	const bridge = ns.devices[device.master];
	if (!bridge?.bridge || !bridge.up) return;
	const { state } = device.port!;
	if (running(device) && state === 'disabled') enablePort(k, ns, bridge, device);
	else if (!running(device) && state !== 'disabled') disablePort(k, ns, bridge, device);
}

/** br_stp_enable_bridge */
function open(k: Kernel, ns: Netns, bridge: Device): void {
	const state = bridge.bridge!;
	if (state.stp) state.helloTimer = startTimer(k, ns, bridge.index, 'hello', state.helloTime);
	state.gcAt = k.now + FIRST_GC;
	configBpduGeneration(k, ns, bridge);
	for (const index of [...state.ports].reverse()) checkPort(k, ns, ns.devices[index]!);
}

/** br_stp_disable_bridge */
function close(k: Kernel, ns: Netns, bridge: Device): void {
	const state = bridge.bridge!;
	for (const index of [...state.ports].reverse()) {
		const device = ns.devices[index]!;
		if (device.port!.state !== 'disabled') disablePort(k, ns, bridge, device);
	}
	state.topologyChange = false;
	state.topologyChangeDetected = false;
	state.helloTimer = -1;
	state.topologyChangeTimer = -1;
	state.tcnTimer = -1;
}

/** What the bridge does when a device goes up or down, or its carrier comes or goes (br_device_event). */
export function bridgeNotified(k: Kernel, ns: Netns, device: Device): void {
	if (device.port !== null) checkPort(k, ns, device);
	const state = device.bridge;
	if (state === null || state.open === device.up) return;
	state.open = device.up;
	if (device.up) open(k, ns, device);
	else close(k, ns, device);
}
