/** Sends one hand-made frame, as a program with a packet socket does (net/packet/af_packet.c, packet_snd). */
import { describeAction } from '../lab/actions/registry.ts';
import type { Action } from '../lab/document.ts';
import { HEADER_LENGTH } from '../wire/ethernet.ts';
import { fromHex } from '../wire/bytes.ts';
import { acknowledgeHeard } from '../kernel/devices/heard.ts';
import { deviceTransmit } from '../kernel/devices/transmit.ts';
import { allocate } from '../kernel/packet.ts';
import type { Program } from '../sim/simulation.ts';
import { explainErrno, finish } from './program.ts';

type Args = Extract<Action, { do: 'frame' }>;

export const frame: Program = {
	command: (args) => describeAction(args as Args),
	start(sim, ns, process, args) {
		const { interface: name, bytes, relativeAck } = args as Args;
		const device = ns.deviceByName.get(name);
		if (device === undefined) return finish(sim, ns, process, false, `there is no interface ${name}`);
		if (!device.up) return finish(sim, ns, process, false, explainErrno('ENETDOWN'));
		const content = fromHex(bytes);
		if (content.length > device.mtu + HEADER_LENGTH) return finish(sim, ns, process, false, explainErrno('EMSGSIZE'));
		device.heard ??= new Map();
		const packet = allocate(content.length);
		packet.bytes.set(content);
		packet.flow = process.flow;
		packet.cause = process.cause;
		if (relativeAck) acknowledgeHeard(device.heard, packet);
		if (sim.rec.on) {
			process.cause = sim.rec.step(ns, 'app', 'pass', packet, {
				kind: 'frame-send',
				dev: name,
				length: content.length
			});
		}
		deviceTransmit(sim, ns, device, packet);
		finish(sim, ns, process, true, 'sent');
	},
	socket() {},
	wake() {}
};
