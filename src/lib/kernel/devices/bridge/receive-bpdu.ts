/** A BPDU has come in by a port (net/bridge/br_stp_bpdu.c, br_stp_rcv; net/llc/llc_input.c). */
import { etherDestination, HEADER_LENGTH } from '../../../wire/ethernet.ts';
import {
	BPDU_CONFIG,
	bpduType,
	BRIDGE_GROUP_MAC,
	checkBpdu,
	type ConfigBpdu,
	readConfigBpdu
} from '../../../wire/stp.ts';
import type { Kernel } from '../../context.ts';
import { drop } from '../../drop.ts';
import type { Netns } from '../../netns.ts';
import { release, type Packet } from '../../packet.ts';
import type { Device } from '../device.ts';
import { fromUnits } from './bpdu.ts';
import { receivedConfig, receivedTcn } from './stp.ts';

/** The frames of 802.2, of which only STP's are known. Owns the packet. */
export function llcReceive(k: Kernel, ns: Netns, device: Device, packet: Packet): void {
	if (!checkBpdu(packet.bytes, HEADER_LENGTH, packet.length))
		return drop(k, ns, 'device', packet, 'unknown-ethertype', device.name, '802.2');
	const bridge = device.port === null ? null : ns.devices[device.master];
	const state = bridge?.bridge;
	if (!bridge || !state?.stp || !bridge.up || device.port!.state === 'disabled')
		return drop(k, ns, 'bridge', packet, 'bpdu-ignored', device.name);
	if (etherDestination(packet.bytes, 0) !== BRIDGE_GROUP_MAC)
		return drop(k, ns, 'bridge', packet, 'bpdu-ignored', device.name);
	const config = bpduType(packet.bytes, HEADER_LENGTH) === BPDU_CONFIG;
	const bpdu = config ? readConfigBpdu(packet.bytes, HEADER_LENGTH) : null;
	if (k.rec.on) record(k, ns, bridge, device, bpdu, packet);
	state.cause = packet.cause;
	if (bpdu === null) receivedTcn(k, ns, bridge, device);
	else {
		const [messageAge, maxAge] = [fromUnits(bpdu.messageAge), fromUnits(bpdu.maxAge)];
		if (messageAge <= maxAge) {
			const [helloTime, forwardDelay] = [fromUnits(bpdu.helloTime), fromUnits(bpdu.forwardDelay)];
			receivedConfig(k, ns, bridge, device, { config: bpdu, messageAge, maxAge, helloTime, forwardDelay });
		}
	}
	state.cause = -1;
	release(packet);
}

function record(k: Kernel, ns: Netns, bridge: Device, device: Device, bpdu: ConfigBpdu | null, packet: Packet): void {
	const { id, designatedRoot } = bridge.bridge!;
	const port = device.port!;
	const base = {
		kind: 'bpdu-receive' as const,
		bridge: bridge.name,
		port: device.name,
		own: id,
		knownRoot: designatedRoot
	};
	if (bpdu === null) {
		const facts = { ...base, type: 'tcn' as const, root: '', cost: 0, sender: '', senderPort: 0, better: false };
		k.rec.step(ns, 'bridge', 'deliver', packet, { ...facts, change: true, ack: false });
		return;
	}
	k.rec.step(ns, 'bridge', 'deliver', packet, {
		...base,
		type: 'config',
		root: bpdu.root,
		cost: bpdu.rootPathCost,
		sender: bpdu.bridge,
		senderPort: bpdu.port,
		better: bpdu.root < port.designatedRoot,
		change: bpdu.topologyChange,
		ack: bpdu.topologyChangeAck
	});
}
