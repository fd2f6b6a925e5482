/** What happens when a timer of the spanning tree runs out (net/bridge/br_stp_timer.c). */
import type { Kernel } from '../../context.ts';
import type { Netns } from '../../netns.ts';
import type { Device } from '../device.ts';
import {
	becomeDesignated,
	becomeRoot,
	configBpduGeneration,
	configurationUpdate,
	endTopologyChange,
	isRoot,
	partsOf,
	portStateSelection,
	setState,
	topologyChangeDetection,
	transmitConfig,
	transmitTcn
} from './stp.ts';
import { startTimer, stpTimers } from './timers.ts';
import { setCarrier } from '../state.ts';

export function stpTimer(k: Kernel, ns: Netns, index: number, which: number): void {
	const device = ns.devices[index];
	if (!device) return;
	const timer = stpTimers[which];
	if (device.bridge !== null && which < 3) bridgeTimer(k, ns, device, timer as 'hello' | 'tcn' | 'topology-change');
	else if (device.port !== null && which >= 3) {
		const bridge = ns.devices[device.master];
		if (bridge) portTimer(k, ns, bridge, device, timer as 'message-age' | 'forward-delay' | 'hold');
	}
}

function bridgeTimer(k: Kernel, ns: Netns, bridge: Device, timer: 'hello' | 'tcn' | 'topology-change'): void {
	const state = bridge.bridge!;
	if (timer === 'hello' && state.helloTimer === k.now) {
		state.helloTimer = -1;
		state.cause = -1;
		if (!bridge.up) return;
		configBpduGeneration(k, ns, bridge);
		if (state.stp) state.helloTimer = startTimer(k, ns, bridge.index, 'hello', state.helloTime);
	} else if (timer === 'tcn' && state.tcnTimer === k.now) {
		state.tcnTimer = -1;
		state.cause = -1;
		if (isRoot(state) || !bridge.up) return;
		transmitTcn(k, ns, bridge);
		state.tcnTimer = startTimer(k, ns, bridge.index, 'tcn', state.bridgeHelloTime);
	} else if (timer === 'topology-change' && state.topologyChangeTimer === k.now) {
		state.topologyChangeTimer = -1;
		endTopologyChange(state);
	}
}

function portTimer(
	k: Kernel,
	ns: Netns,
	bridge: Device,
	device: Device,
	timer: 'message-age' | 'forward-delay' | 'hold'
): void {
	const state = bridge.bridge!;
	const port = device.port!;
	if (timer === 'message-age' && port.messageAgeTimer === k.now) {
		port.messageAgeTimer = -1;
		if (port.state === 'disabled') return;
		const wasRoot = isRoot(state);
		state.cause = -1;
		if (k.rec.on) {
			const { designatedBridge: neighbour } = port;
			const facts = { kind: 'stp-lost' as const, bridge: bridge.name, port: device.name, neighbour };
			state.cause = k.rec.step(ns, 'bridge', 'note', null, facts, -1);
		}
		becomeDesignated(state, port);
		configurationUpdate(ns, state);
		portStateSelection(k, ns, bridge);
		if (isRoot(state) && !wasRoot) becomeRoot(k, ns, bridge);
	} else if (timer === 'forward-delay' && port.forwardDelayTimer === k.now) {
		port.forwardDelayTimer = -1;
		state.cause = -1;
		forwardDelayOver(k, ns, bridge, device);
	} else if (timer === 'hold' && port.holdTimer === k.now) {
		port.holdTimer = -1;
		if (port.configPending) transmitConfig(k, ns, bridge, { device, port });
	}
}

/** br_forward_delay_timer_expired: listening, then learning, then forwarding. */
function forwardDelayOver(k: Kernel, ns: Netns, bridge: Device, device: Device): void {
	const state = bridge.bridge!;
	const port = device.port!;
	const part = { device, port };
	if (port.state === 'listening') {
		setState(k, ns, bridge, part, 'learning', 'delay-over');
		port.forwardDelayTimer = startTimer(k, ns, device.index, 'forward-delay', state.forwardDelay);
	} else if (port.state === 'learning') {
		setState(k, ns, bridge, part, 'forwarding', 'delay-over');
		const designated = partsOf(ns, state).some(
			(other) => other.port.state !== 'disabled' && other.port.designatedBridge === state.id
		);
		if (designated) topologyChangeDetection(k, ns, bridge);
		setCarrier(k, ns, bridge, true);
	}
}
