/**
 * The spanning tree protocol of the kernel (net/bridge/br_stp.c; IEEE 802.1D-1998, clause 8): bridges elect a root, each
 * keeps its shortest way to it, and of two ways one is blocked. Functions carry the kernel's names.
 */
import type { Kernel } from '../../context.ts';
import type { Netns } from '../../netns.ts';
import type { PortRole, PortState, StpReason } from '../../../trace/steps/types.ts';
import type { Device } from '../device.ts';
import { setCarrier } from '../state.ts';
import { forgetPort } from './fdb.ts';
import { sendConfigBpdu, sendTcnBpdu, type Received } from './bpdu.ts';
import type { BridgePort, BridgeState } from './state.ts';
import { startTimer } from './timers.ts';

/** ns; BR_HOLD_TIME: no two configuration BPDUs by one port within it. */
const HOLD_TIME = 1_000_000_000;
/** ns; one tick of a kernel with HZ=250, the smallest age that a message gains with each bridge (MESSAGE_AGE_INCR). */
export const TICK = 4_000_000;
const SECOND = 1_000_000_000;

/** A port, as the functions here need it. */
interface Part {
	device: Device;
	port: BridgePort;
}

export function partsOf(ns: Netns, state: BridgeState): Part[] {
	// The youngest port first: the kernel's list grows at its head.
	return state.ports
		.map((index) => ns.devices[index]!)
		.map((device) => ({ device, port: device.port! }))
		.reverse();
}

export function isRoot(state: BridgeState): boolean {
	return state.id === state.designatedRoot;
}

export function isDesignated(state: BridgeState, port: BridgePort): boolean {
	return port.designatedBridge === state.id && port.designatedPort === port.id;
}

export function roleOf(state: BridgeState, port: BridgePort): PortRole {
	if (port.state === 'disabled') return 'disabled';
	if (state.rootPort === port.number) return 'root';
	return isDesignated(state, port) ? 'designated' : 'alternate';
}

export function setState(k: Kernel, ns: Netns, bridge: Device, part: Part, after: PortState, why: StpReason): void {
	const before = part.port.state;
	part.port.state = after;
	const state = bridge.bridge!;
	// Without STP ports go up and down with their devices, which is told of already.
	if (!k.rec.on || before === after || !state.stp) return;
	k.rec.step(
		ns,
		'bridge',
		'note',
		null,
		{
			kind: 'stp-state',
			bridge: bridge.name,
			port: part.device.name,
			before,
			after,
			role: roleOf(state, part.port),
			why,
			root: state.designatedRoot,
			neighbour: part.port.designatedBridge,
			cost: state.rootPathCost
		},
		state.cause
	);
}

/** Compares what two ports know of ways to the root: negative, `a` is better (br_should_become_root_port). */
function compareWays(a: BridgePort, b: BridgePort): number {
	if (a.designatedRoot !== b.designatedRoot) return a.designatedRoot < b.designatedRoot ? -1 : 1;
	const costs = a.designatedCost + a.pathCost - (b.designatedCost + b.pathCost);
	if (costs !== 0) return costs;
	if (a.designatedBridge !== b.designatedBridge) return a.designatedBridge < b.designatedBridge ? -1 : 1;
	return a.designatedPort - b.designatedPort || a.id - b.id;
}

function rootSelection(ns: Netns, state: BridgeState): void {
	let best: BridgePort | null = null;
	for (const { port } of partsOf(ns, state)) {
		if (port.state === 'disabled' || isDesignated(state, port)) continue;
		if (state.id <= port.designatedRoot) continue;
		if (best === null || compareWays(port, best) < 0) best = port;
	}
	state.rootPort = best?.number ?? 0;
	state.designatedRoot = best?.designatedRoot ?? state.id;
	state.rootPathCost = best === null ? 0 : best.designatedCost + best.pathCost;
}

function shouldBecomeDesignated(state: BridgeState, port: BridgePort): boolean {
	if (isDesignated(state, port) || port.designatedRoot !== state.designatedRoot) return true;
	if (state.rootPathCost !== port.designatedCost) return state.rootPathCost < port.designatedCost;
	if (state.id !== port.designatedBridge) return state.id < port.designatedBridge;
	return port.id < port.designatedPort;
}

export function becomeDesignated(state: BridgeState, port: BridgePort): void {
	port.designatedRoot = state.designatedRoot;
	port.designatedCost = state.rootPathCost;
	port.designatedBridge = state.id;
	port.designatedPort = port.id;
}

/** br_configuration_update */
export function configurationUpdate(ns: Netns, state: BridgeState): void {
	rootSelection(ns, state);
	for (const { port } of partsOf(ns, state)) {
		if (port.state !== 'disabled' && shouldBecomeDesignated(state, port)) becomeDesignated(state, port);
	}
}

function makeForwarding(k: Kernel, ns: Netns, bridge: Device, part: Part): void {
	const state = bridge.bridge!;
	if (part.port.state !== 'blocking') return;
	if (!state.stp || state.forwardDelay === 0) {
		setState(k, ns, bridge, part, 'forwarding', 'no-delay');
		topologyChangeDetection(k, ns, bridge);
		part.port.forwardDelayTimer = -1;
	} else setState(k, ns, bridge, part, 'listening', roleOf(state, part.port) === 'root' ? 'root-port' : 'designated');
	// Linux sets it without STP too, where it finds nothing to do.
	if (state.stp && state.forwardDelay !== 0)
		part.port.forwardDelayTimer = startTimer(k, ns, part.device.index, 'forward-delay', state.forwardDelay);
}

function makeBlocking(k: Kernel, ns: Netns, bridge: Device, part: Part): void {
	const { port } = part;
	if (port.state === 'disabled' || port.state === 'blocking') return;
	if (port.state === 'forwarding' || port.state === 'learning') topologyChangeDetection(k, ns, bridge);
	setState(k, ns, bridge, part, 'blocking', 'better-way');
	port.forwardDelayTimer = -1;
}

/** br_port_state_selection: the bridge has a carrier while a port of it forwards. */
export function portStateSelection(k: Kernel, ns: Netns, bridge: Device): void {
	const state = bridge.bridge!;
	let live = false;
	for (const part of partsOf(ns, state)) {
		const { port } = part;
		if (port.state === 'disabled') continue;
		if (port.number === state.rootPort) {
			port.configPending = false;
			port.topologyChangeAck = false;
			makeForwarding(k, ns, bridge, part);
		} else if (isDesignated(state, port)) {
			port.messageAgeTimer = -1;
			makeForwarding(k, ns, bridge, part);
		} else {
			port.configPending = false;
			port.topologyChangeAck = false;
			makeBlocking(k, ns, bridge, part);
		}
		if (port.state === 'forwarding') live = true;
	}
	setCarrier(k, ns, bridge, live);
}

/** __br_set_topology_change: stations may be elsewhere now, so what is learnt ages sooner. */
function setTopologyChange(state: BridgeState, value: boolean): void {
	if (state.stp && state.topologyChange !== value) state.ageing = value ? 2 * state.forwardDelay : state.bridgeAgeing;
	state.topologyChange = value;
}

/** br_topology_change_detection: the root tells all, another tells the root. */
export function topologyChangeDetection(k: Kernel, ns: Netns, bridge: Device): void {
	const state = bridge.bridge!;
	if (!state.stp) return;
	const root = isRoot(state);
	if (k.rec.on) k.rec.step(ns, 'bridge', 'note', null, { kind: 'stp-change', bridge: bridge.name, root }, state.cause);
	if (root) {
		setTopologyChange(state, true);
		state.topologyChangeTimer = startTimer(
			k,
			ns,
			bridge.index,
			'topology-change',
			state.bridgeForwardDelay + state.bridgeMaxAge
		);
	} else if (!state.topologyChangeDetected) {
		transmitTcn(k, ns, bridge);
		state.tcnTimer = startTimer(k, ns, bridge.index, 'tcn', state.bridgeHelloTime);
	}
	state.topologyChangeDetected = true;
}

export function endTopologyChange(state: BridgeState): void {
	state.topologyChangeDetected = false;
	setTopologyChange(state, false);
}

export function transmitTcn(k: Kernel, ns: Netns, bridge: Device): void {
	const state = bridge.bridge!;
	const root = partsOf(ns, state).find(({ port }) => port.number === state.rootPort);
	if (root !== undefined && state.stp) sendTcnBpdu(k, ns, root.device, state.cause);
}

/** Rounded to whole seconds, down while less than a quarter is over (round_jiffies). */
function roundJiffies(at: number, now: number): number {
	const rest = at % SECOND;
	const rounded = rest < SECOND / 4 ? at - rest : at - rest + SECOND;
	return rounded <= now ? at : rounded;
}

export function transmitConfig(k: Kernel, ns: Netns, bridge: Device, { device, port }: Part): void {
	const state = bridge.bridge!;
	if (port.holdTimer >= 0) {
		port.configPending = true;
		return;
	}
	let age = 0;
	if (!isRoot(state)) {
		const root = partsOf(ns, state).find((part) => part.port.number === state.rootPort)!;
		age = k.now - root.port.designatedAge + TICK;
	}
	if (age >= state.maxAge) return;
	if (state.stp) {
		sendConfigBpdu(k, ns, device, state, port, age);
		port.topologyChangeAck = false;
		port.configPending = false;
		const due = roundJiffies(k.now + HOLD_TIME, k.now);
		port.holdTimer = startTimer(k, ns, device.index, 'hold', due - k.now);
	}
}

/** br_config_bpdu_generation */
export function configBpduGeneration(k: Kernel, ns: Netns, bridge: Device): void {
	const state = bridge.bridge!;
	for (const part of partsOf(ns, state)) {
		if (part.port.state !== 'disabled' && isDesignated(state, part.port)) transmitConfig(k, ns, bridge, part);
	}
}

/** br_become_root_bridge */
export function becomeRoot(k: Kernel, ns: Netns, bridge: Device): void {
	const state = bridge.bridge!;
	state.maxAge = state.bridgeMaxAge;
	state.helloTime = state.bridgeHelloTime;
	state.forwardDelay = state.bridgeForwardDelay;
	topologyChangeDetection(k, ns, bridge);
	state.tcnTimer = -1;
	if (!bridge.up) return;
	configBpduGeneration(k, ns, bridge);
	state.helloTimer = startTimer(k, ns, bridge.index, 'hello', state.helloTime);
}

/** br_supersedes_port_info: what came is better than what the port knows, or news of the same. */
function supersedes(state: BridgeState, port: BridgePort, { config }: Received): boolean {
	if (config.root !== port.designatedRoot) return config.root < port.designatedRoot;
	if (config.rootPathCost !== port.designatedCost) return config.rootPathCost < port.designatedCost;
	if (config.bridge !== port.designatedBridge) return config.bridge < port.designatedBridge;
	return config.bridge !== state.id || config.port <= port.designatedPort;
}

/** br_received_config_bpdu */
export function receivedConfig(k: Kernel, ns: Netns, bridge: Device, device: Device, received: Received): void {
	const state = bridge.bridge!;
	const port = device.port!;
	const { config, messageAge, maxAge, helloTime, forwardDelay } = received;
	const wasRoot = isRoot(state);
	if (!supersedes(state, port, received)) {
		if (isDesignated(state, port)) transmitConfig(k, ns, bridge, { device, port });
		return;
	}
	port.designatedRoot = config.root;
	port.designatedCost = config.rootPathCost;
	port.designatedBridge = config.bridge;
	port.designatedPort = config.port;
	port.designatedAge = k.now - messageAge;
	port.messageAgeTimer = startTimer(k, ns, device.index, 'message-age', maxAge - messageAge);
	configurationUpdate(ns, state);
	portStateSelection(k, ns, bridge);
	if (!isRoot(state) && wasRoot) {
		state.helloTimer = -1;
		if (state.topologyChangeDetected) {
			state.topologyChangeTimer = -1;
			transmitTcn(k, ns, bridge);
			state.tcnTimer = startTimer(k, ns, bridge.index, 'tcn', state.bridgeHelloTime);
		}
	}
	if (port.number !== state.rootPort) return;
	state.maxAge = maxAge;
	state.helloTime = helloTime;
	state.forwardDelay = forwardDelay;
	setTopologyChange(state, config.topologyChange);
	configBpduGeneration(k, ns, bridge);
	if (config.topologyChangeAck) {
		state.topologyChangeDetected = false;
		state.tcnTimer = -1;
	}
}

/** br_received_tcn_bpdu */
export function receivedTcn(k: Kernel, ns: Netns, bridge: Device, device: Device): void {
	const port = device.port!;
	if (!isDesignated(bridge.bridge!, port)) return;
	topologyChangeDetection(k, ns, bridge);
	port.topologyChangeAck = true;
	transmitConfig(k, ns, bridge, { device, port });
}

/** br_stp_enable_port */
export function enablePort(k: Kernel, ns: Netns, bridge: Device, device: Device): void {
	const state = bridge.bridge!;
	const port = device.port!;
	port.id = (port.priority << 10) | port.number;
	becomeDesignated(state, port);
	setState(k, ns, bridge, { device, port }, 'blocking', 'enabled');
	port.topologyChangeAck = false;
	port.configPending = false;
	portStateSelection(k, ns, bridge);
}

/** br_stp_disable_port */
export function disablePort(k: Kernel, ns: Netns, bridge: Device, device: Device): void {
	const state = bridge.bridge!;
	const port = device.port!;
	const wasRoot = isRoot(state);
	becomeDesignated(state, port);
	setState(k, ns, bridge, { device, port }, 'disabled', 'disabled');
	port.topologyChangeAck = false;
	port.configPending = false;
	port.messageAgeTimer = -1;
	port.forwardDelayTimer = -1;
	port.holdTimer = -1;
	forgetPort(state, device.index, false);
	configurationUpdate(ns, state);
	portStateSelection(k, ns, bridge);
	if (isRoot(state) && !wasRoot) becomeRoot(k, ns, bridge);
}
