/** BPDUs out and in (net/bridge/br_stp_bpdu.c). */
import { HEADER_LENGTH, writeEthernet } from '../../../wire/ethernet.ts';
import {
	BRIDGE_GROUP_MAC,
	type ConfigBpdu,
	CONFIG_LENGTH,
	LLC_LENGTH,
	TCN_LENGTH,
	writeConfigBpdu,
	writeTcnBpdu
} from '../../../wire/stp.ts';
import type { Kernel } from '../../context.ts';
import type { Netns } from '../../netns.ts';
import { allocate } from '../../packet.ts';
import type { Device } from '../device.ts';
import { deviceTransmit } from '../transmit.ts';
import type { BridgePort, BridgeState } from './state.ts';

/** ns; HZ=250. BPDUs count in 1/256 s, the kernel in ticks. */
const TICK = 4_000_000;
const TICKS = 250;
const UNITS = 256;

/** br_set_ticks */
function toUnits(ns: number): number {
	return Math.floor((UNITS * Math.floor(ns / TICK)) / TICKS);
}

/** br_get_ticks */
export function fromUnits(units: number): number {
	return Math.ceil((units * TICKS) / UNITS) * TICK;
}

/** A configuration BPDU with its times in ns. */
export interface Received {
	config: ConfigBpdu;
	messageAge: number;
	maxAge: number;
	helloTime: number;
	forwardDelay: number;
}

export function sendConfigBpdu(
	k: Kernel,
	ns: Netns,
	device: Device,
	state: BridgeState,
	port: BridgePort,
	age: number
): void {
	const config: ConfigBpdu = {
		topologyChange: state.topologyChange,
		topologyChangeAck: port.topologyChangeAck,
		root: state.designatedRoot,
		rootPathCost: state.rootPathCost,
		bridge: state.id,
		port: port.id,
		messageAge: toUnits(age),
		maxAge: toUnits(state.maxAge),
		helloTime: toUnits(state.helloTime),
		forwardDelay: toUnits(state.forwardDelay)
	};
	send(k, ns, device, CONFIG_LENGTH, state.cause, (bytes, at) => writeConfigBpdu(bytes, at, config));
}

export function sendTcnBpdu(k: Kernel, ns: Netns, device: Device, cause: number): void {
	send(k, ns, device, TCN_LENGTH, cause, writeTcnBpdu);
}

function send(
	k: Kernel,
	ns: Netns,
	device: Device,
	length: number,
	cause: number,
	write: (bytes: Uint8Array, at: number) => void
): void {
	const packet = allocate(HEADER_LENGTH + LLC_LENGTH + length);
	packet.cause = cause;
	// Instead of a type the length of what follows.
	writeEthernet(packet.bytes, 0, BRIDGE_GROUP_MAC, device.mac, LLC_LENGTH + length);
	write(packet.bytes, HEADER_LENGTH);
	deviceTransmit(k, ns, device, packet);
}
